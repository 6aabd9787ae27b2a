// What every trace and every program promises to those who read it (src/features/trace.ts, src/features/program.ts).

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { CapaxError } from '../../src/errors.ts';
import type { Feature } from '../../src/features/feature.ts';
import type { Health } from '../../src/features/health.ts';
import type { TraceSink } from '../../src/features/trace.ts';
import {
  COMPAT_SEMANTICS,
  DEFAULT_SEMANTICS,
  DIFFERENCE_NAMES,
  type DifferenceName,
  type Semantics,
} from '../../src/semantics.ts';
import { type ContractEntry, longText } from './contract-entry.ts';
import { CONTRACT_ENTRIES } from './entries.ts';
import {
  describeCalls,
  type Numbering,
  openProgramWith,
  openTraceWith,
  openWith,
  outlineProgram,
  outlineTrace,
  programText,
  readText,
  readTraceStrictly,
  recycledChunks,
  StrictSink,
} from './read-strictly.ts';

const isStatic = ({ expected }: ContractEntry): boolean => !expected.some((line) => line.includes('/'));
const TRACES = CONTRACT_ENTRIES.filter((entry) => !isStatic(entry));
const PROGRAMS = CONTRACT_ENTRIES.filter(isStatic);

const CHUNKS = [1, 7, 64, 4096, Number.MAX_SAFE_INTEGER];

const NUMBERINGS: readonly (readonly [string, Numbering])[] = [
  ['from 0', (n) => n],
  ['down from 2^31 - 1', (n) => 0x7fffffff - n],
  ['scattered', (n) => Math.imul(n, 0x9e3779b1) & 0x7fffffff],
];

describe.each(TRACES)('a trace: $title', ({ input, sound, expected, orderedByEnd }) => {
  const open = async () => openTraceWith(input, memorySource('report', await sound()));

  it('holds the processes, threads and calls that were recorded', async () => {
    expect(outlineTrace(await readTraceStrictly(await open()))).toEqual(expected);
  });

  it('keeps the promises of a call', async () => {
    const { sink, summary } = await readTraceStrictly(await open());
    expect(sink.violations).toEqual([]);
    expect(new Set(sink.calls.map(({ at }) => at)).size).toBe(sink.calls.length);
    const owners = new Map(sink.calls.map(({ thread, process }) => [thread, process]));
    for (const { thread, process } of sink.calls) expect(owners.get(thread)).toBe(process);
    const numbers = [...owners.keys()].sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, n) => n));
    const listed = summary.processes.flatMap(({ threads }) => threads.map(({ thread }) => thread));
    expect(listed.filter((thread) => thread >= 0).sort((a, b) => a - b)).toEqual(numbers);
  });

  it('keeps the threads of a process together', async () => {
    const { sink, summary } = await readTraceStrictly(await open());
    const owners = new Map(sink.calls.map(({ thread, process }) => [thread, process]));
    for (const { threads } of summary.processes) {
      const found = new Set(threads.flatMap(({ thread }) => owners.get(thread) ?? []));
      expect(found.size).toBeLessThanOrEqual(1);
    }
  });

  it('has calls in order of time, after a permutation where one is given', async () => {
    const { sink, summary, threads, times } = await readTraceStrictly(await open());
    for (const { order, thread } of summary.processes.flatMap((process) => process.threads)) {
      if (order === undefined) continue;
      const calls = sink.calls.filter((call) => call.thread === thread).length;
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: calls }, (_, n) => n));
    }
    for (const { calls } of threads) {
      const stamps = calls
        .flatMap(({ at }) => times.get(at) ?? [])
        .map((time) => Number(time.replace(/ s$/, '')) || time);
      if (orderedByEnd !== true) expect(stamps).toEqual([...stamps].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      expect(calls.map(({ id }) => id)).toEqual(calls.map(({ id }) => id).sort((a, b) => a - b));
    }
  });

  it('has addresses made of its own ids', async () => {
    const { processes } = (await readTraceStrictly(await open())).summary;
    for (const { address, features, threads } of processes) {
      for (const id of [...address.value, ...threads.map(({ tid }) => tid)]) {
        expect(Number.isSafeInteger(id) && id >= 0).toBe(true);
      }
      for (const feature of features) expect(feature.address).toEqual(address);
    }
  });

  it.each(NUMBERINGS)('is the same whatever numbers the sink hands out: %s', async (_, numbering) => {
    const plain = await readTraceStrictly(await open());
    const numbered = await readTraceStrictly(await open(), numbering);
    expect(numbered.sink.violations).toEqual([]);
    expect(numbered.text).toBe(plain.text);
  });

  it('is complete for a sink to which all features are the same', async () => {
    const plain = await readTraceStrictly(await open());
    const sink = new StrictSink(() => 0);
    await (await open()).read(sink);
    const shape = (calls: StrictSink['calls']): unknown =>
      calls.map(({ process, thread, id, at, features }) => [process, thread, id, at, features.length]);
    expect(shape(sink.calls)).toEqual(shape(plain.sink.calls));
  });

  it('can be read again, also with descriptions in between', async () => {
    const trace = await open();
    const first = await readTraceStrictly(trace);
    const second = await readTraceStrictly(trace);
    expect(second.text).toBe(first.text);
  });

  it('describes any of its calls, again and again', async () => {
    const trace = await open();
    const { sink, names, times } = await readTraceStrictly(trace);
    const all = sink.calls.map(({ at }) => at).sort((a, b) => a - b);
    const subsets = [
      [],
      ...all.map((at) => [at]),
      ...all.map((_, n) => all.slice(n)),
      all.filter((_, n) => n % 2 === 0),
      all.filter((_, n) => n % 3 === 1),
      all,
    ];
    for (const subset of subsets) {
      const described = await describeCalls(trace, subset);
      expect([...described.names]).toEqual(subset.map((at) => [at, names.get(at)]));
      expect([...described.times]).toEqual(subset.flatMap((at) => (times.has(at) ? [[at, times.get(at)]] : [])));
    }
  });

  it('counts in its health what it delivers', async () => {
    const { sink, summary } = await readTraceStrictly(await open());
    const { processes, health } = summary;
    const threads = processes.flatMap((process) => process.threads);
    expect(health).toMatchObject({
      processes: processes.length,
      threads: threads.length,
      calls: sink.calls.length,
      skippedRecords: 0,
    });
    expect(health.diagnostics.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(health.producer).not.toBe('');
  });
});

