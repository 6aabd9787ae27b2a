import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from '../../../../src/bytes/source.ts';
import { CapaxError } from '../../../../src/errors.ts';
import { formatCall } from '../../../../src/features/call.ts';
import { ltraceInput } from '../../../../src/inputs/ltrace/index.ts';
import { straceInput } from '../../../../src/inputs/strace/index.ts';
import { LIMITS } from '../../../../src/limits.ts';
import { DEFAULT_SEMANTICS } from '../../../../src/semantics.ts';
import { startCpuClock } from '../../../support/cpu-time.ts';
import { openTrace, outline, readLog, readSource } from '../../../support/open-trace.ts';
import { readTrace } from '../../../support/recording-sink.ts';
import { sharedPath } from '../../../support/shared.ts';

const read = (lines: readonly string[], name?: string, chunkBytes?: number) =>
  readLog(straceInput, lines, name, chunkBytes);

async function namesOf(lines: readonly string[]): Promise<string[]> {
  const { sink, names } = await read(lines);
  return sink.calls.map(({ at }) => names.get(at) as string);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CapaxError);
  return (error as CapaxError).code;
}

describe('recognition', () => {
  const recognise = (...lines: string[]): number[] => {
    const head = new TextEncoder().encode(lines.join('\n'));
    return [straceInput, ltraceInput].map((input) => input.recognise({ name: 'x', raw: head, head }));
  };

  it.each([
    'execve("./a", ["./a"], 0x7ffe410516d8 /* 35 vars */) = 0',
    '123 execve("./a", ["./a"], 0x7ffe410516d8 /* 35 vars */) = 0',
    '[pid  123] openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3',
    '07:44:18.141099 [  59] [00007f5e12132ad7] openat(AT_FDCWD</var>, "a", O_RDONLY) = 3</a> <0.000233>',
    '     0.000123 rt_sigprocmask(SIG_SETMASK, [],  <unfinished ...>',
    '1795506258.144673 (+     0.000000) brk(NULL) = 0x559482a70000',
    '25621 access("/etc/ld.so.preload",R_OK) = -1 errno=2 (No such file or directory)',
  ])('of strace: %s', (line) => {
    expect(recognise(line, '+++ exited with 0 +++')).toEqual([2, 0]);
    expect(recognise('a warning', 'of the program', line)).toEqual([2, 0]);
  });

  it.each([
    '25050 strlen("http://example.invalid/") = 23',
    '25047 05:45:58.876527 [0x7fb022357c47] SYS_brk(0) = 0x55f0bdd51000',
    'pthread_join(0x7f21d01816c0, 0x7fff23545870, 0, 0x7f21d020e907 <no return ...>',
    'libc.so.6->malloc(10) = 0x4052a0',
    '4455 operator new(unsigned long)(32, 0x400bb4, 1, 0)             = 0x1c5b010',
    'std::ostream::flush() const(0x7ffd0) = 0x7ffd0',
    '4455 12:34:56 libfoo.so.1->ns::run(int, char const*)(1, "a" <unfinished ...>',
    'openat@SYS(AT_FDCWD, "/etc/passwd", 0x80000, 00) = 3',
  ])('of ltrace: %s', (line) => {
    expect(recognise(line, '+++ exited (status 0) +++')).toEqual([0, 2]);
  });

  it.each([
    [''],
    ['\0\0\0\0'],
    ['{"Plugin": "syscall", "TimeStamp": "1716999134.000000", "PID": 10}'],
    ['{"info": {"version": "2.4-CAPE"}}'],
    ['int main(void) {', '  fd = open("a", O_RDONLY);', '}'],
    ['f(x) = 2'],
    ['capa0000'],
    [`${'a('.repeat(30_000)}`],
    ['Mon Jun 19 16:58:31 2017.445170 python@b774dcf9[680] execve("/usr/bin/sh", ["sh"], []) = -2 (ENOENT)'],
  ])('of neither: %s', (...lines) => {
    expect(recognise(...lines)).toEqual([0, 0]);
  });
});

