// Logs that share the terminal with the program: its output and strace's own notices stand in the middle of calls.

import { describe, expect, it } from 'vitest';
import { straceInput } from '../../../../src/inputs/strace/index.ts';
import { startCpuClock } from '../../../support/cpu-time.ts';
import { readLog } from '../../../support/open-trace.ts';

const read = (...lines: string[]) => readLog(straceInput, lines);

async function callsOf(...lines: string[]): Promise<string[]> {
  const { sink, names } = await read(...lines);
  return sink.calls.map(({ at }) => names.get(at) as string);
}

async function numbersOf(...lines: string[]): Promise<string[]> {
  const { sink } = await read(...lines);
  return sink.calls.flatMap(({ features }) => features.filter((line) => line.startsWith('number')));
}

describe('output of a call in the middle of its own line', () => {
  it('is told from the arguments, however many lines it has', async () => {
    const lines = ['write(1, "one\\ntwo (2\\n\\n) = 3\\n", 20one', 'two (2', '', ') = 3', ')     = 20', 'getuid() = 0'];
    const { sink, names, summary } = await read(...lines);
    expect(sink.calls.map(({ at }) => names.get(at))).toEqual([
      'write(1, "one\\ntwo (2\\n\\n) = 3\\n", 20) -> 20',
      'getuid() -> 0',
    ]);
    expect(summary.health).toMatchObject({ skippedRecords: 0, diagnostics: [] });
  });

  it.each([
    ['without a line end', ['write(2, "$ ", 2$ ) = 2']],
    ['that looks like the end of the call', ['write(2, ") = 5", 5) = 5) = 5']],
    ['that looks like a digit more', ['write(1, "5\\n", 25', ') = 2']],
    ['that looks like a number of its own', ['write(1, "5 files\\n", 85 files', ') = 8']],
    ['whose last line has no end', ['write(1, "a\\nb(c", 5a', 'b(c) = 5']],
    ['that looks like another call', ['write(1, "x\\nexit(1) = 0\\n", 14x', 'exit(1) = 0', ') = 14']],
    ['that looks like a call of another process', ['write(1, "x\\n7 exit(1) = 0\\n", 16x', '7 exit(1) = 0', ') = 16']],
    ['with carriage returns of the terminal', ['write(1, "a\\nb\\n", 4a\r', 'b\r', ') = 4\r']],
    ['with names of arguments', ['write(fd=1, buf="7\\n", count=27', ') = 2']],
    ['of a descriptor that strace explains', ['write(1</dev/pts/0<char 136:0>>, "7", 17) = 1']],
  ])('%s changes nothing', async (_, broken) => {
    const [call] = await callsOf(...broken);
    expect(call).toMatch(/(?:, |count=)\d+\) -> \d+$/);
    expect(
      call
        ?.match(/(\d+)\) -> (\d+)$/)
        ?.slice(1)
        .every((n, _at, [first]) => n === first),
    ).toBe(true);
    expect((await read(...broken)).codes).toEqual([]);
  });

  it('may be most of the log, which is known for one all the same', () => {
    const output = Array.from({ length: 40 }, (_, i) => `line ${i} of 40`);
    const texts = output.map((line) => `${line}\\n`).join('');
    const size = output.join('\n').length + 1;
    const [first, ...others] = output;
    const lines = [`write(1, "${texts}", ${size}${first}`, ...others, `) = ${size}`];
    const recognise = (...log: string[]) => {
      const head = new TextEncoder().encode(log.join('\n'));
      return straceInput.recognise({ name: 'x.txt', raw: head, head });
    };
    const start = 'execve("/bin/sh", ["sh"], 0x7ffc8 /* 20 vars */) = 0';
    expect(recognise(start, ...lines, 'exit_group(0) = ?')).toBe(2);
    expect(recognise(start, ...output)).toBe(0);
  });

  it('may end in a call that goes on later', async () => {
    expect(
      await callsOf(
        '[pid 10] write(1, "a\\nb\\n", 4a',
        'b',
        ' <unfinished ...>',
        '[pid 11] write(1, "$ ", 2$  <unfinished ...>',
        '[pid 10] <... write resumed>) = 4',
        '[pid 11] <... write resumed>) = 2',
      ),
    ).toEqual(['write(1, "a\\nb\\n", 4) -> 4', 'write(1, "$ ", 2) -> 2']);
  });

  it('of several buffers is their sequence', async () => {
    const line = 'writev(1, [{iov_base="he said \\"", iov_len=9}, {iov_base="x\\"\\ny\\n", iov_len=5}], 2he said "x"';
    expect(await callsOf(line, 'y', ') = 14')).toEqual([
      'writev(1, [{iov_base="he said \\"", iov_len=9}, {iov_base="x\\"\\ny\\n", iov_len=5}], 2) -> 14',
    ]);
  });

  it('is known in part where strace has cut the text', async () => {
    expect(await callsOf('write(1, "long"..., 300longer', 'and longer', ') = 300')).toEqual([
      'write(1, "long"..., 300) -> 300',
    ]);
  });

  it('is not seen where there is none', async () => {
    const lines = [
      'write(3, ")", 1) = 1',
      'write(3, ") = 5", 5) = 5',
      'write(3, "1"..., 11) = 11',
      'write(3, "", 0) = 0',
    ];
    expect(await callsOf(...lines)).toEqual(
      lines.map((line) => line.replace(') = ', ') = ').replace(/\) = (\d+)$/, ') -> $1')),
    );
  });
});

