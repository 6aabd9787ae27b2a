import { describe, expect, it } from 'vitest';
import { type CallQuestion, compileCallFilter } from '../../../../src/export/calls/call-filter.ts';
import { indexCalls } from '../../../../src/export/calls/call-index.ts';
import { listCalls, listedCallJson } from '../../../../src/export/calls/list-calls.ts';
import type { Trace } from '../../../../src/features/trace.ts';
import { drakvufInput } from '../../../../src/inputs/drakvuf/index.ts';
import { straceInput } from '../../../../src/inputs/strace/index.ts';
import { parseTime } from '../../../../src/render/view/moments.ts';
import { capeCall, capeProcess, capeReport, openCape, toSource } from '../../../support/cape-report.ts';
import { syscallLine } from '../../../support/drakvuf-log.ts';
import { readLog } from '../../../support/open-trace.ts';

async function list(trace: Trace, question: CallQuestion = {}): Promise<string[]> {
  const filter = compileCallFilter(question, parseTime);
  const index = await indexCalls(trace, filter.api);
  const processes = new Set(index.summary.processes);
  const shown: string[] = [];
  for await (const { address, call } of listCalls(trace, index, { processes, filter, readTime: parseTime })) {
    const [, pid, tid, id] = address.value;
    shown.push(`${pid}/${tid}/${id} ${call.api}`);
  }
  return shown;
}

const at = (seconds: number | undefined, api: string, tid = 1): unknown =>
  capeCall(tid, api, {}, { timestamp: seconds === undefined ? '' : `2024-01-02 03:04:0${seconds},000` });

const open = (...processes: readonly unknown[]): Promise<Trace> => openCape(toSource(capeReport(processes)));

describe('listCalls', () => {
  it('merges processes by time and keeps the order of the record within each', async () => {
    const trace = await open(
      capeProcess(10, [at(1, 'a'), at(4, 'b', 2), at(3, 'late'), at(undefined, 'timeless'), at(5, 'c')]),
      capeProcess(20, [at(2, 'd'), at(4, 'e'), at(6, 'f')]),
      capeProcess(30, []),
    );
    expect(await list(trace)).toEqual([
      '10/1/0 a',
      '20/1/0 d',
      '10/2/1 b',
      '10/1/2 late',
      '10/1/3 timeless',
      '20/1/1 e',
      '10/1/4 c',
      '20/1/2 f',
    ]);
    expect(await list(trace, { apis: ['B', 'late', 'E'], to: '03:04:04' })).toEqual([
      '10/2/1 b',
      '10/1/2 late',
      '20/1/1 e',
    ]);
    expect(await list(trace, { from: '4' })).toEqual(['10/1/4 c']);
  });

  it('lists one process after another where nothing says when', async () => {
    const trace = await open(
      capeProcess(20, [at(undefined, 'a'), at(undefined, 'b')]),
      capeProcess(10, [at(undefined, 'c')]),
    );
    expect(await list(trace)).toEqual(['20/1/0 a', '20/1/1 b', '10/1/0 c']);
  });

  it('lists one log in its order, threads that were recorded late in order of time', async () => {
    const line = (time: string, tid: number, api: string): string =>
      syscallLine(api, { TimeStamp: time, PID: 7, TID: tid });
    const { trace } = await readLog(drakvufInput, [
      line('3.0', 1, 'late'),
      line('1.0', 2, 'other'),
      line('2.0', 1, 'early'),
    ]);
    expect(await list(trace)).toEqual(['7/1/0 early', '7/2/0 other', '7/1/1 late']);
    expect(await list(trace, { apis: ['late', 'other'] })).toEqual(['7/2/0 other', '7/1/1 late']);
    expect(await list(trace, { argument: '//' })).toEqual([]);
    expect(await list(trace, { from: '2.5' })).toEqual(['7/1/1 late']);
  });

  it('loses no call that was recorded behind others although it stands before them', async () => {
    const lines = ['701 openat(AT_FDCWD, "/a", O_RDONLY <unfinished ...>', '702 read(3, <unfinished ...>'];
    const ends = ['702 <... read resumed>"x", 1) = 1', '701 +++ killed by SIGKILL +++'];
    const { trace } = await readLog(straceInput, [...lines, ...ends]);
    expect(await list(trace)).toEqual(['702/702/0 read', '701/701/0 openat']);
    expect(await list(trace, { argument: '/a' })).toEqual(['701/701/0 openat']);
  });

  it('writes a call as JSON with what is known of it', async () => {
    const [process] = (await indexCalls(await open(capeProcess(10, [at(1, 'a')])))).summary.processes;
    if (process === undefined) throw new Error('there is no process');
    const text = listedCallJson({
      process,
      address: { type: 'call', value: [4, 10, 1, 0] },
      call: {
        api: 'f',
        args: [{ name: 'x', value: '1' }, { value: '\u0000"' }],
        result: '0x0',
        time: '1.0',
        repeat: 3,
      },
    });
    expect(JSON.parse(text)).toEqual({
      ...{ process: 'process10.exe', pid: 10, ppid: 4, tid: 1, call: 0, time: '1.0', api: 'f' },
      ...{ arguments: [{ name: 'x', value: '1' }, { value: '\u0000"' }], result: '0x0', repeat: 3 },
    });
  });
});
