// A download that can be read again although the server has no ranges. What has come is kept, in memory and then in a spool that
// the caller injects, so a look at the first bytes, a full pass and later passes cost one download; without a spool a large
// report is not kept, and every further pass downloads it again.

import type { ByteSource } from '../bytes/source.ts';
import { KeptBytes, type Spool } from '../bytes/spool.ts';
import { CapaxError } from '../errors.ts';
import { CapeError } from './cape-error.ts';
import type { Download } from './exchange.ts';

export interface ReportSourceOptions {
  readonly name: string;
  /** Starts the download from its beginning. */
  readonly download: () => Promise<Download>;
  /** Bytes to keep in memory. */
  readonly keptBytes: number;
  readonly spool?: Spool | undefined;
  readonly onBytes?: ((received: number, size: number | undefined) => void) | undefined;
}

/** The bytes of one report. `close` must be called when they are no longer needed. */
export class ReportSource implements ByteSource {
  readonly name: string;
  /** Known from the start where the server says it, else once all has come. */
  size?: number;
  readonly #options: ReportSourceOptions;
  /** All bytes that have come, or undefined once they are too many to keep. */
  #kept: KeptBytes | undefined;
  /** The running download; its next byte is the one after the kept ones. */
  #live: Download | undefined;
  /** A download that has outgrown what can be kept, waiting for the reader that made it do so. */
  #outgrown: { download: Download; at: number; chunk: Uint8Array } | undefined;
  #pulling: Promise<void> | undefined;
  #complete = false;
  #closed = false;
  readonly #running = new Set<Download>();

  constructor(options: ReportSourceOptions) {
    this.#options = options;
    this.name = options.name;
    this.#kept = new KeptBytes(options.keptBytes, options.spool);
  }

  /** Whether everything has come and is kept, so that every position is at hand. */
  get seekable(): boolean {
    return this.#complete && this.#kept !== undefined;
  }

  /** Starts the download if none has been started. Throws what the server answers. */
  async start(): Promise<void> {
    if (this.#live === undefined && !this.#complete && this.#kept !== undefined) this.#live = await this.#download();
  }

  /** Downloads to the end, as far as it can be kept; containers with a directory at their end need that. */
  async keepAll(): Promise<void> {
    while (this.#kept !== undefined && !this.#complete) await this.#pull();
  }

  async *open(from = 0): AsyncIterable<Uint8Array> {
    let at = from;
    while (this.#kept !== undefined) {
      if (at < this.#kept.length) {
        const chunk = await this.#kept.read(at);
        at += chunk.length;
        yield chunk;
      } else if (this.#complete) return;
      else await this.#pull();
    }
    if (this.#closed) {
      throw new CapaxError('internal', 'The report was closed while it was read.', { where: this.name });
    }
    yield* this.#stream(at);
  }

  /** Ends all downloads and removes what was spooled. */
  async close(): Promise<void> {
    const kept = this.#kept;
    this.#closed = true;
    this.#kept = undefined;
    this.#outgrown = undefined;
    for (const download of [...this.#running]) await this.#end(download);
    await this.#pulling?.catch(() => undefined);
    await kept?.remove();
  }

  /** Gets and keeps one more piece, once for all readers that wait for it. */
  #pull(): Promise<void> {
    this.#pulling ??= this.#pullOnce().finally(() => {
      this.#pulling = undefined;
    });
    return this.#pulling;
  }

  async #pullOnce(): Promise<void> {
    const kept = this.#kept;
    if (kept === undefined) return;
    try {
      await this.start();
      const live = this.#live;
      if (live === undefined) return;
      const chunk = await live.next();
      if (chunk === undefined) {
        this.#running.delete(live);
        this.#live = undefined;
        this.#complete = true;
        this.size = kept.length;
      } else if (!(await kept.append(chunk))) {
        this.#outgrown = { download: live, at: kept.length, chunk };
        this.#live = undefined;
        this.#kept = undefined;
        await kept.remove();
      } else this.#options.onBytes?.(kept.length, this.size);
    } catch (error) {
      // What was kept has no continuation; the next reader starts afresh.
      this.#kept = undefined;
      if (this.#live !== undefined) await this.#end(this.#live);
      this.#live = undefined;
      await kept.remove();
      throw error;
    }
  }

  /** Reads without keeping, from the download that was outgrown if it has not passed `from`, else from a new one. */
  async *#stream(from: number): AsyncIterable<Uint8Array> {
    const taken = this.#outgrown !== undefined && this.#outgrown.at <= from ? this.#outgrown : undefined;
    if (taken !== undefined) this.#outgrown = undefined;
    const download = taken?.download ?? (await this.#download());
    let at = taken?.at ?? 0;
    try {
      for (let chunk = taken?.chunk; ; chunk = undefined) {
        chunk ??= await download.next();
        if (chunk === undefined) break;
        const skipped = Math.min(chunk.length, Math.max(0, from - at));
        at += chunk.length;
        this.#options.onBytes?.(at, this.size);
        if (skipped < chunk.length) yield chunk.subarray(skipped);
      }
      this.#checkSize(at);
    } finally {
      await this.#end(download);
    }
  }

  async #download(): Promise<Download> {
    const download = await this.#options.download();
    this.#running.add(download);
    try {
      if (download.size !== undefined) this.#checkSize(download.size);
    } catch (error) {
      await this.#end(download);
      throw error;
    }
    return download;
  }

  /** A second download must be as long as the first: positions that were noted in the first are used in it. */
  #checkSize(size: number): void {
    this.size ??= size;
    if (this.size !== size) {
      throw new CapeError('sandbox-task-failed', 'The report changed on the server while it was read.', {
        where: this.name,
        hint: 'The task is perhaps being processed again: run the same command later.',
      });
    }
  }

  async #end(download: Download): Promise<void> {
    this.#running.delete(download);
    await download.cancel();
  }
}
