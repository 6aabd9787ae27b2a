// Growth by the number of processes and threads, which whoever writes a log can choose.

import { describe, expect, it } from 'vitest';
import { Ancestry, listThreads, ProcessTable } from '../../../../src/inputs/drakvuf/process-table.ts';
import { startCpuClock } from '../../../support/cpu-time.ts';

/** Milliseconds of work to enter `count` calls and to list what made them. */
function cost(count: number, idsOf: (i: number) => readonly [pid: number, ppid: number, tid: number]): number {
  const stop = startCpuClock();
  const table = new ProcessTable();
  const ancestry = new Ancestry();
  ancestry.addSample(1);
  for (let i = 0; i < count; i++) {
    const [pid, ppid, tid] = idsOf(i);
    table.enter(pid, ppid, tid, i % 2 === 0);
    ancestry.add(pid, ppid);
  }
  const threads = table.list().reduce((sum, process) => sum + listThreads(process).length, 0);
  expect(threads).toBe(table.threadCount);
  ancestry.fromSample();
  return stop();
}

describe('the tables of processes', () => {
  it.each([
    ['processes', (i: number) => [i + 1, 1, 5] as const],
    ['threads of one process', (i: number) => [1, 0, i] as const],
    ['parents of one pid', (i: number) => [1, i, 5] as const],
    ['generations', (i: number) => [i + 2, i + 1, 5] as const],
    ['processes that take turns with one', (i: number) => [i % 2 === 0 ? 1 : i, 1, 5] as const],
  ])('cost no more than in proportion to %s', (_, idsOf) => {
    cost(10_000, idsOf);
    // Eight times as many; quadratic time would be 64 times as much.
    expect(cost(80_000, idsOf)).toBeLessThan(24 * Math.max(50, cost(10_000, idsOf)));
  });
});
