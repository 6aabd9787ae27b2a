import { describe, expect, it } from 'vitest';
import { CapaxError, type ErrorCode } from '../../../src/errors.ts';
import { NO_ADDRESS } from '../../../src/features/address.ts';
import type { TraceSummary } from '../../../src/features/trace.ts';
import { judgeLosses } from '../../../src/inputs/judge-losses.ts';
import { openMemoryTrace } from '../../support/memory-trace.ts';
import { RecordingSink } from '../../support/recording-sink.ts';

const EMPTY = openMemoryTrace({ globals: [], file: [], processes: [] });

const NOTHING = { calls: 0, processes: [] };
const FACTS: TraceSummary['file'] = [{ feature: { type: 'import', value: 'Sleep' }, address: NO_ADDRESS }];
const PROCESS: TraceSummary['processes'][number] = {
  ...{ address: { type: 'process', value: [0, 4] }, name: 'a.exe' },
  ...{ features: [], threads: [] },
};

/** What is left of a reading that used `calls` calls and lost others. */
function judge(
  calls: number,
  lost: TraceSummary['lost'],
  skippedRecords = lost.calls,
  others: Partial<TraceSummary> = {},
  diagnostics: TraceSummary['health']['diagnostics'] = [],
): Promise<TraceSummary> {
  const trace = judgeLosses(
    {
      ...EMPTY,
      read: async (sink) => {
        const summary = await EMPTY.read(sink);
        return { ...summary, ...others, lost, health: { ...summary.health, calls, skippedRecords, diagnostics } };
      },
    },
    'report.json',
  );
  return trace.read(new RecordingSink());
}

async function alarms(calls: number, lost: TraceSummary['lost']): Promise<string[]> {
  const { health } = await judge(calls, lost);
  return health.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

describe('what an input lost', () => {
  it('is an error where nothing is left, whose words are about calls only where calls were recorded', async () => {
    await expect(judge(0, { calls: 2, processes: [] })).rejects.toMatchObject({
      code: 'report-no-calls',
      message: expect.stringMatching('None of the recorded calls could be used'),
    });
    await expect(judge(0, NOTHING, 3)).rejects.toMatchObject({
      code: 'report-no-calls',
      message: expect.stringMatching('No call was recorded, and 3 records could not be used'),
    });
  });

  it('is an error where a process ran, whose calls may be what could not be used', async () => {
    const others = { file: FACTS, processes: [PROCESS] };
    await expect(judge(0, NOTHING, 1, others)).rejects.toMatchObject({ code: 'report-no-calls' });
  });

  it('is an error where the input ends before the first call of a process', async () => {
    const end = { code: 'json-truncated', severity: 'error', message: 'the text ends too early', count: 1 } as const;
    await expect(judge(0, NOTHING, 0, { processes: [PROCESS] }, [end])).rejects.toMatchObject({
      code: 'report-no-calls',
      message: expect.stringMatching('No call was recorded before the input ends'),
    });
  });

  it('is no error in the eyes of who accepts nothing, where it is known whose run it is', async () => {
    const sample = { md5: 'aa', sha1: '', sha256: '' };
    const failing = (details: object, code: ErrorCode = 'report-no-processes') => ({
      ...EMPTY,
      read: () => Promise.reject(new CapaxError(code, 'nothing ran', details)),
    });
    const read = (trace: typeof EMPTY, accepts: boolean) =>
      judgeLosses(trace, 'report.json', accepts).read(new RecordingSink());
    expect(await read(failing({ sample }), true)).toMatchObject({
      ...{ hashes: sample, processes: [] },
      health: { diagnostics: [{ code: 'nothing-recorded', severity: 'error', message: 'nothing ran' }] },
    });
    await expect(read(failing({ sample }), false)).rejects.toMatchObject({ code: 'report-no-processes' });
    await expect(read(failing({}), true)).rejects.toMatchObject({ code: 'report-no-processes' });
    await expect(read(failing({ sample }, 'input-corrupt'), true)).rejects.toMatchObject({ code: 'input-corrupt' });
  });

  it('is said first where processes ran and no call was recorded', async () => {
    const { health } = await judge(0, NOTHING, 0, { processes: [PROCESS] });
    expect(health.diagnostics[0]).toMatchObject({
      severity: 'error',
      message: 'no call was recorded; what the sample did cannot match',
    });
  });

  it('is said first where the sample was only looked at and other records could not be used', async () => {
    const { health, file } = await judge(0, NOTHING, 1, { file: FACTS });
    expect(file).toEqual(FACTS);
    expect(health.diagnostics[0]).toMatchObject({
      severity: 'error',
      message: 'no call was recorded, and 1 record could not be used; what the sample did cannot match',
    });
  });

  it('is nothing to speak of where nothing was recorded or little is missing', async () => {
    expect(await alarms(0, { calls: 0, processes: [] })).toEqual([]);
    expect(await alarms(90, { calls: 10, processes: [] })).toEqual([]);
  });

  it('is said first when it is more than a tenth of the calls', async () => {
    expect(await alarms(89, { calls: 11, processes: [] })).toEqual([
      '11 of 100 recorded calls (11 %) could not be used; what they did cannot match',
    ]);
  });

  it('is said first when it is all of a process, however small', async () => {
    expect(await alarms(5000, { calls: 1, processes: ['evil.exe (pid 4)'] })).toEqual([
      'no recorded call could be used of evil.exe (pid 4)',
    ]);
    const many = Array.from({ length: 7 }, (_, i) => `p${i}`);
    expect((await alarms(5000, { calls: 7, processes: many }))[0]).toMatch(/p0, p1, p2, p3, p4 and 2 more processes$/);
  });
});
