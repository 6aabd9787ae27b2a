// Where bytes come from. A source can be read again from the start, so nothing has to be kept for a second pass.

export interface ByteSource {
  /** Path or URL as the user gave it; for messages and the document. */
  readonly name: string;
  /** Size in bytes where it is known before reading. */
  readonly size?: number;
  /** Opens the bytes from `from` (default 0). Chunks are owned by the reader until it asks for the next. */
  open(from?: number): AsyncIterable<Uint8Array>;
  /** Whether `open(from)` can start there without reading what lies before. */
  readonly seekable: boolean;
}

/** A source over bytes in memory, cut into chunks of `chunkBytes`. */
export function memorySource(name: string, bytes: Uint8Array, chunkBytes: number = 1 << 18): ByteSource {
  return {
    name,
    size: bytes.length,
    seekable: true,
    async *open(from = 0) {
      for (let at = from; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    },
  };
}

/** The first `count` bytes (fewer if the source is shorter). */
export async function readHead(source: ByteSource, count: number): Promise<Uint8Array> {
  const head = new Uint8Array(count);
  let filled = 0;
  for await (const chunk of source.open()) {
    const part = chunk.subarray(0, count - filled);
    head.set(part, filled);
    filled += part.length;
    if (filled === count) break;
  }
  return head.subarray(0, filled);
}

/** The bytes from position `count` on: how a source that cannot seek opens there. */
export async function* skipBytes(
  chunks: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array, void, void> {
  let left = count;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield left > 0 ? chunk.subarray(left) : chunk;
    left = Math.max(0, left - chunk.length);
  }
}