describe.each(PROGRAMS)('a program: $title', ({ input, sound, expected }) => {
  const open = async () => openProgramWith(input, memorySource('program', await sound()));

  it('holds the functions, blocks and instructions that it has', async () => {
    expect(outlineProgram(await open())).toEqual(expected);
  });

  it('can be walked again, also while it is being walked', async () => {
    const program = await open();
    const first = programText(program);
    for (const _ of program.functions({ feature: () => 0, forgetFeatures: () => undefined }))
      expect(programText(program)).toBe(first);
  });

  it('has no calls, and a health without complaints', async () => {
    expect((await open()).health()).toMatchObject({
      flavour: 'static',
      skippedRecords: 0,
      diagnostics: [],
    });
  });
});

describe.each(CONTRACT_ENTRIES)('reading: $title', (entry) => {
  const { input, sound, lacking, broken, differences, different } = entry;

  it.each(CHUNKS)('does not depend on how the bytes come: %d at a time', async (chunkBytes) => {
    const bytes = await sound();
    const whole = await readText(input, memorySource('report', bytes));
    for (const seekable of [true, false]) {
      expect(await readText(input, recycledChunks('report', bytes, chunkBytes, seekable))).toBe(whole);
    }
  });

  it.each(Object.entries(lacking))('says that something is missing: %s', async (part, build) => {
    const health = await readHealth(entry, await build());
    expect(health.missing.map((missing) => missing.part).join('; ')).toContain(part);
    for (const { consequence } of health.missing) expect(consequence).toMatch(/^\S.{15,}/);
    expect((await readHealth(entry, await sound())).missing.map((missing) => missing.part)).not.toContain(part);
  });

  if (typeof broken === 'string') it.skip(`leaves broken records out: ${broken}`);
  else describeBroken(entry, broken);

  it.each(DIFFERENCE_NAMES)('differs from the reference by name: %s', async (name) => {
    const bytes = await different();
    const read = (semantics: Semantics) => readOrRefuse(entry, bytes, semantics);
    const changes = (await read({ ...DEFAULT_SEMANTICS, [name]: false })) !== (await read(DEFAULT_SEMANTICS));
    expect(changes).toBe(differences.includes(name));
  });

  it('does what the reference does when its differences are off', async () => {
    const bytes = await different();
    const off = Object.fromEntries(differences.map((name): [DifferenceName, boolean] => [name, false]));
    expect(await readOrRefuse(entry, bytes, { ...DEFAULT_SEMANTICS, ...off })).toBe(
      await readOrRefuse(entry, bytes, COMPAT_SEMANTICS),
    );
  });
});

