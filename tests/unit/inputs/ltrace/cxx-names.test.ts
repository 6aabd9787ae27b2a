// Calls of C++ functions as `ltrace -C` writes them, and what other options of ltrace add to a line.

import { describe, expect, it } from 'vitest';
import { ltraceInput } from '../../../../src/inputs/ltrace/index.ts';
import { startCpuClock } from '../../../support/cpu-time.ts';
import { outline, readLog } from '../../../support/open-trace.ts';

const read = (...lines: string[]) => readLog(ltraceInput, lines);

async function callsOf(...lines: string[]): Promise<string[]> {
  const { sink, names } = await read(...lines);
  return sink.calls.map(({ at }) => names.get(at) as string);
}

async function apisOf(...lines: string[]): Promise<string[][]> {
  const { sink } = await read(...lines);
  return sink.calls.map(({ features }) =>
    features.filter((line) => line.startsWith('api\t')).map((line) => JSON.parse(line.slice(4)) as string),
  );
}

describe('the name of a C++ function', () => {
  it.each([
    'std::ios_base::Init::Init()',
    'operator new(unsigned long)',
    'operator delete[](void*)',
    'operator"" _s(char const*, unsigned long)',
    'ns::Task::operator()(int) const',
    'ns::Task::operator()() const &',
    'A::operator->()',
    'A::operator bool() const',
    'A::operator=(A const&)',
    'A::operator==(A const&) const',
    'bool operator< <int>(A<int> const&, A<int> const&)',
    'std::ostream& std::operator<< <std::char_traits<char> >(std::ostream&, char const*)',
    'std::basic_string<char, std::char_traits<char>, std::allocator<char> >::append(char const*) volatile',
    'std::function<void (int)>::operator()(int) const',
    '(anonymous namespace)::run(int)',
    'main::{lambda(int)#1}::operator()(int) const',
    'make[abi:cxx11](int)',
    'f(void (*)(int), int (&) [3])',
    'g(int) [clone .constprop.0]',
    'non-virtual thunk to A::close()',
    'A::~A()',
  ])('is its whole declaration: %s', async (name) => {
    const [last] = await apisOf(`7 ${name}(0x7ffd, "a)(b", ')', 3)       = 0x7ffd`);
    expect(last).toEqual([name]);
    expect(
      await callsOf(`7 ${name}(0x7ffd <unfinished ...>`, '7 puts("f(x)(y)") = 8', `7 <... ${name} resumed> ) = nil`),
    ).toEqual(['puts("f(x)(y)") -> 8', `${name}(0x7ffd) -> nil`]);
    expect(await callsOf(`7 ${name}( <no return ...>`)).toEqual([`${name}()`]);
    expect(await apisOf(`7 libfoo.so.1->${name}(1) = 0`, `7 ${name}@libstdc++.so.6(1) = 0`)).toEqual([[name], [name]]);
  });

  it('changes nothing about its arguments', async () => {
    const [{ features } = { features: [] }] = (await read('7 ns::open(char const*, int)("/etc/passwd", 2) = 3')).sink
      .calls;
    expect(features).toEqual(['number\t2', 'string\t"/etc/passwd"', 'api\t"ns::open(char const*, int)"']);
  });

  it.each(['hello world(3) = 5', 'see f(x) or g(y) = 3', 'a(b) c(d) = 1'])('is not in output: %s', async (line) => {
    expect((await read('7 puts("a") = 2', line)).codes).toEqual(['ltrace-line-foreign']);
  });

  it('made to take long to find does not', async () => {
    const cpuTime = startCpuClock();
    const lines = [')(', '((', '))', 'f()', 'f(x) ', '(")"', ') const', ' [clone a]', "(')"].map((part) =>
      part.repeat(100_000),
    );
    await read(
      '7 puts("a") = 2',
      ...lines,
      ...lines.map((line) => `7 f(${line}`),
      ...lines.map((line) => `7 ${line}) = 3`),
    );
    expect(cpuTime()).toBeLessThan(6000);
  });
});

describe('a line', () => {
  it.each([
    ['-f', '[pid 7] strlen("abc") = 3'],
    ['-f -o', '7 strlen("abc") = 3'],
    ['-t', '7 12:34:56 strlen("abc") = 3'],
    ['-tt', '7 12:34:56.000001 strlen("abc") = 3'],
    ['-ttt', '7 1700000000.000001 strlen("abc") = 3'],
    ['-r', '7   0.000123 strlen("abc") = 3'],
    ['-i', '7 [0x55f08056f269] strlen("abc") = 3'],
    ['-T', '7 strlen("abc") = 3 <0.000012>'],
    ['-n', '7     strlen("abc") = 3'],
    ['-l', '7 a.out->strlen("abc") = 3'],
    ['-x', '7 strlen@libc.so.6("abc") = 3'],
    ['a version', '7 strlen@@GLIBC_2.2.5("abc") = 3'],
  ])('with %s', async (_, line) => {
    const opened = await read(line);
    expect(opened.sink.calls.map(({ features }) => features)).toEqual([['string\t"abc"', 'api\t"strlen"']]);
    expect([outline(opened), opened.codes]).toEqual([['0/7 : 7=1'], []]);
  });

  it('of a system call is one under either name', async () => {
    expect(await apisOf('7 SYS_openat(3, "a", 0, 0) = 3', '7 openat@SYS(3, "a", 0, 0) = 3')).toEqual([
      ['openat', 'open'],
      ['openat', 'open'],
    ]);
  });

  it('goes on under the bare name of the function', async () => {
    expect(
      await callsOf(
        '7 libc.so.6->open("/a", 0 <unfinished ...>',
        '7 open@SYS("/a", 0 <unfinished ...>',
        '7 <... open resumed> ) = 3',
        '7 <... open resumed> ) = 3',
      ),
    ).toEqual(['open@SYS("/a", 0) -> 3', 'libc.so.6->open("/a", 0) -> 3']);
  });

  it('may be broken by what the call prints', async () => {
    expect(await callsOf('puts("hello"hello', ')          = 6', 'printf("%d\\n", 77', ') = 2')).toEqual([
      'puts("hello") -> 6',
      'printf("%d\\n", …) -> 2',
    ]);
  });
});

describe('a child', () => {
  it('does not call the function from which it returns', async () => {
    const log = [
      '7 fork( <unfinished ...>',
      '7 SYS_clone(0x1200011, 0, 0, 0x7f) = 8',
      '7 <... fork resumed> ) = 8',
      '8 <... SYS_clone resumed> ) = 0',
      '8 <... fork resumed> ) = 0',
      '8 puts("a") = 2',
    ];
    const opened = await read(...log);
    expect([outline(opened), opened.codes]).toEqual([['0/7 : 7=2', '7/8 : 8=1'], []]);
  });
});
