// A source under watch: what is read of it is counted and told, and reading can be ended early.

import type { ByteSource } from './source.ts';

export interface WatchOptions {
  /** Asked at every chunk while `isReading`; a reason ends the stream there. */
  readonly budget?: (() => string | undefined) | undefined;
  /** Told how far reading has come, in bytes from the start of the source. */
  readonly onRead?: ((at: number) => void) | undefined;
  /** Told once when a reason has ended the stream. */
  readonly onStopped?: ((reason: string, at: number) => void) | undefined;
}

export class WatchedSource implements ByteSource {
  readonly name: string;
  readonly seekable: boolean;
  readonly size?: number;
  /** Bytes read so far, in all passes. */
  bytes = 0;
  /** Why reading was ended; undefined if it was not. */
  stopped: string | undefined;
  /** The part of the work that may be cut short; later passes, which look things up again, may not. */
  isReading = true;
  readonly #source: ByteSource;
  readonly #options: WatchOptions;

  constructor(source: ByteSource, options: WatchOptions) {
    this.name = source.name;
    this.seekable = source.seekable;
    if (source.size !== undefined) this.size = source.size;
    this.#source = source;
    this.#options = options;
  }

  async *open(from?: number): AsyncGenerator<Uint8Array, void, void> {
    let at = from ?? 0;
    // Once ended, reading stays ended: a budget may not say so twice.
    if (this.isReading && this.stopped !== undefined) return;
    for await (const chunk of this.#source.open(from)) {
      this.bytes += chunk.length;
      at += chunk.length;
      if (this.isReading) {
        const reason = this.#options.budget?.();
        if (reason !== undefined) {
          this.stopped = reason;
          this.#options.onStopped?.(reason, at);
          return;
        }
        this.#options.onRead?.(at);
      }
      yield chunk;
    }
  }
}
