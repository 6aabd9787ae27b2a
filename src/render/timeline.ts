// --timeline: what each process did, in order of time. The process tree comes first; then for each process the capabilities with
// the call that decided them, its arguments and what it returned. Calls in a row that mean the same are told once, with a count.

import {
  type Address,
  addressKey,
  type CallAddress,
  type ProcessAddress,
  type ThreadAddress,
} from '../features/address.ts';
import type { DynamicAnalysis, ResultDocument } from '../result/document.ts';
import { namedAddressText, processKey } from './addresses.ts';
import { countOf } from './counts.ts';
import { healthLines } from './health.ts';
import { Layout } from './layout.ts';
import { createPainter, type Line, piece, printLines, type RenderOptions } from './markup.ts';
import { foldMoments, type Moment, type MomentRun, parseTime, sortMoments } from './moments.ts';
import { type ProcessNode, placeProcesses, processForest } from './process-tree.ts';
import { capabilityRules } from './selection.ts';
import { clip, shortCall } from './short-call.ts';
import { wrapLine } from './wrap.ts';

/** Different calls of one run that are shown. */
const SHOWN_CALLS = 3;
/** Length of a call's text without a terminal, and the least with one; in UTF-16 units. */
const CALL_LENGTH = 160;
const MIN_CALL_LENGTH = 72;
/** Length of a time that is not understood. */
const MAX_TIME = 32;

/** What was recognised in one process. */
interface ProcessRecord {
  readonly process: ProcessAddress;
  /** Capabilities of the process or one of its threads as a whole. */
  readonly wholes: { readonly address: Address; readonly label: string }[];
  readonly calls: Map<string, { readonly address: CallAddress; readonly labels: string[] }>;
}

interface Findings {
  /** Capabilities of the whole input: nothing says when. */
  readonly timeless: string[];
  readonly processes: ReadonlyMap<string, ProcessRecord>;
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
    const label = scopes.dynamic === 'span of calls' ? `${name} (span)` : name;
    for (const address of rule.addresses()) {
      if (address.type === 'process' || address.type === 'thread') recordOf(address).wholes.push({ address, label });
      else if (address.type !== 'call') timeless.add(label);
      else {
        const { calls } = recordOf(address);
        const key = addressKey(address);
        const known = calls.get(key);
        if (known === undefined) calls.set(key, { address, labels: [label] });
        else if (known.labels.at(-1) !== label) known.labels.push(label);
      }
    }
  }
  return { timeless: [...timeless], processes };
}

/** The tree of processes; those below which nothing was recognised are only counted. */
function* treeLines(forest: ReadonlyMap<string, ProcessNode>, findings: Findings, layout: Layout): Iterable<Line> {
  const shown = new Set<ProcessNode>();
  for (const [key, process] of forest) {
    if (!findings.processes.has(key) && layout.processName(process.address) === undefined) continue;
    for (let node: ProcessNode | undefined = process; node !== undefined && !shown.has(node); node = node.parent) {
      shown.add(node);
    }
  }
  yield [piece('processes', 'heading')];
  for (const { node, branch } of placeProcesses(forest, shown)) {
    const name = namedAddressText(node.address, layout.processName(node.address));
    const record = findings.processes.get(processKey(node.address));
    const note = record === undefined ? '' : `  ${countOf(capabilityCount(record), 'capability', 'capabilities')}`;
    yield [piece(branch, 'dim'), piece(name, record === undefined ? undefined : 'emphasis'), piece(note, 'dim')];
  }
  const others = forest.size - shown.size;
  if (others > 0) yield [piece(`and ${countOf(others, 'process', 'processes')} without capabilities`, 'dim')];
}

function capabilityCount({ wholes, calls }: ProcessRecord): number {
  const labels = new Set(wholes.map(({ label }) => label));
  for (const call of calls.values()) for (const label of call.labels) labels.add(label);
  return labels.size;
}

/** Breaks a line at the terminal's width; further lines are indented. */
function flow(line: Line, indent: number, { width }: RenderOptions): Line[] {
  const lead = [piece(' '.repeat(indent))];
  if (width === undefined) return [[...lead, ...line]];
  const lines = wrapLine(line, Math.max(20, width - indent - 2), false);
  return lines.map((part, i) => [...lead, ...(i === 0 ? [] : [piece('  ')]), ...part]);
}

