// --timeline: what each process did, in order of time. The process tree comes first; then for each process the capabilities with
// the call that decided them, its arguments and what it returned. Calls in a row that mean the same are told once, with a count.

import {
  type Address,
  addressKey,
  type CallAddress,
  type ProcessAddress,
  type ThreadAddress,
} from '../../features/address.ts';
import type { CallParts } from '../../features/call.ts';
import { addressesOf, type DynamicAnalysis, type ResultDocument } from '../../result/document.ts';
import { namedAddressText, processKey } from './addresses.ts';
import { BLANK, type Block, line } from './blocks.ts';
import { countOf } from './counts.ts';
import { alarmBlocks, healthBlocks } from './health.ts';
import { type Line, piece } from './markup.ts';
import { foldMoments, type Moment, type MomentRun, parseTime, sortMoments } from './moments.ts';
import { Names } from './names.ts';
import { PLACES, UNKNOWN_PLACE } from './places.ts';
import { type ProcessNode, placeProcesses, processForest } from './process-tree.ts';
import { capabilityRules } from './selection.ts';
import { clip } from './short-call.ts';

/** Different calls of one run that are shown. */
const SHOWN_CALLS = 3;
/** Length of a time that is not understood. */
const MAX_TIME = 32;

/** What was recognised in one process. */
interface ProcessRecord {
  readonly process: ProcessAddress;
  /** Capabilities of the process or one of its threads as a whole. */
  readonly wholes: { readonly address: ProcessAddress | ThreadAddress; readonly label: string }[];
  readonly calls: Map<string, { readonly address: CallAddress; readonly labels: string[] }>;
}

interface Findings {
  /** Capabilities of the whole input: nothing says when. */
  readonly timeless: string[];
  readonly processes: ReadonlyMap<string, ProcessRecord>;
}

/** The address of something that ran; undefined for what lies in no process. */
function partOfRun(address: Address): ProcessAddress | ThreadAddress | CallAddress | undefined {
  switch (address.type) {
    case 'process':
    case 'thread':
    case 'call':
      return address;
    case 'absolute':
    case 'relative':
    case 'file':
    case 'dn token':
    case 'dn token offset':
    case 'no address':
      return undefined;
  }
}

function gatherFindings(document: ResultDocument): Findings {
  const timeless = new Set<string>();
  const processes = new Map<string, ProcessRecord>();
  const recordOf = ({ value: [ppid, pid] }: ProcessAddress | ThreadAddress | CallAddress): ProcessRecord => {
    const process: ProcessAddress = { type: 'process', value: [ppid, pid] };
    const key = processKey(process);
    const record = processes.get(key) ?? { process, wholes: [], calls: new Map() };
    processes.set(key, record);
    return record;
  };
  for (const rule of capabilityRules(document)) {
    const { name, scopes } = rule.meta;
    const label = name + (scopes.dynamic === undefined ? UNKNOWN_PLACE : PLACES[scopes.dynamic]).note;
    for (const address of addressesOf(rule)) {
      const part = partOfRun(address);
      if (part === undefined) timeless.add(label);
      else if (part.type === 'call') addCall(recordOf(part), part, label);
      else recordOf(part).wholes.push({ address: part, label });
    }
  }
  return { timeless: [...timeless], processes };
}

function addCall({ calls }: ProcessRecord, address: CallAddress, label: string): void {
  const key = addressKey(address);
  const known = calls.get(key);
  if (known === undefined) calls.set(key, { address, labels: [label] });
  else if (known.labels.at(-1) !== label) known.labels.push(label);
}

/** The tree of processes; those below which nothing was recognised are only counted. */
function* treeBlocks(forest: ReadonlyMap<string, ProcessNode>, findings: Findings, names: Names): Iterable<Block> {
  const shown = new Set<ProcessNode>();
  for (const [key, process] of forest) {
    if (!findings.processes.has(key) && names.processName(process.address) === undefined) continue;
    for (let node: ProcessNode | undefined = process; node !== undefined && !shown.has(node); node = node.parent) {
      shown.add(node);
    }
  }
  yield line(piece('processes', 'heading'));
  for (const { node, branch } of placeProcesses(forest, shown)) {
    const name = namedAddressText(node.address, names.processName(node.address));
    const record = findings.processes.get(processKey(node.address));
    const note = record === undefined ? '' : `  ${countOf(capabilityCount(record), 'capability', 'capabilities')}`;
    yield line(piece(branch, 'dim'), piece(name, record === undefined ? undefined : 'emphasis'), piece(note, 'dim'));
  }
  const others = forest.size - shown.size;
  if (others > 0) yield line(piece(`and ${countOf(others, 'process', 'processes')} without capabilities`, 'dim'));
}

function capabilityCount({ wholes, calls }: ProcessRecord): number {
  const labels = new Set(wholes.map(({ label }) => label));
  for (const call of calls.values()) for (const label of call.labels) labels.add(label);
  return labels.size;
}

