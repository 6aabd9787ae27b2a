// --timeline: what each process did, in order of time. The process tree comes first; then for each process the capabilities with
// the calls that they were recognised by, with arguments and results. Calls in a row that mean the same are told once, with a count.

import {
  type Address,
  addressKey,
  type CallAddress,
  type ProcessAddress,
  type ThreadAddress,
} from '../../features/address.ts';
import type { CallParts } from '../../features/call.ts';
import { countOf } from '../../features/count-text.ts';
import type { DynamicAnalysis, ResultDocument } from '../../result/document.ts';
import { namedAddressText, processKey } from './addresses.ts';
import { importantFirst } from './argument-importance.ts';
import { BLANK, type Block, line } from './blocks.ts';
import { headBlocks } from './head.ts';
import { healthBlocks } from './health.ts';
import { type Line, piece } from './markup.ts';
import { foldMoments, type Moment, type MomentRun, parseTime, sortMoments, timeOf } from './moments.ts';
import { Names } from './names.ts';
import { PLACES, UNKNOWN_PLACE } from './places.ts';
import { type ProcessNode, placeProcesses, processForest } from './process-tree.ts';
import { capabilityRules } from './selection.ts';
import { callsOf } from './tree.ts';

/** So many calls of one run are shown, and the others of the span that the last of them is in. */
const SHOWN_CALLS = 3;
/** Length of a time that is not understood, in UTF-16 units. */
const MAX_TIME = 32;

/** What was recognised in one process. */
interface ProcessRecord {
  readonly process: ProcessAddress;
  /** Capabilities of the process or one of its threads as a whole. */
  readonly wholes: { readonly address: ProcessAddress | ThreadAddress; readonly label: string }[];
  /** What was recognised in a call or in several, by their ids. */
  readonly moments: Map<string, { readonly addresses: readonly CallAddress[]; readonly labels: string[] }>;
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
    const record = processes.get(key) ?? { process, wholes: [], moments: new Map() };
    processes.set(key, record);
    return record;
  };
  const addMoment = (addresses: readonly CallAddress[], label: string): void => {
    const { moments } = recordOf(addresses[0] as CallAddress);
    const key = addresses.map(addressKey).join();
    const known = moments.get(key);
    if (known === undefined) moments.set(key, { addresses, labels: [label] });
    else if (known.labels.at(-1) !== label) known.labels.push(label);
  };
  for (const rule of capabilityRules(document)) {
    const { name, scopes } = rule.meta;
    const label = name + (scopes.dynamic === undefined ? UNKNOWN_PLACE : PLACES[scopes.dynamic]).note;
    const isSpan = scopes.dynamic === 'span of calls';
    for (let index = 0; index < rule.count; index++) {
      const part = partOfRun(rule.addressOf(index));
      if (part === undefined) timeless.add(label);
      else if (part.type === 'call') {
        const calls = isSpan ? callsOf(rule.matchOf(index)) : [];
        addMoment(calls.length === 0 ? [part] : calls, label);
      } else recordOf(part).wholes.push({ address: part, label });
    }
  }
  return { timeless: [...timeless], processes };
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

function capabilityCount({ wholes, moments }: ProcessRecord): number {
  const found = new Set(wholes.map(({ label }) => label));
  for (const { labels } of moments.values()) for (const label of labels) found.add(label);
  return found.size;
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

/** When a moment began, without the day; in the input's own words if they are not understood. */
function clockOf(moment: Moment): string | undefined {
  const time = timeOf(moment);
  return time === undefined ? undefined : (parseTime(time)?.clock ?? time.slice(0, MAX_TIME));
}

/** `tid 8 call 4`, `tid 8 calls 4-9`. */
function placeOf({ addresses }: Moment): string {
  const ids = addresses.map(({ value }) => value[3]);
  const [, , tid] = (addresses[0] as CallAddress).value;
  return ids.length === 1 ? `tid ${tid} call ${ids[0]}` : `tid ${tid} calls ${ids[0]}-${ids.at(-1)}`;
}

function* runBlocks({ first, last, count, tellings }: MomentRun): Iterable<Block> {
  const clock = clockOf(first);
  const place = `${clock === undefined ? '' : `${clock}  `}${placeOf(first)}  `;
  yield flow([piece(place, 'dim'), ...labelPieces(first.labels), piece(count > 1 ? ` ×${count}` : '')]);
  let told = 0;
  let shown = 0;
  for (const { calls, times } of tellings) {
    if (shown >= SHOWN_CALLS) break;
    told += times;
    shown += Math.max(1, calls.length);
    const note = times === 1 || tellings.length === 1 ? '' : calls.length > 1 ? ` (the span ×${times})` : ` ×${times}`;
    for (const call of calls) {
      yield {
        kind: 'call',
        call: importantFirst(call),
        note: fromText(call) + (call === calls.at(-1) ? note : ''),
        indent: 4,
      };
    }
  }
  if (told < count) {
    const end = clockOf(last);
    const what = first.addresses.length === 1 ? 'more call' : 'more span';
    const until = end === undefined ? '' : `, until ${end}`;
    yield flow([piece(`and ${countOf(count - told, what)}${until}`, 'dim')], 4);
  }
}

function fromText({ from }: CallParts): string {
  return from === undefined ? '' : `  ; from ${from}`;
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
  { process, wholes, moments: found }: ProcessRecord,
  names: Names,
  parts: ReadonlyMap<string, CallParts>,
): Iterable<Block> {
  const moments: Moment[] = Array.from(found.values(), ({ addresses, labels }) => ({
    addresses,
    labels,
    calls: addresses.flatMap((address) => parts.get(addressKey(address)) ?? []),
  }));
  sortMoments(moments);
  const start = moments[0] && timeOf(moments[0]);
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
  const names = new Names([analysis]);
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

/** The calls in which something was recognised, by address. */
async function readMoments(analysis: DynamicAnalysis, findings: Findings): Promise<Map<string, CallParts>> {
  const wanted = new Map<string, CallAddress>();
  for (const { moments } of findings.processes.values()) {
    for (const { addresses } of moments.values()) {
      for (const address of addresses) wanted.set(addressKey(address), address);
    }
  }
  const parts = new Map<string, CallParts>();
  const keys = wanted.keys();
  for await (const call of analysis.describeCalls(wanted.values())) {
    const key = keys.next().value as string;
    if (call !== undefined && (call.api !== '' || call.args !== undefined)) parts.set(key, call);
  }
  return parts;
}

/** The document as `--timeline` shows it. A static analysis has no time to show and says so. */
export async function* viewTimeline(document: ResultDocument): AsyncIterable<Block> {
  yield* headBlocks(document);
  const { analysis } = document.meta;
  switch (analysis.flavour) {
    case 'static':
      yield line(piece('no timeline: a program file records no events; use a sandbox report'));
      break;
    case 'dynamic': {
      yield* healthBlocks(document);
      const findings = gatherFindings(document);
      yield* timelineBlocks(analysis, findings, await readMoments(analysis, findings));
      break;
    }
  }
  yield BLANK;
}
