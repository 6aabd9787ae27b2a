// Reads an input as strictly as its contract allows: bytes come in chunks that are overwritten once the next is asked for, feature
// numbers are whatever a sink may choose, and every promise of src/features/trace.ts that can be checked at once is.

import type { ByteSource } from '../../src/bytes/source.ts';
import { unpackSource } from '../../src/bytes/unpack.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { addressKey } from '../../src/features/address.ts';
import { formatCall } from '../../src/features/call.ts';
import type { Feature } from '../../src/features/feature.ts';
import { featureJson } from '../../src/features/feature-json.ts';
import type { LocatedFeature } from '../../src/features/located.ts';
import { locateFunctions } from '../../src/features/located-program.ts';
import { fileFeaturesOf, type Program } from '../../src/features/program.ts';
import type { Subject } from '../../src/features/subject.ts';
import type { Trace, TraceSink, TraceSummary } from '../../src/features/trace.ts';
import { detectInput } from '../../src/inputs/detect.ts';
import type { Input } from '../../src/inputs/input.ts';
import { LIMITS } from '../../src/limits.ts';
import { DEFAULT_SEMANTICS, type Semantics } from '../../src/semantics.ts';

/** Which number the n-th registered feature gets. Equal features that are registered again get another one. */
export type Numbering = (n: number) => number;

const FROM_ZERO: Numbering = (n) => n;

export interface StrictCall {
  readonly process: number;
  readonly thread: number;
  readonly id: number;
  readonly at: number;
  /** JSON texts, in emission order. */
  readonly features: readonly string[];
  /** Return addresses. */
  readonly callers: readonly number[];
}

export class StrictSink implements TraceSink {
  readonly wantsCallers = true;
  readonly calls: StrictCall[] = [];
  /** Broken promises. */
  readonly violations: string[] = [];
  forgotten = 0;
  readonly #numbering: Numbering;
  readonly #known = new Map<number, string>();
  #registered = 0;

  constructor(numbering: Numbering = FROM_ZERO) {
    this.#numbering = numbering;
  }

  feature(feature: Feature): number {
    const number = this.#numbering(this.#registered++);
    this.#known.set(number, featureJson(feature));
    return number;
  }

  call(...[process, thread, id, at, features, count, , callers = []]: Parameters<TraceSink['call']>): void {
    const demand = (holds: boolean, what: string): void => {
      if (!holds) this.violations.push(`call ${this.calls.length}: ${what}`);
    };
    const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
    demand(isCount(process) && isCount(thread), `process ${process}, thread ${thread}`);
    demand(isCount(id), `id ${id}`);
    demand(isCount(at), `at ${at}`);
    demand(features instanceof Int32Array && isCount(count) && count <= features.length, `${count} features`);
    const texts = Array.from(features.subarray(0, count), (number) => {
      const text = this.#known.get(number);
      demand(text !== undefined, `feature number ${number} was not handed out since the last forgetting`);
      return text ?? '';
    });
    const chain = Array.from(callers);
    demand(chain.length <= LIMITS.callers && chain.every(isCount), `callers ${chain}`);
    demand(callers.length === 0 || chain.some((address) => address !== 0), 'callers without any address');
    this.calls.push({ process, thread, id, at, features: texts, callers: chain });
  }

  forgetFeatures(): void {
    this.forgotten++;
    this.#known.clear();
  }
}

/** Bytes in chunks of one size, all in the same memory. Knows its size, but cannot seek unless `seekable`. */
export function recycledChunks(name: string, bytes: Uint8Array, chunkBytes: number, seekable = true): ByteSource {
  return {
    name,
    size: bytes.length,
    seekable,
    async *open(from = 0) {
      const chunk = new Uint8Array(Math.min(chunkBytes, bytes.length));
      for (let at = from; at < bytes.length; at += chunkBytes) {
        const part = bytes.subarray(at, at + chunkBytes);
        chunk.set(part);
        yield chunk.subarray(0, part.length);
        chunk.fill(0x22);
      }
    },
  };
}

export interface Opened {
  readonly opened: Subject;
  readonly diagnostics: Diagnostics;
}

export async function openWith(
  input: Input,
  source: ByteSource,
  semantics: Semantics = DEFAULT_SEMANTICS,
): Promise<Opened> {
  const diagnostics = new Diagnostics();
  const detected = await detectInput(source, { unpack: unpackSource, format: input.format });
  return { opened: await input.open(detected.source, { semantics, diagnostics }), diagnostics };
}

export async function openTraceWith(input: Input, source: ByteSource, semantics?: Semantics): Promise<Trace> {
  const { opened } = await openWith(input, source, semantics);
  if (opened.flavour !== 'dynamic') throw new Error('a trace was expected');
  return opened;
}

export async function openProgramWith(input: Input, source: ByteSource, semantics?: Semantics): Promise<Program> {
  const { opened } = await openWith(input, source, semantics);
  if (opened.flavour !== 'static') throw new Error('a program was expected');
  return opened;
}

