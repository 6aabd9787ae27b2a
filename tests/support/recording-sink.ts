// Records what an input emits, in the form of the recorded outputs of the reference: one line a feature (`NAME\tVALUE`, text as
// ASCII-only JSON, numbers decimal), hashes for each thread.

import { createHash } from 'node:crypto';
import type { Address } from '../../src/features/address.ts';
import { formatCall } from '../../src/features/call.ts';
import type { Feature } from '../../src/features/feature.ts';
import type { LocatedFeature } from '../../src/features/located.ts';
import type { Trace, TraceSink, TraceSummary, TraceThread } from '../../src/features/trace.ts';

/** JSON with every character beyond printable ASCII escaped, as Python writes it. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `NAME\tVALUE`. */
export function featureLine(feature: Feature): string {
  const value = 'value' in feature ? feature.value : '';
  return `${feature.type}\t${typeof value === 'string' ? asciiJson(value) : value}`;
}

/** An address as the recorded outputs write it: an integer, a list or null. */
export function addressJson(address: Address): string {
  if (address.type === 'no address') return 'null';
  return typeof address.value === 'object' ? `[${address.value.join(', ')}]` : String(address.value);
}

export interface RecordedCall {
  readonly process: number;
  readonly thread: number;
  readonly id: number;
  readonly at: number;
  /** How many calls it stands for, if not just one. */
  readonly times?: number;
  readonly features: readonly string[];
}

/** Keeps every call with its features as lines. */
export class RecordingSink implements TraceSink {
  readonly calls: RecordedCall[] = [];
  forgotten = 0;
  #lines: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #threads = new Map<number, RecordedCall[]>();

  feature(feature: Feature): number {
    const line = featureLine(feature);
    const known = this.#numbers.get(line);
    if (known !== undefined) return known;
    this.#numbers.set(line, this.#lines.length);
    return this.#lines.push(line) - 1;
  }

  call(process: number, thread: number, id: number, at: number, features: Int32Array, count: number, times = 1): void {
    const lines = Array.from(features.subarray(0, count), (number) => this.#lines[number] as string);
    const call = { process, thread, id, at, features: lines, ...(times > 1 ? { times } : {}) };
    this.calls.push(call);
    const known = this.#threads.get(thread);
    if (known === undefined) this.#threads.set(thread, [call]);
    else known.push(call);
  }

  forgetFeatures(): void {
    this.forgotten++;
    this.#numbers.clear();
    this.#lines = [];
  }

  /** Calls of a thread in the order and with the ids that the summary asks for. */
  callsOf({ thread, order }: Pick<TraceThread, 'thread' | 'order'>): RecordedCall[] {
    const arrived = this.#threads.get(thread) ?? [];
    if (order === undefined) return arrived;
    return Array.from(order, (position, id) => ({ ...(arrived[position] as RecordedCall), id }));
  }
}

export interface ReadTrace {
  readonly sink: RecordingSink;
  readonly summary: TraceSummary;
  /** Display names of all calls, by `at`. */
  readonly names: ReadonlyMap<number, string>;
}

/** Reads a whole trace and describes every call of it. */
export async function readTrace(trace: Trace): Promise<ReadTrace> {
  const sink = new RecordingSink();
  const summary = await trace.read(sink);
  const at = Float64Array.from(new Set(sink.calls.map((call) => call.at))).sort();
  const names = new Map<number, string>();
  await trace.describeCalls(at, (index, call) => names.set(at[index] as number, formatCall(call)));
  return { sink, summary, names };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function located({ feature, address }: LocatedFeature): string {
  return `${featureLine(feature)}\t${addressJson(address)}`;
}

/** What the recorded outputs of the reference say about a report, computed from capax's reading of it. */
export async function digestTrace(trace: Trace): Promise<object> {
  const { sink, summary, names } = await readTrace(trace);
  const { hashes, baseAddress, globals, file, processes } = summary;
  return {
    hashes: [hashes.md5, hashes.sha1, hashes.sha256],
    base: JSON.parse(addressJson(baseAddress)),
    global: globals.map(featureLine),
    file_features: { count: file.length, sha256: sha256(file.map(located).join('\n')) },
    processes: processes.map((process) => ({
      addr: process.address.value,
      name: process.name,
      features: process.features.map(({ feature }) => featureLine(feature)),
      threads: process.threads.map((thread) => {
        const calls = sink.callsOf(thread);
        const lines = calls.flatMap(({ id, features }) => features.map((line) => `${id}\t${line}\n`));
        return {
          addr: [...process.address.value, thread.tid],
          calls: calls.length,
          features: lines.length,
          features_sha256: sha256(lines.join('')),
          names_sha256: sha256(calls.map(({ id, at }) => `${id}\t${asciiJson(names.get(at) as string)}\n`).join('')),
        };
      }),
    })),
  };
}
