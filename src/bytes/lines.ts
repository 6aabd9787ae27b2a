// Splits a byte source into lines without ever holding more than one line. Both LF and CRLF end a line.

import { LIMITS } from '../limits.ts';
import type { ByteSource } from './source.ts';

export interface Line {
  /** Bytes without the line end. Valid until the next line is asked for. */
  readonly bytes: Uint8Array;
  /** Position of the first byte in the source. */
  readonly at: number;
  /** False for a last line that no line end closes. */
  readonly complete: boolean;
  /** True if the line was longer than the limit: `bytes` is then its beginning. */
  readonly tooLong: boolean;
}

const LF = 0x0a;
const CR = 0x0d;

/** Who takes lines where they lie, without knowing where they end. */
export interface LinePasser {
  /** Whether it may take the line that begins at `bytes[from]`; there are bytes up to `end`. */
  mayPass(bytes: Uint8Array, from: number, end: number): boolean;
  /**
   * Takes the line and returns where it ends: there has to be a line end, else the line is delivered too. -1 where it is not taken, or may go on
   * beyond `end`.
   */
  pass(bytes: Uint8Array, from: number, end: number): number;
}

/**
 * Lines in batches, one batch for each chunk of the source (an async step for every line would dominate the cost). Empty lines
 * are delivered. Lines longer than `maxBytes` are cut and marked. `passer` is asked first about lines that lie in one chunk,
 * in their order among the others, and no object is made of those that it takes: of logs with very many lines that would be most of the cost.
 */
export async function* readLines(
  source: ByteSource,
  from = 0,
  maxBytes: number = LIMITS.lineBytes,
  passer?: LinePasser,
): AsyncIterable<Line[]> {
  let parts: Uint8Array[] = [];
  let kept = 0;
  let start = from;
  let length = 0;
  const take = (part: Uint8Array, copy: boolean): void => {
    length += part.length;
    const wanted = part.subarray(0, Math.max(0, maxBytes - kept));
    if (wanted.length === 0) return;
    parts.push(copy ? wanted.slice() : wanted);
    kept += wanted.length;
  };
  const finish = (complete: boolean): Line => {
    let bytes = parts.length === 1 ? (parts[0] as Uint8Array) : new Uint8Array(kept);
    if (parts.length > 1) {
      let at = 0;
      for (const part of parts) {
        bytes.set(part, at);
        at += part.length;
      }
    }
    if (complete && bytes.length > 0 && bytes[bytes.length - 1] === CR) bytes = bytes.subarray(0, bytes.length - 1);
    const line = { bytes, at: start, complete, tooLong: length > maxBytes };
    start += length + 1;
    parts = [];
    kept = 0;
    length = 0;
    return line;
  };
  for await (const chunk of source.open(from)) {
    let batch: Line[] = [];
    let at = 0;
    for (;;) {
      if (passer !== undefined && kept === 0 && passer.mayPass(chunk, at, chunk.length)) {
        if (batch.length > 0) {
          yield batch;
          batch = [];
        }
        const passed = passAll(passer, chunk, at);
        start += passed - at;
        at = passed;
      }
      const end = chunk.indexOf(LF, at);
      if (end < 0) break;
      take(chunk.subarray(at, end), false);
      batch.push(finish(true));
      at = end + 1;
    }
    if (batch.length > 0) yield batch;
    if (at < chunk.length) take(chunk.subarray(at), true);
  }
  if (length > 0) yield [finish(false)];
}

/** Has lines taken as long as they are; returns where the first one begins that is not. */
function passAll(passer: LinePasser, chunk: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    if (!passer.mayPass(chunk, at, chunk.length)) return at;
    let end = passer.pass(chunk, at, chunk.length);
    if (end < 0) return at;
    if (chunk[end] === CR) end++;
    if (chunk[end] !== LF) return at;
    at = end + 1;
  }
}
