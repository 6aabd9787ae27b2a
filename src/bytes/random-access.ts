// Reads at any position of a byte source: containers with a directory at the end (zip) need it. A source that cannot seek is
// held in memory, up to a limit.

import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { findLastAtMost } from './growable.ts';
import type { ByteSource } from './source.ts';

/** A source of known size that opens anywhere without reading what lies before. */
export interface RandomSource extends ByteSource {
  readonly size: number;
}

/**
 * The source itself where it is seekable and says its size, else a copy in memory. Throws `input-limit` if the copy would
 * exceed `maxBytes`.
 */
export async function toRandomSource(
  source: ByteSource,
  maxBytes: number = LIMITS.bufferedSourceBytes,
): Promise<RandomSource> {
  if (source.seekable && source.size !== undefined) return source as RandomSource;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.open()) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new CapaxError('input-limit', `The input is larger than ${maxBytes} bytes and cannot be read at random.`, {
        where: source.name,
        hint: 'Save it as a file first, unpacked if it is packed.',
      });
    }
    parts.push(chunk.slice());
  }
  return partsSource(source.name, parts, length);
}

/** A source over parts that are in memory. They are not put together: for a moment that would take twice as much. */
function partsSource(name: string, parts: readonly Uint8Array[], size: number): RandomSource {
  const starts = new Float64Array(parts.length);
  for (let i = 1; i < parts.length; i++) starts[i] = (starts[i - 1] as number) + (parts[i - 1] as Uint8Array).length;
  return {
    name,
    size,
    seekable: true,
    async *open(from = 0) {
      for (let i = Math.max(0, findLastAtMost(starts, from)); i < parts.length; i++) {
        const part = parts[i] as Uint8Array;
        const skipped = Math.max(0, from - (starts[i] as number));
        if (skipped < part.length) yield skipped === 0 ? part : part.subarray(skipped);
      }
    },
  };
}

/** Exactly the bytes `[from, from + count)`, fewer where the source ends before. */
export async function readRange(source: ByteSource, from: number, count: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(count);
  let filled = 0;
  if (count === 0) return bytes;
  for await (const chunk of source.open(from)) {
    const part = chunk.subarray(0, count - filled);
    bytes.set(part, filled);
    filled += part.length;
    if (filled === count) break;
  }
  return bytes.subarray(0, filled);
}

/** The bytes `[from, from + count)` as a web stream of chunks that their receiver may keep. */
export function streamRange(source: ByteSource, from: number, count: number): ReadableStream<Uint8Array> {
  const chunks = source.open(from)[Symbol.asyncIterator]();
  let left = count;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = left > 0 ? await chunks.next() : undefined;
      if (next === undefined || next.done === true) {
        await chunks.return?.();
        controller.close();
        return;
      }
      const part = next.value.slice(0, left);
      left -= part.length;
      controller.enqueue(part);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}