describe("output that is not the call's own", () => {
  it('does not lose the call, and damages only the argument in front of it', async () => {
    const lines = ['openat(AT_FDCWD, "/etc/passwd", O_RDONLYhello', 'world', 'f(x', '100%', ', 0644) = 3'];
    expect(await callsOf(...lines)).toEqual(['openat(AT_FDCWD, "/etc/passwd", …, 0644) -> 3']);
    const { codes, summary } = await read(...lines);
    expect(codes).toEqual(['strace-line-foreign']);
    expect(summary.health.skippedRecords).toBe(3);
  });

  it('is never taken for a number', async () => {
    expect(await numbersOf('kill(77, 95', ') = 0')).toEqual(['number\t77']);
    expect(await numbersOf('[pid 10] alarm(5 files', ') = 0')).toEqual([]);
  });

  it('leaves the texts that are whole', async () => {
    expect(await callsOf('unlink("/tmp/x"it\'s "open', 'more', ') = 0')).toEqual(['unlink("/tmp/x"…) -> 0']);
    expect(await callsOf('execve("/a", ["a", "b"]out', ', 0x7f /* 3 vars */) = 0')).toEqual([
      'execve("/a", ["a", "b"]…, 0x7f /* 3 vars */) -> 0',
    ]);
  });

  it('of any number of lines is not kept', async () => {
    const noise = Array.from({ length: 50_000 }, (_, n) => `line ${n} f(x) and (y`);
    const cpuTime = startCpuClock();
    expect(await callsOf(`write(1, "${'x'.repeat(100_000)}"..., 9`, ...noise, ') = 9')).toHaveLength(1);
    expect(cpuTime()).toBeLessThan(6000);
  });
});

describe('a broken call', () => {
  it('is never continued with a line of another process', async () => {
    const { sink, names, codes } = await read(
      '10 connect(5, {sa_family=AF_INET}, 16out',
      '11 <... connect resumed or not) = 3',
      '11 getuid() = 0',
    );
    expect(sink.calls.map(({ at }) => names.get(at))).toEqual(['getuid() -> 0']);
    expect(codes).toEqual(['strace-line-foreign', 'strace-line-malformed']);
  });

  it('that nothing goes on with counts without a result where its own part is known', async () => {
    expect(await callsOf('write(1, "a\\n", 2a', 'getuid() = 0')).toEqual(['write(1, "a\\n", 2)', 'getuid() -> 0']);
  });

  it('may be broken by a notice too, and more than once', async () => {
    expect(
      await callsOf(
        'write(1, "a\\n", 2a',
        'strace: Process 12<sh> attached',
        ') = 2',
        'clone(child_stack=NULL, flags=SIGCHLD/usr/bin/strace: Process 13<sh> attached',
        '[ Process PID=13 runs in 32 bit mode. ]',
        ') = 13<sh>',
      ),
    ).toEqual(['write(1, "a\\n", 2) -> 2', 'clone(child_stack=NULL, flags=SIGCHLD) -> 13<sh>']);
  });
});
