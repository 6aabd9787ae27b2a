// The calls of a trace that are a location in some evidence, by process and thread, as documents list them.

import { findLastAtMost } from '../../bytes/growable.ts';
import { addressKey } from '../../features/address.ts';
import type { HandleGivers } from '../../features/giving-calls.ts';
import type { LayoutCalls, LayoutProcess } from '../outcome.ts';
import type { MatchRun } from '../run/match-run.ts';
import type { CallTable } from './call-table.ts';

/** `isEvidence`: 1 for positions that are such a location. Costs 4 bytes for each. */
export function layOutCalls(table: CallTable, isEvidence: Uint8Array, run: MatchRun): LayoutProcess[] {
  const { semantics } = run.plan;
  const positions = evidencePositions(isEvidence);
  const seen = new Set<string>();
  const { recorder } = table;
  const processes = new Map<
    string,
    { process: number; givers: HandleGivers; threads: LayoutProcess['threads'][number][] }
  >();
  for (const { process, thread, address, start, end } of table.threads) {
    run.check?.();
    const first = findLastAtMost(positions, start - 1) + 1;
    const behind = findLastAtMost(positions, end - 1) + 1;
    const listed = `${process} ${thread.thread}`;
    if (first === behind || seen.has(listed)) continue;
    seen.add(listed);
    const entry = { address, calls: new PositionedCalls(table, positions, first, behind) };
    // The reference keeps one layout entry for each (ppid, pid): of recycled ids only the last process remains.
    const key = semantics['recycled-process-ids'] ? String(process) : addressKey(table.processAddress(process));
    const known = processes.get(key);
    if (known?.process === process) known.threads.push(entry);
    else {
      const givers = recorder.giving.of(recorder.threadProcess[thread.thread] as number);
      processes.set(key, { process, givers, threads: [entry] });
    }
  }
  return [...processes.values()].map(({ process, givers, threads }) => ({
    address: table.processAddress(process),
    name: table.processes[process]?.name ?? '',
    givers,
    threads,
  }));
}

/** Calls of one thread: `positions` from `first` to `end`. There may be as many threads as calls, so they share one list. */
class PositionedCalls implements LayoutCalls {
  readonly #table: CallTable;
  readonly #positions: Int32Array;
  readonly #first: number;
  readonly #end: number;

  constructor(table: CallTable, positions: Int32Array, first: number, end: number) {
    this.#table = table;
    this.#positions = positions;
    this.#first = first;
    this.#end = end;
  }

  get count(): number {
    return this.#end - this.#first;
  }

  addressOf(index: number): ReturnType<LayoutCalls['addressOf']> {
    return this.#table.addressOf(this.#positions[this.#first + index] as number);
  }

  atOf(index: number): number {
    return this.#table.atOf(this.#positions[this.#first + index] as number);
  }
}

function evidencePositions(isEvidence: Uint8Array): Int32Array {
  let count = 0;
  for (let position = 0; position < isEvidence.length; position++) count += isEvidence[position] as number;
  const positions = new Int32Array(count);
  let used = 0;
  for (let position = 0; position < isEvidence.length; position++) {
    if (isEvidence[position] === 1) positions[used++] = position;
  }
  return positions;
}
