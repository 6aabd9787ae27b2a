// The calls of a trace that are a location in some evidence, by process and thread, as documents list them.

import { addressKey } from '../../features/address.ts';
import type { HandleGivers } from '../../features/giving-calls.ts';
import type { Semantics } from '../../semantics.ts';
import type { LayoutCalls, LayoutProcess } from '../outcome.ts';
import type { CallTable } from './call-table.ts';

/** `isEvidence`: 1 for positions that are such a location. Costs 4 bytes for each. */
export function layOutCalls(table: CallTable, isEvidence: Uint8Array, semantics: Semantics): LayoutProcess[] {
  const seen = new Set<string>();
  const { recorder } = table;
  const processes = new Map<
    string,
    { process: number; givers: HandleGivers; threads: LayoutProcess['threads'][number][] }
  >();
  for (const { process, thread, address, start, end } of table.threads) {
    const positions = evidencePositions(isEvidence, start, end);
    const listed = `${process} ${thread.thread}`;
    if (positions.length === 0 || seen.has(listed)) continue;
    seen.add(listed);
    const entry = { address, calls: new PositionedCalls(table, positions) };
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

class PositionedCalls implements LayoutCalls {
  readonly #table: CallTable;
  readonly #positions: Int32Array;

  constructor(table: CallTable, positions: Int32Array) {
    this.#table = table;
    this.#positions = positions;
  }

  get count(): number {
    return this.#positions.length;
  }

  addressOf(index: number): ReturnType<LayoutCalls['addressOf']> {
    return this.#table.addressOf(this.#positions[index] as number);
  }

  atOf(index: number): number {
    return this.#table.atOf(this.#positions[index] as number);
  }
}

function evidencePositions(isEvidence: Uint8Array, start: number, end: number): Int32Array {
  let count = 0;
  for (let position = start; position < end; position++) count += isEvidence[position] as number;
  const positions = new Int32Array(count);
  let used = 0;
  for (let position = start; position < end; position++) if (isEvidence[position] === 1) positions[used++] = position;
  return positions;
}