/** Labels one after the other. */
function labelPieces(labels: readonly string[]): Line {
  return labels.flatMap((label, i) => (i === 0 ? [piece(label, 'emphasis')] : [piece('; '), piece(label, 'emphasis')]));
}

/** When a moment was, without the day; in the input's own words if they are not understood. */
function clockOf({ call }: Moment): string | undefined {
  return call?.time === undefined ? undefined : (parseTime(call.time)?.clock ?? clip(call.time, MAX_TIME));
}

function runLines({ first, last, count, texts }: MomentRun, options: RenderOptions): Line[] {
  const [, , tid, call] = first.address.value;
  const clock = clockOf(first);
  const place = `${clock === undefined ? '' : `${clock}  `}tid ${tid} call ${call}  `;
  const head: Line = [piece(place, 'dim'), ...labelPieces(first.labels), piece(count > 1 ? ` ×${count}` : '')];
  const lines = flow(head, 0, options);
  const length =
    options.width === undefined
      ? CALL_LENGTH
      : Math.max(MIN_CALL_LENGTH, Math.min(CALL_LENGTH, 2 * options.width - 16));
  let shown = 0;
  for (const [text, times] of [...texts].slice(0, SHOWN_CALLS)) {
    shown += times;
    if (text === '') continue;
    const note = times > 1 && texts.size > 1 ? ` ×${times}` : '';
    lines.push(...flow([piece(shortCall(text, length), 'value'), piece(note)], 4, options));
  }
  if (shown < count) {
    const end = clockOf(last);
    const until = end === undefined ? '' : `, until ${end}`;
    lines.push(...flow([piece(`and ${countOf(count - shown, 'more call')}${until}`, 'dim')], 4, options));
  }
  return lines;
}

function* processLines(
  { process, wholes, calls }: ProcessRecord,
  layout: Layout,
  options: RenderOptions,
): Iterable<Line> {
  const moments: Moment[] = [...calls].map(([, { address, labels }]) => ({
    address,
    labels,
    call: layout.call(address),
  }));
  sortMoments(moments);
  const start = moments[0]?.call?.time;
  const day = start === undefined ? undefined : parseTime(start)?.day;
  const name = namedAddressText(process, layout.processName(process));
  yield [piece(name, 'heading'), piece(day === undefined ? '' : `  ${day}`, 'dim')];
  for (const { address, label } of wholes) {
    const place = address.type === 'thread' ? `tid ${address.value[2]}  ` : 'whole process  ';
    yield* flow([piece(place, 'dim'), piece(label, 'emphasis')], 0, options);
  }
  for (const run of foldMoments(moments)) yield* runLines(run, options);
}

function* timelineLines(
  analysis: DynamicAnalysis,
  findings: Findings,
  layout: Layout,
  options: RenderOptions,
): Iterable<Line> {
  const forest = processForest([
    ...analysis.feature_counts.processes.map(({ address }) => address),
    ...analysis.layout.processes.map(({ address }) => address),
    ...[...findings.processes.values()].map(({ process }) => process),
  ]);
  yield* treeLines(forest, findings, layout);
  if (findings.timeless.length > 0) {
    yield [];
    yield [piece('whole input', 'heading')];
    for (const label of findings.timeless) yield* flow([piece(label, 'emphasis')], 0, options);
  }
  for (const { node } of placeProcesses(forest, new Set(forest.values()))) {
    const record = findings.processes.get(processKey(node.address));
    if (record === undefined) continue;
    yield [];
    yield* processLines(record, layout, options);
  }
  if (findings.timeless.length === 0 && findings.processes.size === 0) {
    yield [];
    yield [piece('no capabilities found')];
  }
}

/** Prints the document as `--timeline` does. A static analysis has no time to show and says so. */
export async function* renderTimeline(document: ResultDocument, options: RenderOptions): AsyncIterable<string> {
  const paint = createPainter(options);
  const { analysis } = document.meta;
  if ('base_address' in analysis) {
    yield 'no timeline: a program file records no events; use a sandbox report\n\n';
    return;
  }
  yield* printLines(healthLines(document, options), paint);
  const findings = gatherFindings(document);
  const layout = await Layout.ofCalls(
    document,
    (address) => findings.processes.get(processKey(address))?.calls.has(addressKey(address)) === true,
  );
  yield* printLines(timelineLines(analysis, findings, layout, options), paint);
  yield '\n';
}
