import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { ltraceInput } from '../../../../src/inputs/ltrace/index.ts';
import { startCpuClock } from '../../../support/cpu-time.ts';
import { outline, readLog, readSource } from '../../../support/open-trace.ts';
import { sharedPath } from '../../../support/shared.ts';

const read = (lines: readonly string[]) => readLog(ltraceInput, lines);
const namesOf = async (lines: readonly string[]): Promise<string[]> => {
  const { sink, names } = await read(lines);
  return sink.calls.map(({ at }) => names.get(at) as string);
};

describe('calls', () => {
  it('may be made inside of others, and are listed when they end', async () => {
    expect(
      await namesOf([
        'main(1, 0x7ffd <unfinished ...>',
        'open("/a", 577, 0600 <unfinished ...>',
        'SYS_openat(0xffffff9c, 0x55f080570008, 577, 384) = 3',
        '<... open resumed> )       = 3',
        'exit(0 <no return ...>',
        '+++ exited (status 0) +++',
      ]),
    ).toEqual([
      'SYS_openat(0xffffff9c, 0x55f080570008, 577, 384) -> 3',
      'open("/a", 577, 0600) -> 3',
      'main(1, 0x7ffd)',
      'exit(0)',
    ]);
  });

  it('that were left inside of one that goes on count before it', async () => {
    expect(await namesOf(['a(1 <unfinished ...>', 'longjmp(2 <unfinished ...>', '<... a resumed> ) = <void>'])).toEqual(
      ['longjmp(2)', 'a(1) -> <void>'],
    );
  });

  it('left open in any number do not make others take long', async () => {
    const count = 30_000;
    const log = [
      ...Array<string>(count).fill('f(1 <unfinished ...>'),
      ...Array<string>(count).fill('<... g resumed> ) = 1'),
    ];
    const cpuTime = startCpuClock();
    const { sink, codes } = await read(log);
    expect(cpuTime()).toBeLessThan(6000);
    expect(sink.calls).toHaveLength(2 * count);
    expect(codes).toEqual(['ltrace-beginning-missing']);
  });

  it('have the names that rules know', async () => {
    const { sink } = await read([
      'SYS_openat(3) = 3',
      'libfoo.so->__printf_chk(1) = 3',
      'puts@libc.so.6("a") = 2',
      'SYS_435(1) = 2',
    ]);
    expect(sink.calls.map(({ features }) => features.filter((line) => line.startsWith('api')))).toEqual([
      ['api\t"openat"', 'api\t"open"'],
      ['api\t"__printf_chk"', 'api\t"printf"'],
      ['api\t"puts"'],
      ['api\t"SYS_435"'],
    ]);
  });
});

describe('threads', () => {
  it('belong to the process that was creating one when they appeared', async () => {
    const log = [
      '10 pthread_create(0x7f, 0, 0x55, 0) = 0',
      '11 strlen("a") = 1',
      '10 pthread_create(0x7f, 0, 0x55, 0 <unfinished ...>',
      '12 strlen("b") = 1',
      '10 <... pthread_create resumed> ) = 0',
      '10 pthread_create(0x7f, 0, 0x55, 0 <unfinished ...>',
      '10 <... pthread_create resumed> ) = 11',
      '10 fork() = 13',
      '13 getpid() = 13',
      '10 fork( <unfinished ...>',
      '10 SYS_clone(0x1200011, 0, 0, 0x7f) = 14',
      '14 getpid() = 14',
      '10 <... fork resumed> ) = 14',
      '14 getuid() = 0',
    ];
    expect(outline(await read(log))).toEqual(['0/10 : 10=6 11=1 12=1', '10/13 : 13=1', '10/14 : 14=2']);
  });
});

describe.skipIf(sharedPath('data/formats/ltrace') === undefined)('real logs (needs shared data)', () => {
  it.each([
    ['demo.txt', 8],
    ['demo_S.txt', 60],
  ])('%s', async (name, calls) => {
    const bytes = new Uint8Array(readFileSync(sharedPath('data/formats/ltrace', name) as string));
    expect(ltraceInput.recognise({ name, raw: bytes, head: bytes })).toBe(2);
    const { summary, names } = await readSource(ltraceInput, memorySource(name, bytes));
    expect(summary.health).toMatchObject({ processes: 1, threads: 2, calls, skippedRecords: 0, diagnostics: [] });
    expect(names.size).toBe(calls);
    expect([...names.values()]).toContain('open("/srv/tr/demo.out", 577, 0600) -> 3');
  });
});