describe('processes and threads', () => {
  const thread = 'CLONE_VM|CLONE_THREAD';
  const exec = (image: string) => `execve("${image}", ["x"], 0x7ffd /* 3 vars */) = 0`;

  it('are told apart by how they were made', async () => {
    const log = [
      `10 ${exec('/bin/a')}`,
      `10 clone(child_stack=0x7f, flags=${thread}) = 11`,
      '10 fork()                     = 12',
      '11 getpid() = 10',
      '12 getpid() = 12',
      '12 vfork() = 13',
      `13 ${exec('/bin/b')}`,
      '11 fork() = 14',
      '14 getpid() = 14',
      '10 execve("/none", ["x"], 0x7ffd /* 3 vars */) = -1 ENOENT (No such file or directory)',
    ];
    expect(outline(await read(log))).toEqual([
      '0/10 /bin/a: 10=4 11=2',
      '10/12 /bin/a: 12=2',
      '12/13 /bin/b: 13=1',
      '10/14 /bin/a: 14=1',
    ]);
  });

  it('are put right where a child speaks before its parent has returned', async () => {
    const log = [
      `10 ${exec('/bin/a')}`,
      '10 fork( <unfinished ...>',
      '12 getpid() = 12',
      `12 clone3({flags=${thread}} <unfinished ...>`,
      '13 gettid() = 13',
      '10 <... fork resumed>) = 12',
      '13 fork() = 14',
      '14 getpid() = 14',
      '12 <... clone3 resumed> => {parent_tid=[13]}, 88) = 13',
    ];
    expect(outline(await read(log))).toEqual(['0/10 /bin/a: 10=2', '10/12 /bin/a: 12=2 13=2', '12/14 /bin/a: 14=1']);
  });

  it('are put right where two parents wait for their children at the same time', async () => {
    const log = [
      `10 ${exec('/bin/a')}`,
      '10 fork() = 11',
      '11 getpid() = 11',
      `10 clone(child_stack=0x7f, flags=${thread} <unfinished ...>`,
      '11 fork( <unfinished ...>',
      '12 getpid() = 12',
      '13 gettid() = 13',
      '11 <... fork resumed>) = 12',
      '10 <... clone resumed>) = 13',
    ];
    const { sink, summary, names } = await read([...log, '12 getpid() = 12', '13 gettid() = 13']);
    const processes = ['0/10 /bin/a: 10=3 13=2', '10/11 /bin/a: 11=2', '11/12 /bin/a: 12=2'];
    expect(outline({ sink, summary, names })).toEqual(processes);
    // A sink may rely on a thread's process, although it was guessed wrong at first.
    const owners = new Set(sink.calls.map(({ process, thread }) => `${process} ${thread}`));
    expect(owners.size).toBe(4);
  });

  it('whose call is logged only after they have spoken or ended', async () => {
    const log = [
      `10 ${exec('/bin/a')}`,
      '11 getpid() = 11',
      '11 +++ exited with 0 +++',
      '10 fork() = 11',
      '10 getpid() = 10',
    ];
    expect(outline(await read(log))).toEqual(['0/10 /bin/a: 10=3', '10/11 /bin/a: 11=1']);
  });

  it('with an id that was used before are new ones', async () => {
    const log = [
      `10 ${exec('/bin/a')}`,
      '10 fork() = 11',
      `11 ${exec('/bin/b')}`,
      '11 +++ exited with 0 +++',
      '10 fork() = 11',
      '11 getpid() = 11',
      '10 fork() = 11',
      '11 getpid() = 11',
      '11 +++ killed by SIGKILL +++',
      '11 getpid() = 11',
    ];
    expect(outline(await read(log))).toEqual([
      '0/10 /bin/a: 10=4',
      '10/11 /bin/b: 11=1',
      '10/11 /bin/a: 11=1',
      '10/11 /bin/a: 11=1',
      '0/11 : 11=1',
    ]);
  });

  it('keep the id when another thread runs a program', async () => {
    const log = [
      `10 ${exec('/bin/a')}`,
      `10 clone(child_stack=0x7f, flags=${thread}) = 11`,
      '10 futex(0x7f, FUTEX_WAIT, 1, NULL <unfinished ...>',
      '11 execve("/bin/b", ["b"], 0x7ffd /* 3 vars */ <unfinished ...>',
      '10 +++ superseded by execve in pid 11 +++',
      '10 <... execve resumed>)             = 0',
      '10 getpid() = 10',
    ];
    const { sink, summary, names } = await read(log);
    expect(outline({ sink, summary, names })).toEqual(['0/10 /bin/b: 10=5 11=0']);
    expect([...names.values()]).toContain('execve("/bin/b", ["b"], 0x7ffd /* 3 vars */) -> 0');
  });

  it('of lines without ids get them from what calls return, or from the name of the file', async () => {
    const lines = [exec('/bin/a'), 'brk(NULL) = 0x1000'];
    expect(outline(await read(lines))).toEqual(['0/1 /bin/a: 1=2']);
    expect(outline(await read([...lines, 'set_tid_address(0x7f) = 77']))).toEqual(['0/77 /bin/a: 77=3']);
    expect(outline(await read(lines, 'dir/out.123'))).toEqual(['0/123 /bin/a: 123=2']);
    expect(outline(await read(lines, 'dir/out.123.gz'))).toEqual(['0/123 /bin/a: 123=2']);
  });

  it('of lines without ids get them from later lines', async () => {
    const log = [
      exec('/bin/a'),
      'fork(strace: Process 21 attached',
      ') = 21',
      '[pid 20] getpid() = 20',
      '[pid 21] getpid() = 21',
      '[pid 21] +++ exited with 0 +++',
      'getuid() = 0',
      'fork() = 22',
      'strace: Process 22 attached',
      '[pid 22] getpid() = 22',
      '[pid 20] getpid() = 20',
      '[pid 20] +++ exited with 0 +++',
      'getuid() = 0',
    ];
    expect(outline(await read(log))).toEqual(['0/20 /bin/a: 20=6', '20/21 /bin/a: 21=1', '20/22 /bin/a: 22=2']);
  });

  it('have the id that strace sees where the call returned another one', async () => {
    const log = [
      "10 fork() = 2 /* 11 in strace's PID NS */",
      '11<a> getpid() = 2',
      '10 fork() = 12<a>',
      '12<a> getpid() = 12',
    ];
    expect(outline(await read(log))).toEqual(['0/10 : 10=2', '10/11 : 11=1', '10/12 : 12=1']);
  });

  it('carry the programs that they ran as strings', async () => {
    const { summary } = await read([`10 ${exec('/bin/a')}`, `10 ${exec('/bin/b\\n')}`, `10 ${exec('/bin/a')}`]);
    expect(summary.processes[0]).toMatchObject({
      name: '/bin/a',
      fromSample: true,
      features: [{ feature: { value: '/bin/a' } }, { feature: { value: '/bin/b\n' } }],
    });
  });
});

