import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bytes/source.ts';
import { unpackSource } from '../../../src/bytes/unpack.ts';
import { Diagnostics } from '../../../src/diagnostics.ts';
import { NO_ADDRESS } from '../../../src/features/address.ts';
import type { Program, ProgramInstruction } from '../../../src/features/program.ts';
import type { FeatureRegistrar } from '../../../src/features/registrar.ts';
import type { Trace, TraceSink, TraceSummary, TraceThread } from '../../../src/features/trace.ts';
import { checkInput } from '../../../src/inputs/check-input.ts';
import { detectInput } from '../../../src/inputs/detect.ts';
import { openInput } from '../../../src/inputs/open.ts';
import { type LoggedCall, traceOfCalls } from '../../../src/inputs/shared/calls/trace-of-calls.ts';
import { DEFAULT_SEMANTICS } from '../../../src/semantics.ts';
import { CONTRACT_ENTRIES } from '../../contract/entries.ts';

const CALLS: readonly LoggedCall[] = [
  { at: 10, pid: 4000, tid: 7, api: 'CreateFileW', args: [{ value: '0x10' }, { value: 'a' }], process: 'a.exe' },
  { at: 20, pid: 5000, ppid: 4000, tid: 7, api: 'ReadFile', args: [] },
  { at: 30, pid: 4000, tid: 7, api: 'ReadFile', args: [{ value: '0x10' }], result: '0' },
];

const OPTIONS = { semantics: DEFAULT_SEMANTICS, diagnostics: new Diagnostics() };

const sound: Trace = traceOfCalls(
  {
    format: 'log',
    extractor: 'Log',
    producer: 'log',
    async *calls(from) {
      yield* CALLS.filter(({ at }) => at >= from);
    },
  },
  OPTIONS,
);

/** The sound trace with another sink between, or another summary. */
function changed(sinkOf: (sink: TraceSink) => TraceSink, summaryOf = (summary: TraceSummary) => summary): Trace {
  return { ...sound, read: async (sink) => summaryOf(await sound.read(sinkOf(sink))) };
}

const same = (sink: TraceSink): TraceSink => sink;

/** A sink that gets calls with other arguments. */
function calling(change: (...call: Parameters<TraceSink['call']>) => Parameters<TraceSink['call']>): Trace {
  return changed((sink) => ({
    feature: (feature) => sink.feature(feature),
    forgetFeatures: () => sink.forgetFeatures(),
    call: (...call) => sink.call(...change(...call)),
  }));
}

/** A summary with each thread changed. */
function listing(change: (thread: TraceThread) => readonly TraceThread[]): Trace {
  return changed(same, (summary) => ({
    ...summary,
    processes: summary.processes.map((process) => ({ ...process, threads: process.threads.flatMap(change) })),
  }));
}

let readings = 0;

