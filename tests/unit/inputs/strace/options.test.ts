// The same calls, written with strace's options: what rules see of them stays the same.

import { describe, expect, it } from 'vitest';
import { straceInput } from '../../../../src/inputs/strace/index.ts';
import { outline, readLog } from '../../../support/open-trace.ts';

const read = (...lines: string[]) => readLog(straceInput, lines);

async function featuresOf(...lines: string[]): Promise<string[][]> {
  return (await read(...lines)).sink.calls.map(({ features }) => [...features]);
}

const OPEN = 'openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3';
const FEATURES = ['string\t"/etc/passwd"', 'api\t"openat"', 'api\t"open"'];

describe('a line', () => {
  it.each([
    ['-f -o', `701 ${OPEN}`],
    ['-f', `[pid   701] ${OPEN}`],
    ['--decode-pids=comm -o', `701<my shell> ${OPEN}`],
    ['--decode-pids=comm', `[pid   701<CPU 0/KVM>] ${OPEN}`],
    ['-t', `701 12:34:56 ${OPEN}`],
    ['-tt', `701   12:34:56.000001 ${OPEN}`],
    ['-ttt', `701 1700000000.000001 ${OPEN}`],
    ['nanoseconds', `701 1700000000.000001000 ${OPEN}`],
    ['-r', `701      0.000123 ${OPEN}`],
    ['-r -tt', `701 12:34:56.000001 (+     0.000123) ${OPEN}`],
    ['-n', `701 [ 257] ${OPEN}`],
    ['-i', `701 [00007f5e12132ad7] ${OPEN}`],
    ['-i, unknown', `701 [????????????????] ${OPEN}`],
    ['-n -i -tt', `701 12:34:56.000001 [ 257] [00007f5e12132ad7] ${OPEN}`],
    ['-T', `701 ${OPEN} <0.000012>`],
    ['--syscall-times=s', `701 ${OPEN} <0>`],
    ['-x', '701 openat(AT_FDCWD, "/etc/pass\\x77d", O_RDONLY) = 3'],
    ['-xx', '701 openat(AT_FDCWD, "\\x2f\\x65\\x74\\x63\\x2f\\x70\\x61\\x73\\x73\\x77\\x64", O_RDONLY) = 3'],
    ['-y', '701 openat(AT_FDCWD</srv>, "/etc/passwd", O_RDONLY) = 3'],
    ['-X verbose', '701 openat(AT_FDCWD, "/etc/passwd", O_RDONLY /* 0x0 */) = 3'],
    ['--secontext', '701 [unconfined_t] openat(AT_FDCWD, "/etc/passwd" [passwd_file_t], O_RDONLY) = 3 [passwd_file_t]'],
    ['--secontext=full', `[pid 701] [unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023] 12:34:56 ${OPEN}`],
    ['--secontext=mismatch', `701 [initrc_t!!unconfined_t] ${OPEN}`],
    ['--arg-names', '701 openat(dirfd=AT_FDCWD, pathname="/etc/passwd", flags=O_RDONLY) = 3'],
    ['--param-names', '701 openat(dirfd: AT_FDCWD, pathname: "/etc/passwd", flags: O_RDONLY) = 3'],
  ])('with %s', async (_, line) => {
    expect(await featuresOf(line)).toEqual([FEATURES]);
    const opened = await read(line);
    expect(outline(opened)).toEqual(['0/701 : 701=1']);
    expect(opened.codes).toEqual([]);
  });

  it('with -y and -yy also says what descriptors are', async () => {
    expect(await featuresOf('701 read(3</etc/passwd>, "", 4096) = 0')).toEqual([
      ['number\t4096', 'string\t""', 'number\t3', 'string\t"/etc/passwd"', 'api\t"read"'],
    ]);
    expect(await featuresOf('701 close(4<TCP:[10.0.0.1:5->10.0.0.2:80]>) = 0')).toEqual([
      ['number\t4', 'string\t"10.0.0.1"', 'string\t"10.0.0.2"', 'api\t"close"'],
    ]);
  });

  it('with -X raw has the numbers themselves', async () => {
    const [socket, remove, fork] = await featuresOf(
      '701 socket(0x2, 0x80001, 0) = 3',
      '701 unlinkat(0xffffff9c, "/tmp/d", 0x200) = 0',
      '701 clone(child_stack=NULL, flags=0x4111) = 702',
    );
    expect(socket).toEqual(['number\t0', 'number\t524289', 'number\t2', 'api\t"socket"']);
    expect(remove).toContain('api\t"rmdir"');
    expect(fork).toContain('api\t"vfork"');
  });
});