describe('what the log says about the machine', () => {
  const globals = async (...lines: string[]) =>
    (await read(lines)).summary.globals.map((f) => ('value' in f ? f.value : ''));

  it('is Linux, and an architecture only where a call shows it', async () => {
    expect(await globals('brk(NULL) = 0x1000')).toEqual(['elf', 'linux']);
    expect(await globals('arch_prctl(ARCH_SET_FS, 0x7f0000001740) = 0')).toEqual(['elf', 'linux', 'amd64']);
    expect(await globals('arch_prctl(0x1002 /* ARCH_SET_FS */, 0x7f00) = 0')).toEqual(['elf', 'linux', 'amd64']);
    expect(await globals('set_thread_area({entry_number=-1, base_addr=0xf7}) = 0')).toEqual(['elf', 'linux', 'i386']);
    expect(await globals('set_thread_area(0x77f0) = 0')).toEqual(['elf', 'linux']);
    expect(await globals('arch_prctl(0x3001 /* ARCH_??? */, 0x7f00) = -1 EINVAL (x)')).toEqual(['elf', 'linux']);
  });
});

describe('calls', () => {
  it('are described as they were logged', async () => {
    expect(
      await namesOf([
        '10 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3',
        '10 open("\\x2f\\x61",   O_RDONLY)        = 3<\\x2f\\x61> <0.000100>',
        '10 read(3, "\\x00\\x01"..., 2) = 2',
        '10 access("a, (b", R_OK) = -1 ENOENT (No such file or directory)',
        '10 poll([{fd=3, events=POLLIN}], 1, 1000) = 1 ([{fd=3, revents=POLLIN}])',
        '10 wait4(-1, 0x7f, 0, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)',
        '10 exit_group(0) = ?',
        '10 getuid() = 0',
      ]),
    ).toEqual([
      'openat(AT_FDCWD, "/etc/passwd", O_RDONLY) -> 3',
      'open("/a", O_RDONLY) -> 3</a>',
      'read(3, "\\x00\\x01"..., 2) -> 2',
      'access("a, (b", R_OK) -> -1 ENOENT',
      'poll([{fd=3, events=POLLIN}], 1, 1000) -> 1',
      'wait4(-1, 0x7f, 0, NULL) -> ? ERESTARTSYS',
      'exit_group(0) -> ?',
      'getuid() -> 0',
    ]);
  });

  it.each([
    ...['12:34:56', '12:34:56.123456', '1700000000.000001', '1700000000'].map((time) => [time, time] as const),
    // Since the line before (-r).
    ['0.000123', '+0.000123 s'] as const,
  ])('have the time as it is written, with a unit where it needs one: %s', async (time, shown) => {
    const { trace, sink } = await read([`10 ${time} [00007f00] getuid() = 0`, `     ${time} getuid() = 0`]);
    const times: (string | undefined)[] = [];
    await trace.describeCalls(Float64Array.from(sink.calls.map(({ at }) => at)), (_, call) => times.push(call.time));
    expect(times).toEqual([shown, shown]);
  });

  it('are joined, whatever comes between their parts', async () => {
    expect(
      await namesOf([
        '10 read(0,  <unfinished ...>',
        '11 futex(0x7f, FUTEX_WAIT, 1, NULL <unfinished ...>',
        '10 <... read resumed>"a", 1) = 1',
        '12 pause( <unfinished ...>',
        '10 read(0,  <unfinished ...>',
        '10 <... read resumed> <unfinished ...>) = ?',
        '10 +++ killed by SIGKILL +++',
        '11 <... futex resumed> )             = 0',
      ]),
    ).toEqual(['read(0, "a", 1) -> 1', 'read(0) -> ?', 'futex(0x7f, FUTEX_WAIT, 1, NULL) -> 0', 'pause()']);
  });

  it('that never return count, in their place', async () => {
    expect(
      await namesOf([
        '10 pause( <unfinished ...>',
        '10 --- SIGTERM {si_signo=SIGTERM, si_code=SI_USER, si_pid=1, si_uid=0} ---',
        '10 getuid() = 0',
        '10 wait4(-1,  <detached ...>',
        '11 pause( <unfinished ...>',
        '11 +++ killed by SIGTERM +++',
      ]),
    ).toEqual(['pause()', 'getuid() -> 0', 'pause()', 'wait4(-1)']);
  });

  it('whose line was broken by output of the program or by strace itself are mended', async () => {
    expect(
      await namesOf([
        'write(1, "hello\\n", 6hello',
        ')                  = 6',
        'clone(child_stack=NULL, flags=SIGCHLDstrace: Process 11 attached',
        ' <unfinished ...>',
        '[pid 11] rt_sigaction(SIGQUIT, {sa_handler=SIG_IGN}, strace: Process 12 attached',
        '{sa_handler=SIG_DFL}, 8) = 0',
        '[pid 10] <... clone resumed>, child_tidptr=0x7f) = 11',
      ]),
    ).toEqual([
      'write(1, "hello\\n", 6) -> 6',
      'rt_sigaction(SIGQUIT, {sa_handler=SIG_IGN}, {sa_handler=SIG_DFL}, 8) -> 0',
      'clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0x7f) -> 11',
    ]);
  });

  it('stay silent about signals, stack frames, dumps and messages', async () => {
    const { sink, summary } = await read([
      '10 read(3, "a", 1) = 1',
      ' | 00000  61                                                a                |',
      ' > /usr/lib/libc.so.6(read+0x5) [0x1ab70]',
      '10 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---',
      '10 --- stopped by SIGSTOP ---',
      '[ Process PID=10 runs in 32 bit mode. ]',
      'strace: Process 10 detached',
      '10 ???( <unfinished ...>',
      '',
    ]);
    expect(sink.calls).toHaveLength(1);
    expect(summary.health).toMatchObject({ calls: 1, skippedRecords: 0, diagnostics: [] });
  });
});

