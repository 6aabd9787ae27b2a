// Calls that strace wrote in two parts.

import { describe, expect, it } from 'vitest';
import { straceInput } from '../../../../src/inputs/strace/index.ts';
import { outline, readLog } from '../../../support/open-trace.ts';

const read = (...lines: string[]) => readLog(straceInput, lines);

async function callsOf(...lines: string[]): Promise<string[]> {
  const { sink, names } = await read(...lines);
  return sink.calls.map(({ at }) => names.get(at) as string);
}

describe('the rest of a call', () => {
  it('belongs to the beginning of the same call by the same task, and to no other', async () => {
    const lines = [
      '10 read(3,  <unfinished ...>',
      '11 read(4,  <unfinished ...>',
      '12 <... read resumed>"c", 1) = 1',
      '11 <... write resumed>) = 7',
      '11 <... read resumed>"b", 2) = 2',
      '10 <... read resumed>"a", 3) = 3',
    ];
    expect(await callsOf(...lines)).toEqual([
      'read("c", 1) -> 1',
      'write() -> 7',
      'read(4, "b", 2) -> 2',
      'read(3, "a", 3) -> 3',
    ]);
    const { codes, summary } = await read(...lines);
    expect([codes, summary.health.skippedRecords]).toEqual([['strace-beginning-missing'], 2]);
  });

  it('may be numbered as its beginning is', async () => {
    expect(
      await callsOf(
        '10 openat(AT_FDCWD, "/etc/shadow", O_RDONLY <unfinished #1 ...>',
        '11 connect(5, {sa_family=AF_INET}, 16 <unfinished #2...>',
        '12 pause( <unfinished #3 ...>',
        '10 <... openat resumed #1>) = 3',
        '11 <... connect resumed #2> <unfinished #4 ...>',
        '11 <... connect resumed #4>) = 0',
        '12 <... pause resumed #3> <unfinished #5 ...>) = ?',
      ),
    ).toEqual([
      'openat(AT_FDCWD, "/etc/shadow", O_RDONLY) -> 3',
      'connect(5, {sa_family=AF_INET}, 16) -> 0',
      'pause() -> ?',
    ]);
  });

  it('with another number is not that of the call', async () => {
    const lines = ['10 read(3,  <unfinished #1 ...>', '10 <... read resumed #9>"a", 3) = 3', '10 getuid() = 0'];
    expect(await callsOf(...lines)).toEqual(['read("a", 3) -> 3', 'read(3)', 'getuid() -> 0']);
    expect((await read(...lines)).codes).toEqual(['strace-beginning-missing']);
  });
});

describe('the return of a new task from the call that made it', () => {
  it.each([
    ['clone', '<... clone resumed>) = 0'],
    ['fork', '<... fork resumed>)                  = 0 <0.000100>'],
    ['vfork', '<... vfork resumed #3>) = 0'],
    ['clone3', '<... clone3 resumed> => {parent_tid=[0]}, 88) = 0'],
    ['clone with arguments behind', '<... clone resumed>, child_tidptr=0x7f) = 0'],
  ])('is no call of it: %s', async (_, line) => {
    const log = ['10 fork() = 11', `11 ${line}`, '11 getuid() = 0'];
    expect(await callsOf(...log)).toEqual(['fork() -> 11', 'getuid() -> 0']);
    const opened = await read(...log);
    expect(outline(opened)).toEqual(['0/10 : 10=1', '10/11 : 11=1']);
    expect(opened.summary.health.skippedRecords).toBe(0);
  });

  it('is seen before its parent has returned', async () => {
    const log = [
      '10 fork( <unfinished ...>',
      '11 <... fork resumed>) = 0',
      '11 getuid() = 0',
      '10 <... fork resumed>) = 11',
    ];
    expect(outline(await read(...log))).toEqual(['0/10 : 10=1', '10/11 : 11=1']);
  });

  it('differs from a call that failed or that made a task', async () => {
    const log = [
      '10 <... clone resumed>) = -1 EAGAIN (x)',
      '10 <... fork resumed>) = 11',
      '10 <... read resumed>) = 0',
    ];
    expect(await callsOf(...log)).toEqual(['clone() -> -1 EAGAIN', 'fork() -> 11', 'read() -> 0']);
  });
});