function describeBroken(entry: ContractEntry, broken: (times: number) => Uint8Array | Promise<Uint8Array>): void {
  it('leaves broken records out, and says so once with their number', async () => {
    const lists = [];
    for (const times of [3, 300]) {
      const { skippedRecords, diagnostics } = await readHealth(entry, await broken(times));
      expect(skippedRecords).toBe(times);
      expect(diagnostics.map(({ count }) => count)).toContain(times);
      for (const { code, message } of diagnostics) {
        expect(code).toMatch(new RegExp(`^${entry.input.format}-[a-z-]+$`));
        expect(message).not.toMatch(/[\n\r]/);
      }
      lists.push(diagnostics.map(({ code, message, where }) => [code, message, where]));
    }
    expect(lists[1]).toEqual(lists[0]);
  });

  it('keeps what is sound beside broken records', async () => {
    const read = async (times: number) => {
      const { opened } = await openWith(entry.input, memorySource('report', await broken(times)));
      return opened.flavour === 'static' ? outlineProgram(opened) : outlineTrace(await readTraceStrictly(opened));
    };
    const withoutIds = (lines: string[]): string[] => lines.map((line) => line.replace(/^ {4}\d+ /, ''));
    expect(withoutIds(await read(2))).toEqual(withoutIds(await read(0)));
  });
}

/** Counts the calls that carry the long texts, in their order; keeps nothing that it was told to forget. */
class LongTextSink implements TraceSink {
  inOrder = 0;
  forgotten = 0;
  readonly #values = new Map<number, unknown>();
  #registered = 0;

  feature(feature: Feature): number {
    this.#values.set(this.#registered, 'value' in feature ? feature.value : undefined);
    return this.#registered++;
  }

  call(...[, , , , features, count]: Parameters<TraceSink['call']>): void {
    const text = longText(this.inOrder);
    for (const number of features.subarray(0, count)) {
      if (!this.#values.has(number)) throw new Error(`feature number ${number} is forgotten`);
      if (this.#values.get(number) === text) this.inOrder++;
    }
  }

  forgetFeatures(): void {
    this.forgotten++;
    this.#values.clear();
  }
}

const FORGETFUL = TRACES.filter(({ longTexts }) => typeof longTexts !== 'string');

describe.each(FORGETFUL)('a trace with too many texts to remember: $title', ({ input, longTexts }) => {
  it('tells the sink to forget and goes on', async () => {
    if (typeof longTexts === 'string') throw new Error(longTexts);
    const count = 3300;
    const sink = new LongTextSink();
    await (await openTraceWith(input, longTexts(count))).read(sink);
    expect(sink.inOrder).toBe(count);
    expect(sink.forgotten).toBeGreaterThan(0);
  });
});

async function readHealth({ input }: ContractEntry, bytes: Uint8Array): Promise<Health> {
  const { opened } = await openWith(input, memorySource('report', bytes));
  return opened.flavour === 'static' ? opened.health() : (await opened.read(new StrictSink())).health;
}

/** The text of an input, or the code of the error that refuses it. */
async function readOrRefuse({ input }: ContractEntry, bytes: Uint8Array, semantics: Semantics): Promise<string> {
  try {
    return await readText(input, memorySource('report', bytes), semantics);
  } catch (error) {
    if (error instanceof CapaxError) return error.code;
    throw error;
  }
}