describe('the summary', () => {
  it('says what was there and what was missing', async () => {
    const { summary } = await read(['read(3, "abc"..., 9) = 9', 'hello']);
    expect(summary.hashes).toEqual({ md5: '', sha1: '', sha256: '' });
    expect(summary.health).toMatchObject({ producer: 'strace', processes: 1, threads: 1, calls: 1, skippedRecords: 1 });
    expect(summary.health.missing.map(({ part }) => part)).toEqual([
      'hashes of the sample',
      'analysis of the file',
      'ends of long texts, which the tracer has cut',
      'process ids',
    ]);
  });

  it('is the same for any chunking and any number of readings', async () => {
    const log = [
      '10 openat(AT_FDCWD, "ü€", O_RDONLY <unfinished ...>',
      '11 getuid() = 0',
      '10 <... openat resumed>) = 3',
      'x',
    ];
    const whole = await read(log);
    for (const chunkBytes of [1, 7, 64]) {
      const { summary, sink, names } = await read(log, undefined, chunkBytes);
      expect([summary, sink.calls, names]).toEqual([whole.summary, whole.sink.calls, whole.names]);
    }
    const again = await readTrace(whole.trace);
    expect([again.summary, again.sink.calls, again.names]).toEqual([whole.summary, whole.sink.calls, whole.names]);
  });
});

