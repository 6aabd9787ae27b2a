// Bytes that come only once (standard input, a pipe) as a source that can be read again: what has come is kept, in memory while
// it is little, else in a temporary file.

import { createReadStream } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import type { ByteSource } from '../bytes/source.ts';
import { CapaxError } from '../errors.ts';
import type { Spool, SpoolFile } from '../sandbox/report-source.ts';
import { createTemporarySpool } from './temporary-spool.ts';

/** Bytes to keep in memory. */
const KEPT_BYTES = 1 << 24;

/** What a stream of Node is, as far as it is needed here. */
interface EndingStream extends AsyncIterable<Uint8Array> {
  destroy?(): unknown;
}

/** `close` ends the stream and removes the temporary file. */
export class StreamSource implements ByteSource {
  readonly name: string;
  readonly seekable = true;
  readonly #stream: EndingStream;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #spool: Spool;
  readonly #keptBytes: number;
  /** All that has come: `#pieces`, until there is a file. */
  #pieces: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  #file: SpoolFile | undefined;
  #length = 0;
  #over = false;
  #pulling: Promise<void> | undefined;

  constructor(
    name: string,
    stream: EndingStream,
    keptBytes: number = KEPT_BYTES,
    spool: Spool = createTemporarySpool(),
  ) {
    this.name = name;
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]();
    this.#keptBytes = keptBytes;
    this.#spool = spool;
  }

  async *open(from = 0): AsyncGenerator<Uint8Array, void, void> {
    let at = from;
    for (;;) {
      if (at < this.#length) {
        const chunk = await this.#read(at);
        at += chunk.length;
        yield chunk;
      } else if (this.#over) {
        return;
      } else {
        await this.#pull();
      }
    }
  }

  async close(): Promise<void> {
    this.#over = true;
    this.#length = 0;
    this.#pieces = [];
    // Not waited for: a stream that sends nothing would keep us here. It would keep the process too, were it not destroyed.
    this.#chunks.return?.().catch(() => undefined);
    this.#stream.destroy?.();
    await this.#file?.remove();
    this.#file = undefined;
  }

  /** Takes one more chunk, once for all readers that wait for it. */
  #pull(): Promise<void> {
    this.#pulling ??= this.#pullOnce().finally(() => {
      this.#pulling = undefined;
    });
    return this.#pulling;
  }

  async #pullOnce(): Promise<void> {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await this.#chunks.next();
    } catch (error) {
      throw new CapaxError('input-unreadable', 'The stream cannot be read', {
        where: this.name,
        hint: 'Check the program that writes to it.',
        cause: error,
      });
    }
    if (next.done === true) {
      this.#over = true;
      return;
    }
    const chunk = next.value;
    if (this.#file === undefined && this.#length + chunk.length > this.#keptBytes) {
      const file = await this.#spool();
      for (const { bytes } of this.#pieces) await file.append(bytes);
      this.#file = file;
      this.#pieces = [];
    }
    if (this.#file !== undefined) await this.#file.append(chunk);
    else this.#pieces.push({ at: this.#length, bytes: chunk });
    this.#length += chunk.length;
  }

  /** At least one byte from `at`, which lies before the end of what has come. */
  async #read(at: number): Promise<Uint8Array> {
    if (this.#file !== undefined) return this.#file.read(at);
    let low = 0;
    for (let high = this.#pieces.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.at ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const piece = this.#pieces[low];
    return piece === undefined ? new Uint8Array() : piece.bytes.subarray(at - piece.at);
  }
}

/** Standard input, in workers too. */
export function openStandardInput(): StreamSource {
  // In a worker `process.stdin` is not that of the process.
  return new StreamSource('-', isMainThread ? process.stdin : createReadStream('', { fd: 0, autoClose: false }));
}
