// strace and ltrace logs for the contract suite.

import { ltraceInput } from '../../../src/inputs/ltrace/index.ts';
import { straceInput } from '../../../src/inputs/strace/index.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, longText } from '../contract-entry.ts';

const LF = 0x0a;

function log(...lines: string[]): Uint8Array {
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** A line that is whole, one that ends in its result or goes on with a call, the end of a thread, and one that has not begun. */
function mayEnd(bytes: Uint8Array, end: number): boolean {
  if (bytes[end - 1] === LF || bytes[end] === LF) return true;
  const line = Buffer.from(bytes.subarray(0, end)).toString().split('\n').at(-1) as string;
  return /\) = [^ ]+|resumed>|\+\+\+/.test(line) || /^[\d:. +]+$/.test(line);
}

const STRACE = [
  '100 10:00:00.000001 execve("/bin/a", ["a"], 0x7ffd /* 3 vars */) = 0',
  '100 10:00:00.000002 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3',
  '100 10:00:00.000003 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_THREAD|CLONE_SIGHAND) = 101',
  '101 10:00:00.000004 write(3</tmp/log>, "some text", 9 <unfinished ...>',
  '100 10:00:00.000005 fork() = 102',
  '101 10:00:00.000006 <... write resumed>) = 9',
  '102 10:00:00.000007 unlink("/tmp/x") = -1 ENOENT (No such file or directory)',
  '102 10:00:00.000008 prctl(0xffffffff80000002, "1234") = 0',
  '102 10:00:00.000009 +++ exited with 1 +++',
  '100 10:00:00.000010 kill(102, SIGTERM) = 0',
];

export const straceEntry: ContractEntry = {
  title: 'strace',
  input: straceInput,
  sound: () => log(...STRACE),
  expected: [
    '0/100 /bin/a',
    '  100',
    '    0 execve("/bin/a", ["a"], 0x7ffd /* 3 vars */) -> 0',
    '    1 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) -> 3',
    '    2 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_THREAD|CLONE_SIGHAND) -> 101',
    '    3 fork() -> 102',
    '    4 kill(102, SIGTERM) -> 0',
    '  101',
    '    0 write(3</tmp/log>, "some text", 9) -> 9',
    '100/102 /bin/a',
    '  102',
    '    0 unlink("/tmp/x") -> -1 ENOENT',
    '    1 prctl(0xffffffff80000002, "1234") -> 0',
  ],
  lacking: {
    'process ids': () => log('openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3', 'close(3) = 0'),
    'ends of long texts': () => log(...STRACE, '100 write(1, "beginning"..., 4096) = 4096'),
  },
  broken: (times) => log(...STRACE, ...Array<string>(times).fill('100 openat(AT_FDCWD, "/et'), '+++ exited with 0 +++'),
  differences: ['sign-extended-numbers'],
  different: () => log(...STRACE),
  hostile: {
    'duplicate keys': 'a line has no keys',
    'keys called __proto__ and constructor': () =>
      log(...STRACE, '100 __proto__("__proto__", {constructor=1}) = 0', '100 constructor(1) = 0'),
    'recycled process ids': () =>
      log(...STRACE, ...STRACE, '100 fork() = 102', '102 getpid() = 102', '101 clone(flags=CLONE_THREAD) = 102'),
    'huge ids': () =>
      log(...STRACE, `${'9'.repeat(25)} getpid() = 1`, `100 fork() = ${'9'.repeat(25)}`, '9999999 fork() = 1e400'),
    'negative ids': () => log(...STRACE, '-5 getpid() = -5', '100 fork() = -1', '100 clone(flags=CLONE_THREAD) = -7'),
    'nesting 100,000 deep': () =>
      log(
        ...STRACE,
        `100 writev(1, ${DEEP_LIST}) = 3`,
        `100 ${'f('.repeat(100_000)}`,
        `100 read(1${'<a'.repeat(100_000)}`,
      ),
    'a text of 100 MB': 'lines are read as those of DRAKVUF are',
  },
  longTexts: (count) =>
    generatedSource('trace.log', function* () {
      for (let n = 0; n < count; n++) yield `100 write(1, "${longText(n)}", 4) = 4\n`;
    }),
  mayEnd,
};

const LTRACE = [
  '200 10:00:00.000001 __libc_start_main(0x401, 1, 0x7ffd, 0x402 <unfinished ...>',
  '200 10:00:00.000002 fopen("/etc/passwd", "r" <unfinished ...>',
  '200 10:00:00.000003 SYS_openat(0xffffff9c, "/etc/passwd", 0, 0) = 3',
  '200 10:00:00.000004 <... fopen resumed> ) = 0x55f0',
  '200 10:00:00.000005 strchr("a=b", \'=\') = "=b"',
  '200 10:00:00.000006 fork() = 201',
  '201 10:00:00.000007 puts("1234") = 5',
  '201 10:00:00.000008 memset(0x7ffd, 0xffffffff80000002, 16) = 0x7ffd',
  '201 10:00:00.000009 +++ exited (status 0) +++',
  '200 10:00:00.000010 <... __libc_start_main resumed> ) = 0',
];

export const ltraceEntry: ContractEntry = {
  ...straceEntry,
  title: 'ltrace',
  input: ltraceInput,
  sound: () => log(...LTRACE),
  expected: [
    '0/200 ',
    '  200',
    '    0 SYS_openat(0xffffff9c, "/etc/passwd", 0, 0) -> 3',
    '    1 fopen("/etc/passwd", "r") -> 0x55f0',
    '    2 strchr("a=b", \'=\') -> "=b"',
    '    3 fork() -> 201',
    '    4 __libc_start_main(0x401, 1, 0x7ffd, 0x402) -> 0',
    '200/201 ',
    '  201',
    '    0 puts("1234") -> 5',
    '    1 memset(0x7ffd, 0xffffffff80000002, 16) -> 0x7ffd',
  ],
  lacking: {
    'process ids': () => log('fopen("/etc/passwd", "r") = 0x55f0', 'puts("a") = 1'),
    'ends of long texts': () => log(...LTRACE, '200 puts("beginning"...) = 4'),
  },
  broken: (times) => log(...LTRACE, ...Array<string>(times).fill('200 puts("a'), '200 +++ exited (status 0) +++'),
  different: () => log(...LTRACE),
  hostile: {
    ...straceEntry.hostile,
    'nesting 100,000 deep': () =>
      log(...Array<string>(100_000).fill('200 f(1 <unfinished ...>'), ...LTRACE, `200 g(${DEEP_LIST}) = 3`),
  },
  longTexts: 'read as strace logs are',
  orderedByEnd: true,
};