describe('damaged logs', () => {
  it('with nothing usable end in a CapaxError', async () => {
    expect(await codeOf(readSource(straceInput, memorySource('x', new Uint8Array(0))))).toBe('input-empty');
    expect(await codeOf(read(['']))).toBe('report-no-calls');
    expect(await codeOf(read(['x', 'y(z', '+++ exited with 0 +++']))).toBe('report-no-calls');
  });

  it.each([
    ['output of the program', 'hello (world) = 3', 'strace-line-foreign'],
    ['a call that is none', 'printf("x") and more', 'strace-line-foreign'],
    ['NULs', '\0\0\0', 'strace-line-foreign'],
    ['a call without an end', '10 openat(AT_FDCWD, "/etc', 'strace-line-malformed'],
    ['a bracket never closed', `10 open(${'['.repeat(100_000)}) = 3`, 'strace-line-malformed'],
    ['a huge id', '123456789 getuid() = 0', undefined],
    ['a negative id', '-5 getuid() = 0', 'strace-line-foreign'],
    ['the id 0', '0 getuid() = 0', undefined],
    ['a rest without a beginning', '10 <... read resumed>"a", 1) = 1', 'strace-beginning-missing'],
    ['a rest of another call', '10 <... __proto__ resumed>) = 1', 'strace-beginning-missing'],
  ])('%s: a diagnostic, and the rest is read', async (_, line, code) => {
    const { sink, codes, names } = await read(['10 getuid() = 0', line, '10 getgid() = 0']);
    expect([names.get(sink.calls[0]!.at), names.get(sink.calls.at(-1)!.at)]).toEqual([
      'getuid() -> 0',
      'getgid() -> 0',
    ]);
    expect(codes).toEqual(code === undefined ? [] : [code]);
  });

  it('cut anywhere keep all complete lines', async () => {
    const text = '10 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3\n10 read(3, "a", 1) = 1\n10 close(3) = 0';
    for (let length = 1; length < text.length; length++) {
      const bytes = new TextEncoder().encode(text.slice(0, length));
      try {
        const { sink, summary } = await readSource(straceInput, memorySource('x', bytes));
        expect(sink.calls.length).toBeGreaterThanOrEqual(text.slice(0, length).split('\n').length - 1);
        expect(summary.health.skippedRecords).toBeLessThan(2);
      } catch (error) {
        expect((error as CapaxError).code).toBe('report-no-calls');
        expect(length).toBeLessThan(49);
      }
    }
    const { codes, sink, names } = await readSource(
      straceInput,
      memorySource('x', new TextEncoder().encode(text.slice(0, 38))),
    );
    expect(codes).toEqual(['strace-truncated']);
    expect(sink.calls[0]?.features).toEqual(['string\t"/etc/passwd"', 'api\t"openat"', 'api\t"open"']);
    expect([...names.values()]).toEqual(['openat(AT_FDCWD, "/etc/passwd", O_R)']);
  });

  it('with bytes that are not UTF-8, and CRLF, do no harm', async () => {
    const text = new TextEncoder().encode('10 open("a?", O_RDONLY) = 3\r\n10 getuid() = 0\r\n');
    text[text.indexOf(0x3f)] = 0xff;
    const { sink, summary } = await readSource(straceInput, memorySource('x', text));
    expect(sink.calls.map(({ features }) => features[0])).toEqual(['string\t"a\\ufffd"', 'api\t"getuid"']);
    expect(summary.health.skippedRecords).toBe(0);
  });

  it('with a line of 200 MB are read without holding it', async () => {
    const source: ByteSource = {
      name: 'long',
      seekable: false,
      async *open() {
        yield new TextEncoder().encode('10 getuid() = 0\n10 write(1, "');
        const chunk = new Uint8Array(1 << 20).fill(0x61);
        for (let i = 0; i < 200; i++) yield chunk;
        yield new TextEncoder().encode('", 5) = 5\n10 getgid() = 0\n');
      },
    };
    const { sink, codes } = await readSource(straceInput, source);
    expect(sink.calls).toHaveLength(2);
    expect(codes).toEqual(['strace-line-malformed']);
  });

  it('with more begun calls than can be kept lose only those', async () => {
    const part = `open("${'a'.repeat(1 << 20)}" <unfinished ...>\n`;
    const count = LIMITS.openCallText / (1 << 20) + 10;
    const source: ByteSource = {
      name: 'open',
      seekable: false,
      async *open() {
        for (let tid = 1; tid <= count; tid++) yield new TextEncoder().encode(`${tid} ${part}`);
        yield new TextEncoder().encode('1 <... open resumed>) = 3\n');
      },
    };
    const trace = await openTrace(straceInput, source);
    let calls = 0;
    const { health } = await trace.read({ feature: () => 0, call: () => calls++, forgetFeatures: () => {} });
    expect(calls).toBe(63);
    expect(health.diagnostics).toMatchObject([{ code: 'strace-too-many-open-calls', count: count - 63 }]);
  });

  it('made to take long do not', async () => {
    const cpuTime = startCpuClock();
    const lines = ['1<', '/*', '(', '"\\', ' ', '<', '[1] ', '1 ', '1:', 'a', '<... '].map((part) =>
      part.repeat(100_000),
    );
    await read([
      '10 getuid() = 0',
      ...lines,
      ...lines.map((line) => `10 f(${line}`),
      ...lines.map((line) => `10 <... f resumed>${line}`),
    ]);
    const births = Array.from({ length: 20_000 }, (_, i) => `${i + 20} clone(flags=CLONE_THREAD <unfinished ...>`);
    await read(['10 getuid() = 0', ...births, ...births.map((_, i) => `10 clone(flags=CLONE_THREAD) = ${i + 20}`)]);
    expect(cpuTime()).toBeLessThan(6000);
  });

  it('damaged at random never end in anything but a CapaxError', async () => {
    const bytes = new TextEncoder().encode(
      [
        '10 12:34:56.1 [00007f00] execve("./a", ["./a"], 0x7ffd /* 3 vars */) = 0',
        '10 clone(child_stack=NULL, flags=CLONE_THREAD <unfinished ...>',
        '11 openat(AT_FDCWD</a>, "\\x2f\\303\\251", O_RDONLY) = 3</b> <0.000100>',
        '10 <... clone resumed>) = 11',
        '[pid 11] vfork(strace: Process 12 attached',
        ') = 12',
        '10 +++ superseded by execve in pid 11 +++',
        '12 --- SIGTERM {si_signo=SIGTERM} ---',
        '12 +++ exited with 0 +++',
      ].join('\n'),
    );
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return Math.floor((seed / 4294967296) * below);
    };
    for (let round = 0; round < 1500; round++) {
      const damaged = bytes.slice(0, random(4) === 0 ? random(bytes.length) : bytes.length);
      for (let flips = random(6); flips > 0 && damaged.length > 0; flips--) {
        damaged[random(damaged.length)] = random(3) === 0 ? random(256) : (bytes[random(bytes.length)] as number);
      }
      for (const input of [straceInput, ltraceInput]) {
        input.recognise({ name: 'x', raw: damaged, head: damaged });
        try {
          await readSource(input, memorySource('x', damaged, 50));
        } catch (error) {
          expect(error).toBeInstanceOf(CapaxError);
        }
      }
    }
  });
});

