// Times of calls, which only sequences with `within: 200 ms` ask for.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../../src/bytes/source.ts';
import type { WantedDetails } from '../../../../../src/features/details.ts';
import { cuckoo2Input } from '../../../../../src/inputs/cuckoo2/index.ts';
import type { Input } from '../../../../../src/inputs/input.ts';
import { LineClock } from '../../../../../src/inputs/shared/tracer/line-clock.ts';
import { straceInput } from '../../../../../src/inputs/strace/index.ts';
import { cuckooCall, cuckooProcess, cuckooReport } from '../../../../support/cuckoo2-report.ts';
import { openTrace } from '../../../../support/open-trace.ts';
import { wantedDetails } from '../../../../support/wanted-details.ts';

const TIMES_ONLY = wantedDetails({ times: true });

/** When the calls of an input were made, as a sink is told that asks, or does not. */
async function timesOf(input: Input, text: string, details: WantedDetails | undefined): Promise<unknown[]> {
  const times: unknown[] = [];
  const trace = await openTrace(input, memorySource('run', new TextEncoder().encode(text)));
  await trace.read({
    ...(details === undefined ? {} : { details }),
    feature: () => 0,
    forgetFeatures: () => undefined,
    call: (_process, _thread, _id, _at, _features, _count, _times, _callers, time) => times.push(time),
  });
  return times;
}

const ofDay = (stamp: string): string => `${stamp} close(3) = 0\n`;

describe('times of calls', () => {
  it('are those of the lines of a log', async () => {
    const log = ['12:00:00.250', '12:00:01.000', '12:00:03.125'].map(ofDay).join('');
    const [first = 0, ...others] = (await timesOf(straceInput, log, TIMES_ONLY)) as number[];
    expect(others.map((time) => time - first)).toEqual([750, 2875]);
    expect(await timesOf(straceInput, log, undefined)).toEqual([undefined, undefined, undefined]);
    expect(await timesOf(straceInput, 'close(3) = 0\n', TIMES_ONLY)).toEqual([undefined]);
  });

  it('are those of the calls of a Cuckoo 2 report', async () => {
    const calls = [1.5, 'soon'].map((time) => ({ ...cuckooCall(1, 'NtClose', {}), time }));
    const report = JSON.stringify(cuckooReport([cuckooProcess(10, calls)]));
    expect(await timesOf(cuckoo2Input, report, TIMES_ONLY)).toEqual([1500, undefined]);
    expect(await timesOf(cuckoo2Input, report, undefined)).toEqual([undefined, undefined]);
  });
});

describe('stamps of lines', () => {
  const read = (...stamps: string[]): (number | undefined)[] => {
    const clock = new LineClock();
    return stamps.map((stamp) => clock.read(stamp));
  };

  it('are times of the day, which go on after midnight, and may be a little out of order', () => {
    const [before = 0, after = 0, late = 0] = read('23:59:59.5', '00:00:00.5', '00:00:00.25') as number[];
    expect([after - before, late - after]).toEqual([1000, -250]);
  });

  it('are seconds since 1970, or since the line before', () => {
    expect(read('1700000000.5', '1700000001')).toEqual([1700000000500, 1700000001000]);
    expect(read('0.25', '1.5', '')).toEqual([250, 1750, undefined]);
  });
});
