// Calls of capa-trace files: which arguments are some, under which names calls are known, who made them, and whose threads are whose.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import type { Feature } from '../../../../src/features/feature.ts';
import { capaTraceInput } from '../../../../src/inputs/capa-trace/index.ts';
import { callersOf, callerText } from '../../../support/callers.ts';
import { openTrace, outline, readLog } from '../../../support/open-trace.ts';
import { featureLine, type ReadTrace, readTrace } from '../../../support/recording-sink.ts';
import { sharedPath } from '../../../support/shared.ts';
import { wantedDetails } from '../../../support/wanted-details.ts';

type Fields = Readonly<Record<string, unknown>>;

const header = (more: Fields = {}): Fields => ({
  ...{ t: 'header', format: 'capa-trace', version: 1, producer: { name: 'exporter' }, arch: 'amd64', bits: 64 },
  ...{ endian: 'little', os: 'windows', level: 'call', ...more },
});
const PROCESS = { t: 'process', s: 0, pid: 7, ppid: 1, path: 'C:\\a.exe' };
const THREAD = { t: 'thread', s: 0, pid: 7, tid: 8 };
const START: readonly Fields[] = [header(), PROCESS, THREAD];
const END = { t: 'end', s: 1000, insns: 0, calls: 0, unique_insns: 0 };

const called = (name: string | null, args: readonly Fields[] = [], more: Fields = {}): Fields => ({
  ...{ t: 'call', s: 1, tid: 8, id: 1, from: '0x140001000', to: '0x7ff80000', module: null, name, args },
  ...{ argsrc: 'abi', ...more },
});
const returned = (call: number, more: Fields = {}): Fields => ({ t: 'ret', s: 2, tid: 8, call, ...more });
const val = (value: string): Fields => ({ val: value });

const text = (records: readonly (Fields | string)[]): string[] =>
  records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record)));

function read(...records: readonly (Fields | string)[]) {
  return readLog(capaTraceInput, text([...records, END]), 'run.capatrace.ndjson');
}

/** Calls as they are described, in the order in which they were handed on. */
function namesIn({ sink, names }: ReadTrace): (string | undefined)[] {
  return sink.calls.map(({ at }) => names.get(at));
}

async function featuresOf(...records: readonly (Fields | string)[]): Promise<readonly string[]> {
  return (await read(...records)).sink.calls[0]?.features ?? [];
}

describe('arguments', () => {
  it('of a function that is known are as many as it takes, registers also as their lower half', async () => {
    // OpenProcess has three.
    const call = called('OpenProcess', [val('0x100000010'), val('0x0'), val('0x30'), val('0x1234')]);
    expect(await featuresOf(...START, call)).toEqual([
      'number\t48',
      'number\t0',
      'number\t4294967312',
      'number\t16',
      'api\t"OpenProcess"',
    ]);
  });

  it('of a function that is not known count where they point to text', async () => {
    const call = called('frobnicate', [val('0x1'), { val: '0x140005000', str: 'text' }, val('0x2')]);
    expect(await featuresOf(...START, call)).toEqual(['string\t"text"', 'api\t"frobnicate"']);
  });

  it('that the debugger knows by symbols are all there', async () => {
    const call = called('frobnicate', [val('0x1'), val('0xffffffff80000002')], { argsrc: 'symbols' });
    expect(await featuresOf(...START, call)).toEqual([
      'number\t18446744071562067970',
      'number\t2147483650',
      'number\t1',
      'api\t"frobnicate"',
    ]);
  });

  it.each([
    ['68656c6c6f', 'hello'],
    ['68656c6c6f0000', 'hello'],
    ['68656c6c6f00ff', undefined],
    ['686900', undefined],
    ['', undefined],
  ])('in a buffer of %j are the text %j', async (buf, expected) => {
    const call = called('frobnicate', [{ buf }]);
    const strings = (await featuresOf(...START, call)).filter((feature) => feature.startsWith('string'));
    expect(strings).toEqual(expected === undefined ? [] : [`string\t"${expected}"`]);
  });

  it('that the function wrote are its own too', async () => {
    const call = called('GetUserNameW', [], { argsrc: 'hook' });
    const features = await featuresOf(...START, call, returned(1, { val: '0x1', outs: [{ str: 'nobody' }] }));
    expect(features).toContain('string\t"nobody"');
  });

  it('have names by symbols or by their places, and results', async () => {
    const details: string[] = [];
    const trace = await openTrace(
      capaTraceInput,
      memorySource(
        'run',
        new TextEncoder().encode(
          text([
            ...START,
            called('WinExec', [{ val: '0x5', str: 'calc' }, val('0x0')]),
            returned(1, { val: '0x21' }),
            called('own', [{ n: 'depth', val: '0x3' }], { argsrc: 'symbols', id: 2 }),
          ]).join('\n'),
        ),
      ),
    );
    const features: Feature[] = [];
    await trace.read({
      details: wantedDetails({ arguments: true, returns: true }),
      feature: (feature) => features.push(feature) - 1,
      forgetFeatures: () => undefined,
      call: (_process, _thread, _id, _at, numbers, count) => {
        for (const number of numbers.subarray(0, count)) {
          const feature = features[number] as Feature;
          if (feature.type === 'argument') details.push(`${feature.name}=${String(feature.value)}`);
          if (feature.type === 'return') details.push(`-> ${String(feature.value)}`);
        }
      },
    });
    expect(details).toEqual(['CommandLine=calc', 'Show=0', '-> 33', 'depth=3']);
  });
});