describe('describeCalls', () => {
  const filler = ` | ${'x'.repeat(1_000_000)}`;
  const log = [
    '10 openat(AT_FDCWD, "a", O_RDONLY <unfinished ...>',
    ...Array<string>(6).fill(filler),
    '10 <... openat resumed>) = 3',
  ];

  it('finds both parts of a call, however far they are apart', async () => {
    for (const seekable of [true, false]) {
      const source = { ...memorySource('x', new TextEncoder().encode(log.join('\n'))), seekable };
      const { trace, sink } = await readSource(straceInput, source);
      const seen: unknown[] = [];
      const at = Float64Array.from([sink.calls.find(({ thread }) => thread === 0)!.at]);
      await trace.describeCalls(at, (index, call) => seen.push([index, formatCall(call)]));
      expect(seen).toEqual([[0, 'openat(AT_FDCWD, "a", O_RDONLY) -> 3']]);
      await trace.describeCalls(new Float64Array(0), () => expect.unreachable());
    }
  });

  it('answers for calls that are gone', async () => {
    const trace = await openTrace(straceInput, memorySource('x', new TextEncoder().encode('getuid() = 0\nx\n')));
    await readTrace(trace);
    const names: string[] = [];
    await trace.describeCalls(Float64Array.from([0, 5, 13, 1e9]), (_, call) => names.push(formatCall(call)));
    expect(names).toEqual(['getuid() -> 0', ...Array<string>(3).fill('(unreadable call)')]);
  });
});

