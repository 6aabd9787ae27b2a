// Text in pieces that hold whole lines, for readers of logs with hundreds of millions of short ones: they look for the ends of lines
// themselves while they read, and no object is made for a line. For everything else there is lines.ts.

import type { ByteSource } from './source.ts';

export interface WholeLines {
  /** Lines stand in `bytes[from .. to)`, good until the next piece is asked for. A line end closes each of them. */
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** Position of the first byte in the source. */
  readonly at: number;
}

/** What is left out, with its position in the source: a line that is too long, or a last one that no line end closes. */
export type LeftOut = (what: 'too-long' | 'unclosed', at: number) => void;

const LF = 0x0a;
const FIRST_BYTES = 1 << 18;

/** All lines of at most `maxBytes`, with their line ends. What is not delivered goes to `leaveOut`. */
export async function* readWholeLines(
  source: ByteSource,
  maxBytes: number,
  leaveOut: LeftOut,
): AsyncGenerator<WholeLines, void, void> {
  let buffer = new Uint8Array(Math.min(FIRST_BYTES, maxBytes + 1));
  let filled = 0;
  /** Position of `buffer[0]` in the source. */
  let at = 0;
  /** Whether what comes is the rest of a line that is too long. */
  let isDropping = false;
  for await (const chunk of source.open()) {
    let from = 0;
    while (from < chunk.length) {
      if (isDropping) {
        const end = chunk.indexOf(LF, from);
        const next = end < 0 ? chunk.length : end + 1;
        at += next - from;
        from = next;
        isDropping = end < 0;
        continue;
      }
      if (filled === buffer.length && filled <= maxBytes) {
        const larger = new Uint8Array(Math.min(2 * filled, maxBytes + 1));
        larger.set(buffer);
        buffer = larger;
      } else if (filled === buffer.length) {
        leaveOut('too-long', at);
        at += filled;
        filled = 0;
        isDropping = true;
        continue;
      }
      const part = chunk.subarray(from, from + buffer.length - filled);
      buffer.set(part, filled);
      const last = part.lastIndexOf(LF);
      from += part.length;
      const closed = last < 0 ? 0 : filled + last + 1;
      filled += part.length;
      if (closed === 0) continue;
      yield { bytes: buffer, from: 0, to: closed, at };
      buffer.copyWithin(0, closed, filled);
      filled -= closed;
      at += closed;
    }
  }
  if (filled > 0) leaveOut('unclosed', at);
}