describe('names', () => {
  it.each([
    ['windows', 'kernel32!CreateFileW', ['CreateFileW', 'CreateFile']],
    ['windows', 'kernel32!SleepStub', ['SleepStub', 'Sleep']],
    ['windows', 'KERNEL32!CreateFileWImplementation', ['CreateFileWImplementation', 'CreateFileW', 'CreateFile']],
    ['linux', 'printf@plt', ['printf']],
    ['linux', 'memcpy@GLIBC_2.14', ['memcpy']],
    ['windows', null, []],
    ['linux', '@plt', []],
  ])('on %s, %j is known as %j', async (os, name, expected) => {
    const features = await featuresOf(header({ os }), PROCESS, THREAD, called(name));
    expect(features.filter((feature) => feature.startsWith('api'))).toEqual(expected.map((api) => `api\t"${api}"`));
  });

  it('that are not known are the address for people', async () => {
    expect(namesIn(await read(...START, called(null)))).toEqual(['0x7ff80000()']);
  });
});

describe('callers', () => {
  const modules: readonly Fields[] = [
    { t: 'module', s: 0, pid: 7, base: '0x140000000', size: 0x2000, path: 'C:\\a.exe', traced: true },
    { t: 'module', s: 0, pid: 7, base: '0x150000000', size: 0x2000, path: 'C:\\b.dll', traced: true },
  ];
  const from = (address: string): Fields => called('Sleep', [], { from: address });

  async function origins(...records: readonly Fields[]): Promise<string[]> {
    const bytes = new TextEncoder().encode(text(records).join('\n'));
    const trace = await openTrace(capaTraceInput, memorySource('run', bytes));
    return (await callersOf(trace)).calls.map(callerText).sort();
  }

  it('are in the sample, in another file, or in memory that no file explains', async () => {
    expect(await origins(...START, ...modules, from('0x140001234'), from('0x150001234'), from('0x160000000'))).toEqual([
      'library b.dll+1234',
      'sample a.exe+1234',
      'unbacked',
    ]);
  });

  it('are known from the sample that the header names', async () => {
    const named = header({ sample: { path: 'C:\\b.dll' } });
    expect(await origins(named, PROCESS, THREAD, ...modules, from('0x140001234'), from('0x150001234'))).toEqual([
      'library a.exe+1234',
      'sample b.dll+1234',
    ]);
  });

  it('are unknown where no module is told, and where the address is none', async () => {
    expect(await origins(...START, from('0x140001234'))).toEqual(['unknown']);
    expect(await origins(...START, ...modules, from('0xffffffffffffffff'))).toEqual(['unknown']);
  });
});