describe.skipIf(sharedPath('data/formats/strace') === undefined)('real logs (needs shared data)', () => {
  const readFile = async (name: string) => {
    const bytes = new Uint8Array(readFileSync(sharedPath('data/formats/strace', name) as string));
    expect(straceInput.recognise({ name, raw: bytes, head: bytes.subarray(0, 65_536) })).toBe(2);
    const read = await readSource(straceInput, memorySource(name, bytes), DEFAULT_SEMANTICS);
    expect(read.summary.health).toMatchObject({ skippedRecords: 0, diagnostics: [] });
    return read;
  };

  it.each([
    ['benign_sh.txt', 11, 11, 1147],
    ['demo_f.txt', 1, 2, 53],
    ['demo_full_xx.txt', 1, 2, 53],
    ['demo_ff.txt.25311', 1, 1, 47],
    ['demo_ff.txt.25312', 1, 1, 6],
  ])('%s', async (name, processes, threads, calls) => {
    const { summary, names } = await readFile(name);
    expect(summary.health).toMatchObject({ processes, threads, calls });
    expect(names.size).toBe(calls);
  });

  it('say the same with and without options that only explain', async () => {
    const [short, full] = await Promise.all(['demo_f.txt', 'demo_full_xx.txt'].map(readFile));
    const apis = ({ sink, summary }: Awaited<ReturnType<typeof readFile>>): string[][] =>
      summary.processes[0]!.threads.map((thread) =>
        sink.callsOf(thread).flatMap(({ features }) => features.filter((line) => line.startsWith('api'))),
      );
    expect(apis(full!)).toEqual(apis(short!));
    expect([...full!.names.values()].filter((name) => name.startsWith('openat('))[2]).toMatch(
      /^openat\(AT_FDCWD<[^\\]*>, "\/[^\\]*", /,
    );
  });
});
