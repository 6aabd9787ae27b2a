// Bytes that come only once (standard input, a pipe) as a source that can be read again: what has come is kept, in memory while
// it is little, else in a temporary file.

import { createReadStream } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import type { ByteSource } from '../bytes/source.ts';
import { KeptBytes, type Spool } from '../bytes/spool.ts';
import { CapaxError } from '../errors.ts';
import type { EndingStream } from './poll-descriptor.ts';
import { createTemporarySpool } from './temporary-spool.ts';

const STANDARD_INPUT = 0;

/** Bytes to keep in memory. */
const KEPT_BYTES = 1 << 24;

/** `close` ends the stream and removes the temporary file. */
export class StreamSource implements ByteSource {
  readonly name: string;
  readonly seekable = true;
  readonly #stream: EndingStream;
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** All that has come; undefined once closed. */
  #kept: KeptBytes | undefined;
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
    this.#kept = new KeptBytes(keptBytes, spool);
  }

  async *open(from = 0): AsyncGenerator<Uint8Array, void, void> {
    let at = from;
    for (;;) {
      const kept = this.#kept;
      if (kept !== undefined && at < kept.length) {
        const chunk = await kept.read(at);
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
    const kept = this.#kept;
    this.#over = true;
    this.#kept = undefined;
    // Not waited for: a stream that sends nothing would keep us here. It would keep the process too, were it not destroyed.
    this.#chunks.return?.().catch(() => undefined);
    this.#stream.destroy?.();
    await kept?.remove();
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
    await this.#kept?.append(next.value);
  }
}

/** Standard input, in workers too. */
export async function openStandardInput(): Promise<StreamSource> {
  if (isMainThread) return new StreamSource('-', process.stdin);
  // In a worker `process.stdin` is not that of the process.
  const { readDescriptor } = await import('./poll-descriptor.ts');
  return new StreamSource('-', readDescriptor(STANDARD_INPUT));
}

/** What has no size, such as a pipe or a device. `isPolled`: a pipe that is silent keeps neither reader nor process. Throws what the system says. */
export async function openUnsized(path: string, isPolled: boolean): Promise<StreamSource> {
  if (!isPolled) return new StreamSource(path, createReadStream(path));
  const { openPipe } = await import('./poll-descriptor.ts');
  return new StreamSource(path, openPipe(path));
}
