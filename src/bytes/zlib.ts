// zlib streams (RFC 1950), packed and unpacked chunk by chunk with what Node and browsers both have.

import { CapaxError } from '../errors.ts';

/** What one chunk to or from a stream may hold at most, so that a bomb is noticed before it fills the memory. */
const STEP = 1 << 16;

/** Pushes chunks through a compression or decompression stream. Ending the iteration early ends the source's too. `isCareful`: see Inflate. */
export async function* pump(
  chunks: AsyncIterable<Uint8Array>,
  stream: TransformStream<Uint8Array, Uint8Array>,
  isCareful = false,
): AsyncGenerator<Uint8Array, void, void> {
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  let failure: { reason: unknown } | undefined;
  let stopped = false;
  const feed = async (): Promise<void> => {
    try {
      for await (const chunk of chunks) {
        for (let at = 0; at < chunk.length && !stopped; at += STEP) {
          // The source may reuse its chunk; the stream may keep what it was given.
          await writer.write(chunk.slice(at, at + STEP));
          // What it has made of it arrives by itself, but not at once.
          if (isCareful) await new Promise<void>((resolve) => setTimeout(resolve, 0));
        }
        if (stopped) return;
      }
    } catch (reason) {
      // Of the source, or of the stream; the latter fails the read below too.
      failure = { reason };
      await writer.abort(reason);
      return;
    }
    await writer.close();
  };
  const fed = feed().catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    await fed;
  } catch (reason) {
    throw failure === undefined ? reason : failure.reason;
  } finally {
    stopped = true;
    await reader.cancel().catch(() => undefined);
    await fed;
  }
}

/**
 * Unpacks a compressed stream; fails where it is damaged or ends early, after delivering what came before. `isCareful`: takes no
 * further chunk before everything that came of the last one has been delivered, so that a failure takes nothing of it along.
 */
export type Inflate = (chunks: AsyncIterable<Uint8Array>, isCareful?: boolean) => AsyncIterable<Uint8Array>;

/**
 * Unpacks a zlib stream. `name` is for messages. Throws CapaxError: `input-corrupt` if the stream is damaged or ends early,
 * `input-limit` if it unpacks to more than `maxBytes` (a limit of the ratio would be idle: zlib cannot exceed 1032). Failures of
 * the source pass through.
 */
export async function* inflateZlib(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  maxBytes: number,
  inflate: Inflate = (packed) => pump(packed, new DecompressionStream('deflate')),
): AsyncGenerator<Uint8Array, void, void> {
  let unpacked = 0;
  let sourceFailed = false;
  const watched = async function* (): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* chunks;
    } catch (error) {
      sourceFailed = true;
      throw error;
    }
  };
  try {
    for await (const chunk of inflate(watched())) {
      unpacked += chunk.length;
      if (unpacked > maxBytes) {
        throw new CapaxError('input-limit', `The file unpacks to more than ${maxBytes} bytes`, {
          where: name,
          hint: 'It may be made to exhaust the machine; do not trust where it comes from.',
        });
      }
      yield chunk;
    }
  } catch (error) {
    if (sourceFailed || error instanceof CapaxError) throw error;
    throw new CapaxError('input-corrupt', 'The compressed data is damaged or ends early', {
      where: name,
      hint: 'Make the file again or copy it again.',
      cause: error,
    });
  }
}

/** Packs bytes into a zlib stream. */
export function deflateZlib(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  return pump(chunks, new CompressionStream('deflate'));
}
