import { describe, expect, it } from 'vitest';
import { renderTimeline } from '../../../src/render/registry.ts';
import { parseTime } from '../../../src/render/view/moments.ts';
import {
  api,
  callAddress,
  collectLines,
  dynamicDocument,
  PLAIN,
  PROCESS,
  type RuleParts,
  statementMatch,
  staticDocument,
  THREAD,
  type WrittenCall,
} from '../../support/result-documents.ts';

function rule(
  name: string,
  calls: readonly ReturnType<typeof callAddress>[],
  meta: Partial<RuleParts['meta']> = {},
): RuleParts {
  return { meta: { name, ...meta }, matches: calls.map((address) => [address, api('f')] as const) };
}

describe('times of calls', () => {
  it('are understood in the forms that sandboxes write', () => {
    expect(parseTime('2021-08-30 04:26:59,560')).toEqual({
      value: Date.UTC(2021, 7, 30, 4, 26, 59, 560) / 1000,
      day: '2021-08-30',
      clock: '04:26:59.560',
    });
    expect(parseTime('2021-08-30T04:26:59Z')).toMatchObject({ day: '2021-08-30', clock: '04:26:59' });
    expect(parseTime('1716999134.581449')).toEqual({
      value: 1716999134.581449,
      day: '2024-05-29',
      clock: '16:12:14.581449',
    });
    expect(parseTime('145563')).toEqual({ value: 145563, clock: '145563' });
    expect(parseTime('9.5')).toEqual({ value: 9.5, clock: '9.5' });
    expect(parseTime('147.853 s')).toEqual({ value: 147.853, clock: '147.853 s' });
  });

  it.each(['', 'soon', '+0.000123 s', '2021-99-99 99:99:99', '-1', '1e9', '9'.repeat(400)])('%j is none', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });
});