describe('checkInput', () => {
  it.each(CONTRACT_ENTRIES.map((entry) => [entry.title, entry] as const))(
    'finds nothing wrong with %s',
    async (_, { sound, input: { format } }) => {
      const detected = await detectInput(memorySource('x', await sound()), { unpack: unpackSource, format });
      expect(await checkInput(await openInput(detected, { ...OPTIONS, unpack: unpackSource }))).toEqual([]);
    },
  );

  it('finds nothing wrong with calls one after another', async () => {
    expect(await checkInput(sound)).toEqual([]);
  });

  it.each<[string, Trace, RegExp]>([
    ['pids for numbers', calling((process, ...rest) => [process + 4000, ...rest]), /process 4000 .* no dense number/],
    ['a broken place', calling((p, t, id, _, f, n) => [p, t, id, -1, f, n]), /at -1 is no place/],
    ['a broken id', calling((p, t, _, at, f, n) => [p, t, 0.5, at, f, n]), /id 0.5 is no count/],
    [
      'features that are not there',
      calling((p, t, id, at, f) => [p, t, id, at, f, 9999]),
      /9999 features are announced/,
    ],
    ['numbers of its own', calling((p, t, id, at, _, n) => [p, t, id, at, new Int32Array(9), n]), /was not handed out/],
    ['one thread in two processes', calling((p, _, ...rest) => [p, 0, ...rest]), /thread 0 calls under two processes/],
    ['an unlisted thread', listing(() => []), /thread 0 has calls and is not listed/],
    ['a thread without calls', listing((thread) => [thread, { ...thread, thread: 5 }]), /thread 5 is listed/],
    ['a bad order', listing((thread) => [{ ...thread, order: new Uint32Array([1, 1]) }]), /no order of its/],
    ['another second reading', calling((p, t, id, ...rest) => [p, t, id + readings++, ...rest]), /second reading/],
    ['calls that are not described', { ...sound, describeCalls: async () => undefined }, /0 of 3 calls are described/],
    [
      'calls that are described out of order',
      { ...sound, describeCalls: async (_, receive) => receive(1, { api: '' }) },
      /call 1 is described where 0 is due/,
    ],
  ])('tells of %s', async (_, trace, sentence) => {
    expect((await checkInput(trace)).join('\n')).toMatch(sentence);
  });

  const program = (instructions: (registrar: FeatureRegistrar) => Iterable<ProgramInstruction>): Program => ({
    ...{ flavour: 'static', format: 'x', extractor: 'X', globals: [], file: [], baseAddress: NO_ADDRESS },
    hashes: { md5: '', sha1: '', sha256: '' },
    functions: (registrar) => [
      {
        address: { type: 'absolute', value: 1 },
        features: { numbers: [registrar.feature({ type: 'characteristic', value: 'loop' })] },
        blocks: [{ address: NO_ADDRESS, features: { numbers: [] }, instructions: instructions(registrar) }],
      },
    ],
    health: () => ({ flavour: 'static', producer: 'x', skippedRecords: 0, missing: [], diagnostics: [] }),
  });
  const at: ProgramInstruction['address'] = { type: 'absolute', value: 2 };
  let walks = 0;

  it.each<[string, Program, RegExp | undefined]>([
    ['nothing', program(() => [{ address: at, features: { numbers: [] } }]), undefined],
    [
      'instructions that can be walked once',
      program(() => [{ address: at, features: { numbers: [] } }].values()),
      /only once/,
    ],
    ['numbers of its own', program(() => [{ address: at, features: { numbers: [0] } }]), /number 0 was not handed out/],
    [
      'addresses that are too few',
      program((registrar) => [
        { address: at, features: { numbers: [registrar.feature({ type: 'mnemonic', value: 'mov' })], addresses: [] } },
      ]),
      /0 addresses for 1 features/,
    ],
    [
      'another second walk',
      program((registrar) => [
        { address: at, features: { numbers: [registrar.feature({ type: 'number', value: walks++ })] } },
      ]),
      /a second walk gives other/,
    ],
  ])('tells of %s in a program', async (_, input, sentence) => {
    const told = (await checkInput(input)).join('\n');
    if (sentence === undefined) expect(told).toBe('');
    else expect(told).toMatch(sentence);
  });
});

describe('a trace of calls', () => {
  it('tells processes apart by pid and parent, and describes calls by their place', async () => {
    const sink = { feature: () => 0, forgetFeatures: () => undefined, call: () => undefined };
    const { processes, health } = await sound.read(sink);
    expect(processes.map(({ address, name, threads }) => [address.value, name, threads.length])).toEqual([
      [[0, 4000], 'a.exe', 1],
      [[4000, 5000], '', 1],
    ]);
    expect(health).toMatchObject({ producer: 'log', processes: 2, threads: 2, calls: 3 });
    const described: unknown[] = [];
    await sound.describeCalls(Float64Array.of(15, 30, 99), (_, call) => described.push(call));
    expect(described).toEqual([
      { api: '(unreadable call)' },
      { api: 'ReadFile', args: [{ value: '0x10' }], result: '0' },
      { api: '(unreadable call)' },
    ]);
  });
});
