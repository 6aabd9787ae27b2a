// The records of a capa-trace file, line by line, with at most one line in memory.

import { readLines } from '../../bytes/lines.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { TraceRecord } from './records.ts';

export interface ReadRecord {
  /** Number of its line, from 1 on. */
  readonly line: number;
  /** Undefined where the line is no JSON object. */
  readonly record: TraceRecord | undefined;
}

const decoder = new TextDecoder();

/** Every line that is not empty, in batches. */
export async function* readRecords(source: ByteSource): AsyncGenerator<ReadRecord[], void, void> {
  let number = 0;
  for await (const lines of readLines(source)) {
    const batch: ReadRecord[] = [];
    for (const { bytes, tooLong } of lines) {
      number++;
      if (bytes.length > 0) batch.push({ line: number, record: tooLong ? undefined : parseRecord(bytes) });
    }
    yield batch;
  }
}

/** A line as a record; undefined where it is no JSON object. */
export function parseRecord(bytes: Uint8Array): TraceRecord | undefined {
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as TraceRecord) : undefined;
  } catch {
    return undefined;
  }
}
