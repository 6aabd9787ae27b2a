// Opens a text as a trace and reads all of it.

import { type ByteSource, memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { Trace } from '../../src/features/trace.ts';
import type { Input } from '../../src/inputs/input.ts';
import { DEFAULT_SEMANTICS, type Semantics } from '../../src/semantics.ts';
import { type ReadTrace, readTrace } from './recording-sink.ts';

export interface OpenedTrace extends ReadTrace {
  readonly trace: Trace;
  /** Codes of the diagnostics in the health block. */
  readonly codes: readonly string[];
}

/** A trace of the source. */
export async function openTrace(
  input: Input,
  source: ByteSource,
  semantics: Semantics = DEFAULT_SEMANTICS,
): Promise<Trace> {
  return (await input.open(source, { semantics, diagnostics: new Diagnostics() })) as Trace;
}

/** Reads and describes every call. */
export async function readSource(input: Input, source: ByteSource, semantics?: Semantics): Promise<OpenedTrace> {
  const trace = await openTrace(input, source, semantics);
  const read = await readTrace(trace);
  return { trace, codes: read.summary.health.diagnostics.map(({ code }) => code), ...read };
}

/** As `readSource`, for lines of text. */
export function readLog(
  input: Input,
  lines: readonly string[],
  name = 'a.log',
  chunkBytes?: number,
): Promise<OpenedTrace> {
  return readSource(input, memorySource(name, new TextEncoder().encode(`${lines.join('\n')}\n`), chunkBytes));
}

/** `PPID/PID NAME: TID=CALLS ...` for each process. */
export function outline({ summary, sink }: ReadTrace): string[] {
  return summary.processes.map(({ address, name, threads }) => {
    const counts = threads.map((thread) => `${thread.tid}=${sink.callsOf(thread).length}`);
    return `${address.value.join('/')} ${name}: ${counts.join(' ')}`;
  });
}