describe('names of arguments', () => {
  it.each(['=', ': '])('behind which `%s` stands change no feature', async (assign) => {
    const calls: [string, [string, string][]][] = [
      [
        'mprotect',
        [
          ['addr', '0x7f0000'],
          ['len', '4096'],
          ['prot', 'PROT_READ|PROT_EXEC'],
        ],
      ],
      [
        'kill',
        [
          ['pid', '1234'],
          ['sig', 'SIGKILL'],
        ],
      ],
      [
        'mmap',
        [
          ['addr', 'NULL'],
          ['length', '8192'],
          ['fd', '-1'],
          ['offset', '0'],
        ],
      ],
      [
        'openat',
        [
          ['dirfd', '3</srv>'],
          ['pathname', '"a"'],
          ['flags', 'O_CREAT'],
          ['mode', '0644'],
        ],
      ],
      [
        'connect',
        [
          ['fd', '3'],
          ['addr', '{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("1.2.3.4")}'],
          ['len', '16'],
        ],
      ],
      [
        'clone',
        [
          ['stack', '0x10000'],
          ['flags', '0x3d0f00'],
        ],
      ],
    ];
    const write = (named: boolean) =>
      calls.map(
        ([name, args]) =>
          `7 ${name}(${args.map(([key, value]) => (named || name === 'clone' ? `${key}${assign}${value}` : value)).join(', ')}) = 0`,
      );
    expect(await featuresOf(...write(true))).toEqual(await featuresOf(...write(false)));
  });

  it('are kept beside the values', async () => {
    const { trace, sink } = await read('7 kill(pid: 12, sig: SIGKILL) = 0', '7 kill(pid=12, sig=SIGKILL) = 0');
    const calls: unknown[] = [];
    await trace.describeCalls(Float64Array.from(sink.calls.map(({ at }) => at)), (_, call) => calls.push(call));
    const args = [
      { name: 'pid', value: '12' },
      { name: 'sig', value: 'SIGKILL' },
    ];
    expect(calls).toEqual([
      { api: 'kill', args, assign: ': ', result: '0' },
      { api: 'kill', args, result: '0' },
    ]);
  });

  it('may be written before the call and the values after it', async () => {
    const log = ['7 read(fd: 0, buf: <unfinished ...>', '7 <... read resumed>"abc", count: 512) = 3'];
    expect(await featuresOf(...log)).toEqual([['number\t512', 'string\t"abc"', 'number\t0', 'api\t"read"']]);
  });

  it('hide neither the program, nor the kind of task, nor the architecture', async () => {
    const opened = await read(
      '10 execve(pathname="/bin/a", argv=["a"], envp=0x7f /* 3 vars */) = 0',
      '10 arch_prctl(code=ARCH_SET_FS, addr=0x7f) = 0',
      '10 clone(child_stack=0x7f, flags: 0x3d0f00) = 11',
      '11 getuid() = 0',
    );
    expect(outline(opened)).toEqual(['0/10 /bin/a: 10=3 11=1']);
    expect(opened.summary.globals).toContainEqual({ type: 'arch', value: 'amd64' });
  });
});

describe('what is no call', () => {
  it.each([
    '[pid 10] strace: Process 11 attached',
    '10 strace: Process 11<a> attached (waiting for parent)',
    'strace: Process 11 attached with 3 threads',
    '10 strace: Process 11 detached',
    '[pid 10] strace: umovestr: short read (4 < 8) @0x7f',
    '/usr/local/bin/strace: Process 11 attached',
    '10 [ Process PID=10 runs in 64 bit mode. ]',
    '[pid 10<a>] strace: [ Process PID=10<a> runs in x32 mode. ]',
    '10 12:34:56.1 [00007f00] --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr={x=1}} ---',
    '[pid 10] --- stopped by SIGSTOP ---',
    '10 [unconfined_t] +++ exited with 0 +++',
    '[pid 10] +++ killed by SIGKILL (core dumped) +++',
    ' > /usr/lib/libc.so.6(read+0x5) [0x1ab70]',
    ' > /bin/x(main+0x5) [0x12] /src/x.c:12',
    ' | 00000  61 0a                                            a.               |',
    '% time     seconds  usecs/call     calls    errors syscall',
    '------ ----------- ----------- --------- --------- ----------------',
    ' 45.12    0.000123          12        10         2 openat',
    '100.00    0.000456           4       100         2 total',
  ])('is passed over without a word: %s', async (line) => {
    const { sink, summary } = await read(`10 ${OPEN}`, line);
    expect(sink.calls).toHaveLength(1);
    expect(summary.health).toMatchObject({ skippedRecords: 0, diagnostics: [] });
  });

  it.each(['> x', '| a | b |', 'strace is a tool', '[INFO] open("x") = 3', '5 + 5'])(
    'may be output: %s',
    async (line) => {
      expect((await read(`10 ${OPEN}`, line)).codes).toEqual(['strace-line-foreign']);
    },
  );
});

describe('the mode of a process', () => {
  const archOf = async (...lines: string[]) =>
    (await read('10 brk(NULL) = 0x1000', ...lines)).summary.globals.find(({ type }) => type === 'arch');

  it('gives the architecture of PC programs', async () => {
    const i386 = { type: 'arch', value: 'i386' };
    expect(await archOf('[ Process PID=10 runs in 32 bit mode. ]')).toEqual(i386);
    expect(await archOf('10 [ Process PID=10 runs in 32 bit mode. ]')).toEqual(i386);
    expect(await archOf('[pid 10] strace: [ Process PID=10 runs in 32 bit mode. ]')).toEqual(i386);
    expect(
      await archOf('execve("/a", ["a"], 0x7f /* 3 vars */strace: [ Process PID=10 runs in 32 bit mode. ]', ') = 0'),
    ).toEqual(i386);
    expect(await archOf('10 [ Process PID=10 runs in x32 mode. ]')).toEqual({ type: 'arch', value: 'amd64' });
  });

  it('says nothing that calls contradict', async () => {
    const mode = '10 [ Process PID=10 runs in 32 bit mode. ]';
    expect(await archOf(mode, '10 set_tls(0xf7f1a4c0) = 0')).toBeUndefined();
    expect(await archOf('10 arch_prctl(ARCH_SET_FS, 0x7f) = 0', mode)).toEqual({ type: 'arch', value: 'amd64' });
    expect(await archOf('10 [ Process PID=10 runs in 64 bit mode. ]')).toBeUndefined();
  });
});