describe('calls', () => {
  it('that are inside of others come first, and end with the one that they are inside of', async () => {
    const trace = await read(
      ...START,
      called('outer', [], { id: 1 }),
      called('inner', [], { id: 2 }),
      called('lost', [], { id: 3 }),
      returned(2, { val: '0x2' }),
      returned(1, { val: '0x1' }),
      called('last', [], { id: 4 }),
    );
    expect(namesIn(trace)).toEqual(['lost()', 'inner() -> 0x2', 'outer() -> 0x1', 'last()']);
  });

  it('are of the process of their thread; an id that is announced again is another thread', async () => {
    const read1 = await read(
      ...START,
      called('a'),
      { t: 'thread_end', s: 1, pid: 7, tid: 8 },
      { t: 'process', s: 1, pid: 9, ppid: 7, path: '/b' },
      { t: 'thread', s: 1, pid: 9, tid: 8 },
      called('b'),
      called('c', [], { tid: 99 }),
    );
    expect(outline(read1)).toEqual(['1/7 a.exe: 8=1', '7/9 b: 8=1 99=1']);
  });

  it('are found among instructions, whatever the order of their keys', async () => {
    const records = [
      ...START,
      { t: 'i', s: 1, tid: 8, pc: '0x140001000', b: '90' },
      { s: 1, t: 'i', tid: 8, pc: '0x140001001', b: '90' },
      { tid: 8, ...called('Sleep') },
      END,
    ];
    const trace = await openTrace(
      capaTraceInput,
      memorySource('run', new TextEncoder().encode(text(records).join('\n'))),
    );
    const { sink, summary } = await readTrace(trace);
    expect(sink.calls.length).toBe(1);
    expect(summary.health.skippedRecords).toBe(0);
    const functions = trace.executed?.()?.code?.functions() ?? [];
    expect(functions.map(({ address, instructions }) => [address, instructions])).toEqual([
      [{ type: 'absolute', value: 0x140001000 }, 2],
    ]);
  });

  it('are not needed where instructions are', async () => {
    const { sink } = await read(...START, { t: 'i', s: 1, tid: 8, pc: '0x1', b: '90' });
    expect(sink.calls).toEqual([]);
  });

  it('of more processes than are followed are told beside code of some of them', async () => {
    const records = Array.from({ length: 20 }, (_, i) => [
      { t: 'process', s: 1, pid: 100 + i, path: 'C:\\a.exe' },
      { t: 'thread', s: 1, pid: 100 + i, tid: 200 + i },
      { t: 'i', s: 1, tid: 200 + i, pc: `0x${(0x1000 + i).toString(16)}`, b: 'c3' },
      { tid: 200 + i, ...called('Sleep') },
    ]);
    const lines = text([header(), ...records.flat(), END]).join('\n');
    const trace = await openTrace(capaTraceInput, memorySource('run', new TextEncoder().encode(lines)));
    const { sink } = await readTrace(trace);
    expect(sink.calls).toHaveLength(20);
    const program = trace.executed?.();
    expect(program?.code?.functions()).toHaveLength(16);
    expect(program?.health().diagnostics).toMatchObject([{ code: 'executed-left-out' }]);
  });

  it.each([
    ['no instructions either', [...START]],
    [
      'instructions of a machine that is not known',
      [header({ arch: 'arm', bits: 32 }), PROCESS, THREAD, { t: 'i', s: 1, tid: 8, pc: '0x1', b: '90' }],
    ],
    ['instructions before any header', [{ t: 'i', s: 1, tid: 8, pc: '0x1', b: '90' }]],
  ])('that are none are an error which says what to do, with %s', async (_, records) => {
    await expect(read(...records)).rejects.toThrow(
      expect.objectContaining({ code: 'report-no-calls', hint: expect.stringContaining('capax check-trace') }),
    );
  });

  it('survive a return without beginning, a gap, a foreign line, and a missing end', async () => {
    const lines = text([...START, returned(5), { t: 'gap', s: 1, reason: 'full' }, 'no json', called('a')]);
    const { codes, sink } = await readLog(capaTraceInput, lines);
    expect(sink.calls.length).toBe(1);
    expect(codes).toEqual([
      'capatrace-beginning-missing',
      'capatrace-gap',
      'capatrace-record-malformed',
      'capatrace-truncated',
    ]);
  });

  it('come out in the order in which they end, whatever returns', async () => {
    const act = fc.record({ isCall: fc.boolean(), tid: fc.constantFrom(8, 9), id: fc.nat(5) });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
        const calls = acts.filter(({ isCall }) => isCall).length;
        const records = acts.map(({ isCall, tid, id }) =>
          isCall ? called('f', [], { tid, id }) : returned(id, { tid }),
        );
        // One call more, so that there is one at all.
        const trace = await read(...START, ...records, called('f'));
        expect(trace.sink.calls.length).toBe(calls + 1);
        expect(namesIn(trace).every((name) => name === 'f()')).toBe(true);
      }),
    );
  });
});

describe('what is known of the run', () => {
  it.each([
    ['windows', 'amd64', 'pe windows amd64'],
    ['linux', 'aarch64', 'elf linux aarch64'],
    ['macos', 'i386', 'macho macos i386'],
    ['plan9', 'arm', ''],
    ['constructor', 'amd64', 'amd64'],
  ])('of %s on %s is %j', async (os, arch, expected) => {
    const { summary } = await read(header({ os, arch }), PROCESS, THREAD, called('a'));
    expect(
      summary.globals
        .map(featureLine)
        .map((line) => JSON.parse(line.split('\t')[1] as string))
        .join(' '),
    ).toBe(expected);
  });

  it('is the hash of the sample, if it is one', async () => {
    const sample = { sha256: 'AB'.repeat(32), md5: 'no hash' };
    const { summary } = await read(header({ sample }), PROCESS, THREAD, called('a'));
    expect(summary.hashes).toEqual({ md5: '', sha1: '', sha256: 'ab'.repeat(32) });
  });
});

const folder = sharedPath('data', 'formats', 'trace_ndjson');

describe.skipIf(folder === undefined)('recorded traces (../shared)', () => {
  it.each([
    ['demo', ['strlen', 'pthread_join', 'pthread_create', 'open', 'strlen', 'write', 'close', 'printf']],
    ['unpack', ['mmap', 'mprotect', 'printf']],
    ['unpack_stripped', ['__libc_start_main', 'mmap', 'mprotect', 'printf']],
    ['unpack_qemu_remote', ['mmap', 'mprotect', '0x4002a2d000', 'printf']],
  ])('%s has the calls that its program makes', async (name, expected) => {
    const bytes = readFileSync(join(folder as string, `${name}.ndjson`));
    const { calls } = await callersOf(await openTrace(capaTraceInput, memorySource(name, bytes)));
    expect(calls.map(({ api }) => api).sort()).toEqual([...expected].sort());
    const known = 'sample';
    expect(calls.every(({ origin }) => origin === known)).toBe(true);
  });
});
