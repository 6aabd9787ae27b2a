// A source under watch: what is read of it is counted and told, and reading can be ended early. What is unpacked of it, and what is
// built of that, may be far larger, so these ask the same budget.

import type { ByteSource } from './source.ts';

/** Says why reading has to end, or undefined while it may go on. May be asked often. */
export type Budget = () => string | undefined;

export interface WatchOptions {
  /** Asked at every chunk while `isReading`; a reason ends the stream there. */
  readonly budget?: Budget | undefined;
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
  /** How far the latest pass has come. */
  #at = 0;

  constructor(source: ByteSource, options: WatchOptions) {
    this.name = source.name;
    this.seekable = source.seekable;
    if (source.size !== undefined) this.size = source.size;
    this.#source = source;
    this.#options = options;
  }

  /** The budget of reading, for whoever unpacks the source or builds much of it. Once spent it stays spent; later passes have none. */
  readonly budget: Budget = () => {
    if (!this.isReading || this.stopped !== undefined) return this.isReading ? this.stopped : undefined;
    this.stopped = this.#options.budget?.();
    if (this.stopped !== undefined) this.#options.onStopped?.(this.stopped, this.#at);
    return this.stopped;
  };

  async *open(from?: number): AsyncGenerator<Uint8Array, void, void> {
    let at = from ?? 0;
    if (this.isReading && this.stopped !== undefined) return;
    for await (const chunk of this.#source.open(from)) {
      this.bytes += chunk.length;
      at += chunk.length;
      this.#at = at;
      if (this.budget() !== undefined) return;
      if (this.isReading) this.#options.onRead?.(at);
      yield chunk;
    }
  }
}

/** The chunks up to where the budget is spent. */
export async function* withinBudget(
  chunks: AsyncIterable<Uint8Array>,
  budget: Budget | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of chunks) {
    if (budget?.() !== undefined) return;
    yield chunk;
  }
}

/** The source up to where the budget is spent. */
export function sourceWithin(source: ByteSource, budget: Budget | undefined): ByteSource {
  if (budget === undefined) return source;
  return {
    name: source.name,
    seekable: source.seekable,
    ...(source.size === undefined ? {} : { size: source.size }),
    open: (from) => withinBudget(source.open(from), budget),
  };
}
