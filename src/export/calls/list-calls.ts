// The recorded calls of a trace, one after another. A sandbox that writes one log has them in order of time already. One that writes a list
// for each process does not, so these lists are merged by time; within a process the order of the record always stays.

import type { CallAddress } from '../../features/address.ts';
import type { CallParts } from '../../features/call.ts';
import { readCalls } from '../../features/read-calls.ts';
import type { Trace, TraceProcess } from '../../features/trace.ts';
import type { CallFilter } from './call-filter.ts';
import type { CallIndex } from './call-index.ts';
import type { ReadTime } from './call-time.ts';
import { mergeByTime, type TimedList } from './merge-by-time.ts';

export interface ListedCall {
  readonly process: TraceProcess;
  readonly address: CallAddress;
  readonly call: CallParts;
}

/** Which calls to list, and how to understand when they were made. */
export interface ListCallsOptions {
  readonly processes: ReadonlySet<TraceProcess>;
  readonly filter: CallFilter;
  readonly readTime: ReadTime;
}

/** Neighbours in `rows` of the same process, as positions there. */
function blocksOf(index: CallIndex, rows: Int32Array): TimedList[] {
  const blocks: TimedList[] = [];
  let start = 0;
  for (let i = 1; i <= rows.length; i++) {
    const isSame = i < rows.length && index.processOf(rows[i] as number) === index.processOf(rows[start] as number);
    if (isSame) continue;
    blocks.push({ start, end: i });
    start = i;
  }
  return blocks;
}

/** Whether calls stand in the input as they were recorded. */
function isAscending(index: CallIndex, rows: Int32Array): boolean {
  return rows.every((row, i) => i === 0 || index.atOf(rows[i - 1] as number) <= index.atOf(row));
}

/** True if the calls of each process stand together, so that nothing but the time says how processes alternated. */
function isInBlocks(index: CallIndex, rows: Int32Array): boolean {
  if (index.isReordered || !isAscending(index, rows)) return false;
  const met = new Set<TraceProcess>();
  let blocks = 0;
  let last: TraceProcess | undefined;
  for (const row of rows) {
    const process = index.processOf(row);
    if (process === last) continue;
    last = process;
    met.add(process);
    if (++blocks > met.size) return false;
  }
  return blocks > 1;
}

/**
 * Where the calls are, ascending; puts the rows in this order. They need not be in it: calls of a thread may have been recorded late,
 * and a tracer's call that never ended stands where it began.
 */
function placesOf(index: CallIndex, rows: Int32Array): Float64Array {
  if (!isAscending(index, rows)) rows.sort((a, b) => index.atOf(a) - index.atOf(b));
  return Float64Array.from(rows, (row) => index.atOf(row));
}

/**
 * The rows that the filter lets through, found in one pass that keeps nothing but numbers. `times`, if given, takes the time of each: one
 * that never falls within a process, and is before everything where there is none.
 */
async function survey(
  trace: Trace,
  index: CallIndex,
  rows: Int32Array,
  { filter, readTime }: ListCallsOptions,
  times?: Float64Array,
): Promise<Int32Array> {
  let used = 0;
  let process: TraceProcess | undefined;
  let latest = Number.NEGATIVE_INFINITY;
  await trace.describeCalls(placesOf(index, rows), (position, call) => {
    const row = rows[position] as number;
    if (times !== undefined) {
      if (index.processOf(row) !== process) latest = Number.NEGATIVE_INFINITY;
      process = index.processOf(row);
      const time = call.time === undefined ? undefined : readTime(call.time);
      // A time without a day may be one since the line before.
      if (time?.day !== undefined && time.value > latest) latest = time.value;
    }
    if (filter.call?.(call, index.idOf(row)) === false) return;
    if (times !== undefined) times[used] = latest;
    rows[used++] = row;
  });
  return rows.subarray(0, used).sort();
}

/** The rows in the order in which they are listed. */
async function findRows(trace: Trace, index: CallIndex, options: ListCallsOptions): Promise<Iterable<number>> {
  const rows = index.rowsOf(options.processes);
  if (!isInBlocks(index, rows)) return options.filter.call === undefined ? rows : survey(trace, index, rows, options);
  const times = new Float64Array(rows.length);
  const fitting = await survey(trace, index, rows, options, times);
  return rowsByTime(index, fitting, times);
}

function* rowsByTime(index: CallIndex, rows: Int32Array, times: Float64Array): Generator<number, void, void> {
  for (const i of mergeByTime(blocksOf(index, rows), (i) => times[i] as number)) yield rows[i] as number;
}

/**
 * The calls that the index wants and the options let through. Costs a few numbers for each, and text of a bounded number of them at a
 * time. Throws what reading the input throws.
 */
export async function* listCalls(
  trace: Trace,
  index: CallIndex,
  options: ListCallsOptions,
): AsyncGenerator<ListedCall, void, void> {
  // What is asked for is ahead of what is listed, by one batch.
  const asked: number[] = [];
  const places = function* (rows: Iterable<number>): Generator<number, void, void> {
    for (const row of rows) {
      asked.push(row);
      yield index.atOf(row);
    }
  };
  let next = 0;
  for await (const call of readCalls(trace, places(await findRows(trace, index, options)))) {
    const row = asked[next++] as number;
    if (next === asked.length) next = asked.length = 0;
    const process = index.processOf(row);
    const [ppid, pid] = process.address.value;
    yield { process, address: { type: 'call', value: [ppid, pid, index.tidOf(row), index.idOf(row)] }, call };
  }
}

/** A call as one line of JSON, its texts as the input writes them. */
export function listedCallJson({ process, address, call }: ListedCall): string {
  const [ppid, pid, tid, id] = address.value;
  const { time, api, args, result, caller, repeat } = call;
  return JSON.stringify({
    ...{ process: process.name, pid, ppid, tid, call: id, time, api },
    ...{ arguments: args?.map(({ name, value }) => ({ name, value })), result, caller, repeat },
  });
}