/** Columns by which the further parts of a broken line hang. */
const HANG = 2;

function flow(pieces: Line, indent = 0): Block {
  return { kind: 'flow', line: pieces, indent, hang: HANG };
}

/** Labels one after the other. */
function labelPieces(labels: readonly string[]): Line {
  return labels.flatMap((label, i) => (i === 0 ? [piece(label, 'emphasis')] : [piece('; '), piece(label, 'emphasis')]));
}

/** When a moment was, without the day; in the input's own words if they are not understood. */
function clockOf({ call }: Moment): string | undefined {
  return call?.time === undefined ? undefined : (parseTime(call.time)?.clock ?? clip(call.time, MAX_TIME));
}

function* runBlocks({ first, last, count, calls }: MomentRun): Iterable<Block> {
  const [, , tid, call] = first.address.value;
  const clock = clockOf(first);
  const place = `${clock === undefined ? '' : `${clock}  `}tid ${tid} call ${call}  `;
  yield flow([piece(place, 'dim'), ...labelPieces(first.labels), piece(count > 1 ? ` ×${count}` : '')]);
  let shown = 0;
  for (const [text, { call: parts, times }] of [...calls].slice(0, SHOWN_CALLS)) {
    shown += times;
    if (text === '') continue;
    yield { kind: 'call', call: parts, note: times > 1 && calls.size > 1 ? ` ×${times}` : '', indent: 4 };
  }
  if (shown < count) {
    const end = clockOf(last);
    const until = end === undefined ? '' : `, until ${end}`;
    yield flow([piece(`and ${countOf(count - shown, 'more call')}${until}`, 'dim')], 4);
  }
}

/** A process or a thread as a whole. */
function wholeText(address: ProcessAddress | ThreadAddress): string {
  switch (address.type) {
    case 'thread':
      return `tid ${address.value[2]}  `;
    case 'process':
      return 'whole process  ';
  }
}

function* processBlocks(
  { process, wholes, calls }: ProcessRecord,
  names: Names,
  parts: ReadonlyMap<string, CallParts>,
): Iterable<Block> {
  const moments: Moment[] = [...calls].map(([key, { address, labels }]) => ({
    address,
    labels,
    call: parts.get(key),
  }));
  sortMoments(moments);
  const start = moments[0]?.call?.time;
  const day = start === undefined ? undefined : parseTime(start)?.day;
  const name = namedAddressText(process, names.processName(process));
  yield line(piece(name, 'heading'), piece(day === undefined ? '' : `  ${day}`, 'dim'));
  for (const { address, label } of wholes) {
    yield flow([piece(wholeText(address), 'dim'), piece(label, 'emphasis')]);
  }
  for (const run of foldMoments(moments)) yield* runBlocks(run);
}

function* timelineBlocks(
  analysis: DynamicAnalysis,
  findings: Findings,
  parts: ReadonlyMap<string, CallParts>,
): Iterable<Block> {
  const names = new Names(analysis);
  const forest = processForest([
    ...analysis.featureCounts.parts.flatMap(({ address }) => (address.type === 'process' ? [address] : [])),
    ...analysis.processes.map(({ address }) => address),
    ...[...findings.processes.values()].map(({ process }) => process),
  ]);
  yield* treeBlocks(forest, findings, names);
  if (findings.timeless.length > 0) {
    yield BLANK;
    yield line(piece('whole input', 'heading'));
    for (const label of findings.timeless) yield flow([piece(label, 'emphasis')]);
  }
  for (const { node } of placeProcesses(forest, new Set(forest.values()))) {
    const record = findings.processes.get(processKey(node.address));
    if (record === undefined) continue;
    yield BLANK;
    yield* processBlocks(record, names, parts);
  }
  if (findings.timeless.length === 0 && findings.processes.size === 0) {
    yield BLANK;
    yield line(piece('no capabilities found'));
  }
}

/** The calls at which something was recognised. */
async function readMoments(analysis: DynamicAnalysis, findings: Findings): Promise<Map<string, CallParts>> {
  const wanted = [...findings.processes.values()].flatMap(({ calls }) => [...calls]);
  const parts = new Map<string, CallParts>();
  let next = 0;
  for await (const call of analysis.describeCalls(wanted.map(([, { address }]) => address))) {
    const [key] = wanted[next++] as (typeof wanted)[number];
    if (call !== undefined) parts.set(key, call);
  }
  return parts;
}

/** The document as `--timeline` shows it. A static analysis has no time to show and says so. */
export async function* viewTimeline(document: ResultDocument): AsyncIterable<Block> {
  const { analysis } = document.meta;
  switch (analysis.flavour) {
    case 'static':
      yield line(piece('no timeline: a program file records no events; use a sandbox report'));
      break;
    case 'dynamic': {
      yield* alarmBlocks(document);
      yield* healthBlocks(document);
      const findings = gatherFindings(document);
      yield* timelineBlocks(analysis, findings, await readMoments(analysis, findings));
      break;
    }
  }
  yield BLANK;
}
