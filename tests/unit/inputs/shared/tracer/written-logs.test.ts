// What is read from a log equals what was written into it, whatever the program printed meanwhile.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../../src/bytes/source.ts';
import { ltraceInput } from '../../../../../src/inputs/ltrace/index.ts';
import { straceInput } from '../../../../../src/inputs/strace/index.ts';
import { type OpenedTrace, readSource } from '../../../../support/open-trace.ts';
import { TerminalWriter, type WriterOptions, type WrittenCall } from '../../../../support/terminal-writer.ts';

const encoder = new TextEncoder();

/** Text in quotes: only what must not stand there is escaped, and what is not ASCII. */
function quote(text: string): string {
  const bytes = [...encoder.encode(text)].map((byte) => {
    if (byte === 0x0a) return '\\n';
    if (byte === 0x09) return '\\t';
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    return byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8)}`;
  });
  return `"${bytes.join('')}"`;
}

const printedText = fc
  .array(
    fc.constantFrom(
      'a',
      '7',
      '18',
      ' ',
      ', ',
      '"',
      "'",
      '(',
      ')',
      ') = 5',
      '\n',
      '\n\n',
      'é',
      '\\',
      '<',
      '>',
      '[',
      '...',
    ),
    { minLength: 1, maxLength: 8 },
  )
  .chain((parts) =>
    fc
      .constantFrom('', '', 'getuid() = 0\n', '12 getuid() = 0\n', '[pid    12] close(3) = 0\n', 'open("/x"\n')
      .map((line) => {
        const text = parts.join('');
        return line === '' ? text : `${text}\n${line}`;
      }),
  );

const printing: fc.Arbitrary<WrittenCall> = printedText.map((text) => {
  const length = String(encoder.encode(text).length);
  return { name: 'write', entry: ['1', quote(text), length], exit: [], result: length, prints: text };
});

const silent: fc.Arbitrary<WrittenCall> = fc.constantFrom<WrittenCall>(
  { name: 'openat', entry: ['AT_FDCWD', '"/etc/passwd"', 'O_RDONLY|O_CLOEXEC'], exit: [], result: '3' },
  { name: 'openat', entry: ['dirfd=AT_FDCWD', 'pathname="/a, (b"', 'flags=O_RDONLY'], exit: [], result: '-1 ENOENT' },
  { name: 'kill', entry: ['pid: 1234', 'sig: SIGTERM'], exit: [], result: '0' },
  { name: 'read', entry: ['0'], exit: ['"abc\\n"', '512'], result: '4' },
  { name: 'wait4', entry: ['-1'], exit: ['[{WIFEXITED(s) && WEXITSTATUS(s) == 0}]', '0', 'NULL'], result: '77' },
  { name: 'getuid', entry: [], exit: [], result: '0' },
);

interface Log {
  readonly options: WriterOptions;
  readonly calls: readonly [tid: number, call: WrittenCall][];
  readonly noise: readonly string[];
}

const logs: fc.Arbitrary<Log> = fc.record({
  options: fc.record<WriterOptions>({
    leader: fc.constantFrom('id', 'pid'),
    time: fc.boolean(),
    numbered: fc.boolean(),
  }),
  calls: fc.array(fc.tuple(fc.constantFrom(101, 102, 103), fc.oneof(silent, printing)), {
    minLength: 1,
    maxLength: 25,
  }),
  noise: fc.array(fc.constantFrom('hello', 'a (b) c, d', '', '100%', 'It "works', '} else {', '5 files'), {
    maxLength: 5,
  }),
});

/** The log, and the calls of each task in their order. */
function write({ options, calls, noise }: Log): { text: string; expected: object } {
  const writer = new TerminalWriter(options);
  const expected = new Map<number, string[]>();
  const lines = [...noise];
  for (const [tid, call] of calls) {
    if (!writer.isBusy(tid)) {
      const shown = `${call.name}(${[...call.entry, ...call.exit].join(', ')}) -> ${call.result}`;
      expected.set(tid, [...(expected.get(tid) ?? []), shown]);
    }
    writer.step(tid, call);
    if (writer.atLineStart && lines.length > 0) writer.text += `${lines.pop()}\n`;
  }
  for (const tid of expected.keys()) if (writer.isBusy(tid)) writer.step(tid, calls[0]![1]);
  return { text: writer.text, expected: Object.fromEntries(expected) };
}

function callsByTask({ sink, summary, names }: OpenedTrace): object {
  const threads = summary.processes.flatMap((process) => process.threads);
  return Object.fromEntries(
    threads.map((thread) => [thread.tid, sink.callsOf(thread).map(({ at }) => names.get(at) as string)]),
  );
}

const read = (text: string, chunkBytes?: number): Promise<OpenedTrace> =>
  readSource(straceInput, memorySource('log', encoder.encode(text), chunkBytes));

describe('a log that shares its terminal with the program', () => {
  it('gives back the calls that were written into it, each with its own result', async () => {
    await fc.assert(
      fc.asyncProperty(logs, async (log) => {
        const { text, expected } = write(log);
        const opened = await read(text);
        expect(callsByTask(opened)).toEqual(expected);
        expect(opened.codes.filter((code) => code !== 'strace-line-foreign')).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('says the same in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.integer({ min: 1, max: 100 }), async (log, chunkBytes) => {
        const { text } = write(log);
        const [whole, parts] = [await read(text), await read(text, chunkBytes)];
        expect([parts.summary, parts.sink.calls, parts.names]).toEqual([whole.summary, whole.sink.calls, whole.names]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a log of one task without ids', () => {
  it('gives back the calls that were written into it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(silent, printing), { minLength: 1, maxLength: 10 }), async (calls) => {
        const steps = calls.flatMap((call): [number, WrittenCall][] => [
          [1, call],
          [1, call],
        ]);
        const options: WriterOptions = { leader: 'none', time: false, numbered: false };
        const { text, expected } = write({ options, calls: steps, noise: [] });
        const opened = await read(text);
        expect(callsByTask(opened)).toEqual(expected);
        expect(opened.codes).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a log of ltrace', () => {
  const type = fc.constantFrom(
    'int',
    'char const*',
    'unsigned long',
    'std::vector<int, std::allocator<int> > const&',
    'void (*)(int)',
  );
  const scope = fc.constantFrom(
    '',
    'ns::',
    '(anonymous namespace)::',
    'std::map<int, void (*)(char)>::',
    'f(int)::{lambda()#1}::',
  );
  const plain = fc.constantFrom(
    'run',
    '~A',
    'operator()',
    'operator<<',
    'operator->',
    'operator new',
    'operator bool',
    'operator=',
    'operator==',
  );
  const suffix = fc.constantFrom('', ' const', ' const&', '&&', ' [clone .part.0]', '[abi:cxx11]');
  const declared = fc
    .tuple(scope, plain, fc.array(type, { maxLength: 3 }), suffix)
    .map(([outer, name, types, qualifier]) => `${outer}${name}(${types.join(', ')})${qualifier}`);
  const functions = fc.oneof(
    declared,
    fc.constantFrom('puts', 'libc.so.6->malloc', '__printf_chk', 'SYS_brk', 'brk@SYS'),
  );
  const argument = fc.constantFrom('0x7ffd', '12', 'nil', '"a)(b"', "')'", '"f(x) = 3"', '-1');
  const calls = fc.array(
    fc.tuple(functions, fc.array(argument, { maxLength: 4 }), fc.constantFrom('0', '0x7f', 'nil', '<void>', '"(x)"')),
    { minLength: 1, maxLength: 8 },
  );

  it('gives back functions of C and C++ with their arguments, nested or not', async () => {
    await fc.assert(
      fc.asyncProperty(calls, fc.boolean(), async (list, nested) => {
        const shown = list.map(([name, args, result]) => `${name}(${args.join(', ')}) -> ${result}`);
        const lines = nested
          ? [
              ...list.map(([name, args]) => `10 ${name}(${args.join(', ')} <unfinished ...>`),
              // ltrace says that a function goes on without the library around its name.
              ...list
                .map(([name, , result]) => `10 <... ${name.replace(/^libc\.so\.6->|@SYS$/, '')} resumed> ) = ${result}`)
                .reverse(),
            ]
          : list.map(([name, args, result]) => `10 ${name}(${args.join(', ')})       = ${result}`);
        const { sink, names, codes } = await readSource(
          ltraceInput,
          memorySource('log', encoder.encode(`${lines.join('\n')}\n`)),
        );
        const described = sink.calls.map(({ at }) => names.get(at));
        expect(described).toEqual(nested ? shown.reverse() : shown);
        expect(codes).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