/** Integers beyond 2^53 as text. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member));
}

function located({ feature, address }: LocatedFeature): string {
  return `${featureJson(feature)} @ ${addressKey(address)}`;
}

export interface ListedThread {
  readonly title: string;
  /** In order of time, with the ids that count. */
  readonly calls: readonly StrictCall[];
}

export interface TraceReading {
  readonly sink: StrictSink;
  readonly summary: TraceSummary;
  /** The order of the summary applied to what came. */
  readonly threads: readonly ListedThread[];
  /** By `at`. */
  readonly names: ReadonlyMap<number, string>;
  readonly times: ReadonlyMap<number, string>;
  /** Everything that was read, as text; equal for equal readings. */
  readonly text: string;
}

/** Reads a trace and describes all of its calls. */
export async function readTraceStrictly(trace: Trace, numbering?: Numbering): Promise<TraceReading> {
  const sink = new StrictSink(numbering);
  const summary = await trace.read(sink);
  const threads = listThreads(sink, summary);
  const places = sink.calls.map(({ at }) => at);
  const { names, times } = await describeCalls(trace, places);
  const { processes, globals, file, hashes, baseAddress, health } = summary;
  const text = [
    plain({ hashes, baseAddress, health }),
    ...globals.map(featureJson),
    ...file.map(located),
    ...processes.map(({ threads: _, ...process }) => plain(process)),
    ...threads.flatMap(({ title, calls }) => [
      title,
      ...calls.map(({ id, at, features, callers }) =>
        [id, at, ...features, ...callers, names.get(at), times.get(at)].join(' '),
      ),
    ]),
  ].join('\n');
  return { sink, summary, threads, names, times, text };
}

/** Threads in listing order with their calls. */
function listThreads(sink: StrictSink, { processes }: TraceSummary): ListedThread[] {
  const arrived = new Map<number, StrictCall[]>();
  for (const call of sink.calls) {
    const known = arrived.get(call.thread);
    if (known === undefined) arrived.set(call.thread, [call]);
    else known.push(call);
  }
  return processes.flatMap(({ threads }) =>
    threads.map(({ thread, tid, order, features }) => {
      const calls = arrived.get(thread) ?? [];
      const sorted =
        order === undefined ? calls : Array.from(order, (position, id) => ({ ...(calls[position] as StrictCall), id }));
      return { title: `thread ${tid} ${features.map(located).join(' ')}`, calls: sorted };
    }),
  );
}

interface Descriptions {
  readonly names: Map<number, string>;
  readonly times: Map<number, string>;
}

/** Descriptions of some calls, by `at`. Checks that there is one for each, in order. */
export async function describeCalls(trace: Trace, places: readonly number[]): Promise<Descriptions> {
  const at = Float64Array.from(new Set(places)).sort();
  const names = new Map<number, string>();
  const times = new Map<number, string>();
  let next = 0;
  await trace.describeCalls(at, (index, call) => {
    if (index !== next++) throw new Error(`call ${index} is described where ${next - 1} was expected`);
    names.set(at[index] as number, formatCall(call));
    if (call.time !== undefined) times.set(at[index] as number, call.time);
  });
  if (next !== at.length) throw new Error(`${next} of ${at.length} calls are described`);
  return { names, times };
}

/** A trace as the table of the suite writes it. */
export function outlineTrace({ summary, threads, names }: TraceReading): string[] {
  const rest = [...threads];
  return summary.processes.flatMap((process) => [
    `${process.address.value.join('/')} ${process.name}`,
    ...process.threads.flatMap(({ tid }) => [
      `  ${tid}`,
      ...(rest.shift()?.calls ?? []).map(({ id, at }) => `    ${id} ${names.get(at)}`),
    ]),
  ]);
}

/** A program as the table of the suite writes it. */
export function outlineProgram(program: Program): string[] {
  return [...locateFunctions(program)].flatMap(({ address, blocks }) => [
    addressKey(address),
    ...[...blocks].flatMap((block) => [
      `  ${addressKey(block.address)}`,
      ...[...block.instructions].map((instruction) => `    ${addressKey(instruction.address)}`),
    ]),
  ]);
}

/** Everything in a program, as text; equal for equal readings. */
export function programText(program: Program): string {
  const { hashes, baseAddress, globals } = program;
  const lines = [
    plain({ hashes, baseAddress, health: program.health() }),
    ...globals.map(featureJson),
    ...fileFeaturesOf(program).map(located),
  ];
  for (const { address, features, blocks, library } of locateFunctions(program)) {
    lines.push(`function ${addressKey(address)} ${library} ${features.map(located).join(' ')}`);
    for (const block of blocks) {
      lines.push(`block ${addressKey(block.address)} ${block.features.map(located).join(' ')}`);
      for (const instruction of block.instructions) {
        lines.push(`${addressKey(instruction.address)} ${instruction.features.map(located).join(' ')}`);
      }
    }
  }
  return lines.join('\n');
}

/** The text of either. */
export async function readText(input: Input, source: ByteSource, semantics?: Semantics): Promise<string> {
  const { opened } = await openWith(input, source, semantics);
  return opened.flavour === 'static' ? programText(opened) : (await readTraceStrictly(opened)).text;
}
