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

/** Who takes lines where they lie: in `bytes[from .. end)`, without their end. */
export interface LinePasser {
  /** Whether it may take the line that begins there. */
  mayPass(bytes: Uint8Array, from: number, end: number): boolean;
  /** Takes the line; false where it is to be delivered after all. */
  pass(bytes: Uint8Array, from: number, end: number): boolean;
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
      const end = chunk.indexOf(LF, at);
      if (end < 0) break;
      if (kept === 0 && passer?.mayPass(chunk, at, end) === true && end - at <= maxBytes) {
        if (batch.length > 0) {
          yield batch;
          batch = [];
        }
        if (passer.pass(chunk, at, end)) {
          start += end - at + 1;
          at = end + 1;
          continue;
        }
      }
      take(chunk.subarray(at, end), false);
      batch.push(finish(true));
      at = end + 1;
    }
    if (batch.length > 0) yield batch;
    if (at < chunk.length) take(chunk.subarray(at), true);
  }
  if (length > 0) yield [finish(false)];
}