describe('the timeline', () => {
  it('shows the tree, then each process in order of time, with repetitions told once', async () => {
    const call = (id: number, tid: number, name: string, second: number): WrittenCall => ({
      address: callAddress(id, tid),
      name,
      time: `2021-08-30 04:26:${String(second).padStart(2, '0')},000`,
    });
    const calls = [
      call(1, 3, 'Open(File="a") -> 0x0', 5),
      call(2, 3, 'Write(Data="x") -> 0x0', 6),
      call(3, 3, 'Write(Data="x") -> 0x0', 7),
      call(4, 3, 'Write(Data="y") -> 0x0', 8),
      call(5, 3, 'Write(Data="z") -> 0x0', 9),
      call(6, 3, 'Write(Data="w") -> 0x0', 10),
      call(9, 4, 'Early() -> 0x1', 1),
    ];
    const writes = calls.slice(1, 6).map(({ address }) => address);
    const lines = await collectLines(
      renderTimeline(
        dynamicDocument({
          calls,
          processes: [
            [2, 20],
            [20, 21],
          ],
          rules: [
            rule('open a file', [callAddress(1)], { namespace: 'a' }),
            rule('drop a file', [callAddress(1)], { namespace: 'b', scopes: { dynamic: 'span of calls' } }),
            rule('write file', writes),
            rule('start early', [callAddress(9, 4)]),
            rule('child', [callAddress(1, 30, 20, 2)]),
            rule('building block', writes, { lib: true }),
            { meta: { name: 'in a thread', scopes: { dynamic: 'thread' } }, matches: [[THREAD, api('f')]] },
            { meta: { name: 'in a process', scopes: { dynamic: 'process' } }, matches: [[PROCESS, api('f')]] },
            {
              meta: { name: 'in the file', scopes: { dynamic: 'file' } },
              matches: [[{ type: 'no address' }, api('f')]],
            },
          ],
        }),
        PLAIN,
      ),
    );
    expect(lines).toEqual([
      'processes',
      'a.exe{pid:2}  6 capabilities',
      '└─ process{pid:20}  1 capability',
      'and 1 process without capabilities',
      '',
      'whole input',
      'in the file',
      '',
      'a.exe{pid:2}  2021-08-30',
      'whole process  in a process',
      'tid 3  in a thread',
      '04:26:01.000  tid 4 call 9  start early',
      '    Early() -> 0x1',
      '04:26:05.000  tid 3 call 1  open a file; drop a file (span)',
      '    Open(File="a") -> 0x0',
      '04:26:06.000  tid 3 call 2  write file ×5',
      '    Write(Data="x") -> 0x0 ×2',
      '    Write(Data="y") -> 0x0',
      '    Write(Data="z") -> 0x0',
      '    and 1 more call, until 04:26:10.000',
      '',
      'process{pid:20}',
      'tid 30 call 1  child',
      '',
      '',
    ]);
  });

  it('shows all calls of a span, at the time of the first', async () => {
    const call = (id: number, name: string): WrittenCall => ({ address: callAddress(id), name, time: String(id) });
    const calls = [1, 2, 4, 11, 12, 14, 21, 22, 24].map((id) =>
      call(id, `${['A', 'B', 'C', 'D'][(id % 10) - 1]}(n=${id < 20 ? 1 : 2})`),
    );
    const span = (...ids: number[]) =>
      statementMatch(
        { type: 'and' },
        ids.map((id) => api('f', { locations: [callAddress(id)] })),
      );
    const lines = await collectLines(
      renderTimeline(
        dynamicDocument({
          calls,
          rules: [
            {
              meta: { name: 'do it', scopes: { dynamic: 'span of calls' } },
              // What matches is told at the last call.
              matches: [
                [callAddress(4), span(2, 1, 4)],
                [callAddress(14), span(11, 12, 14)],
                [callAddress(24), span(21, 22, 24)],
              ],
            },
            rule('begin', [callAddress(1), callAddress(4)]),
          ],
        }),
        PLAIN,
      ),
    );
    expect(lines.slice(3)).toEqual([
      'a.exe{pid:2}',
      '1  tid 3 call 1  begin',
      '    A(n=1)',
      '1  tid 3 calls 1-4  do it (span)',
      '    A(n=1)',
      '    B(n=1)',
      '    D(n=1)',
      '4  tid 3 call 4  begin',
      '    D(n=1)',
      '11  tid 3 calls 11-14  do it (span) ×2',
      '    A(n=1)',
      '    B(n=1)',
      '    D(n=1)',
      '    and 1 more span, until 21',
      '',
      '',
    ]);
  });

  it('follows the numbers of calls where a time is missing', async () => {
    const calls: WrittenCall[] = [
      { address: callAddress(2), name: 'B()', time: '1' },
      { address: callAddress(1), name: 'A()' },
    ];
    const lines = await collectLines(
      renderTimeline(dynamicDocument({ calls, rules: [rule('r', [callAddress(2), callAddress(1)])] }), PLAIN),
    );
    expect(lines.filter((line) => line.startsWith('    '))).toEqual(['    A()', '    B()']);
  });

  it('compares numbers as numbers', async () => {
    const calls: WrittenCall[] = ['9.5', '10.25'].map((time, i) => ({
      address: callAddress(2 - i),
      name: `T${i}()`,
      time,
    }));
    const lines = await collectLines(
      renderTimeline(dynamicDocument({ calls, rules: [rule('r', [callAddress(1), callAddress(2)])] }), PLAIN),
    );
    expect(lines.filter((line) => line.startsWith('    '))).toEqual(['    T0()', '    T1()']);
  });

  it.each([40, 80])('fits into %s columns', async (width) => {
    const name = `Api(${Array.from({ length: 30 }, (_, i) => `Name${i}=0x${i}`).join(', ')}) -> STATUS_SUCCESS`;
    const lines = await collectLines(
      renderTimeline(
        dynamicDocument({
          calls: [{ address: callAddress(1), name, time: '2021-08-30 04:26:59,560' }],
          rules: Array.from({ length: 8 }, (_, i) => rule(`some capability number ${i}`, [callAddress(1)])),
        }),
        { ...PLAIN, width },
      ),
    );
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    expect(lines.join(' ').replaceAll(/ +/g, ' ')).toContain(', …) -> STATUS_SUCCESS');
  });

  it('says why a program has none, and when there is nothing to tell', async () => {
    expect((await collectLines(renderTimeline(staticDocument(), PLAIN)))[0]).toMatch(/^no timeline/);
    expect(await collectLines(renderTimeline(dynamicDocument(), PLAIN))).toContain('no capabilities found');
  });
});
