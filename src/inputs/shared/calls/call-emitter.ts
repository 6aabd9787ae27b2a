// Calls of an input -> the sink. The one place that owns the order of a call's features, the room for them, and the bound of what
// is remembered of spellings. An input says what it reads: the arguments of a call in recorded order, each as an entry of one of its
// tables, then who made the call. Hot: used for every call.

import { grown } from '../../../bytes/growable.ts';
import type { Integer } from '../../../bytes/integer.ts';
import type { Feature } from '../../../features/feature.ts';
import type { TraceSink } from '../../../features/trace.ts';
import { CallDetails } from './call-details.ts';
import { FeatureLists } from './feature-lists.ts';
import { ByteSpellings, IntegerSpellings, type Spellings, TextSpellings } from './spellings.ts';

/** In which order the arguments of a call are emitted; the name comes after them. */
export type ArgumentOrder =
  /** As they are pushed; the reference's order for most sandboxes. */
  'last to first' | 'first to last';

export class CallEmitter {
  readonly #sink: TraceSink;
  readonly #order: ArgumentOrder;
  readonly #lists: FeatureLists;
  readonly #tables: Spellings[] = [];
  /** Entries of the current call's arguments. */
  #entries = new Int32Array(64);
  #count = 0;
  #features = new Int32Array(256);
  /** Where inputs put names and results of the current call; undefined unless some rule asks for them. */
  readonly details: CallDetails | undefined;
  readonly #addDetail = (entry: number): void => this.#add(entry);
  /** Calls handed on. */
  calls = 0;
  /** Whether anybody looks at where calls come from. */
  readonly wantsCallers: boolean;

  constructor(sink: TraceSink, order: ArgumentOrder = 'last to first') {
    this.#sink = sink;
    this.#order = order;
    this.wantsCallers = sink.wantsCallers === true;
    this.#lists = new FeatureLists(sink, sink.details !== undefined);
    this.details = sink.details === undefined ? undefined : new CallDetails(sink.details, this.#lists);
  }

  /** A table of spellings in bytes. `toText`: what reads those of one table, the largest, again, so that none of it is kept as text. */
  byteSpellings(decode: (text: string) => readonly Feature[], toText?: (bytes: Uint8Array) => string): ByteSpellings {
    return this.#own(new ByteSpellings(this.#lists, decode, toText));
  }

  /** A table of texts. */
  textSpellings(decode: (text: string) => readonly Feature[]): TextSpellings {
    return this.#own(new TextSpellings(this.#lists, decode));
  }

  /** A table of integers. */
  integerSpellings(decode: (value: Integer) => readonly Feature[]): IntegerSpellings {
    return this.#own(new IntegerSpellings(this.#lists, decode));
  }

  #own<T extends Spellings>(table: T): T {
    this.#tables.push(table);
    return table;
  }

  /** An entry of features that no table holds. */
  entry(features: readonly Feature[]): number {
    return this.#lists.add(features);
  }

  /** Whether an entry stands for nothing. */
  isEmpty(entry: number): boolean {
    return this.#lists.lengthOf(entry) === 0;
  }

  /** Begins a call. Entries from before are good no longer: calls that are never handed on must not fill the tables without end. */
  begin(): void {
    this.#count = 0;
    this.details?.begin();
    this.#trim();
  }

  /** Forgets the arguments of the call so far; entries stay good. */
  forgetArguments(): void {
    this.#count = 0;
    this.details?.forgetArguments();
  }

  /** Adds a part of the next argument to the call. */
  argument(entry: number): void {
    this.#add(entry);
  }

  #add(entry: number): void {
    if (this.#count === this.#entries.length) this.#entries = grown(this.#entries, this.#count * 2);
    this.#entries[this.#count++] = entry;
  }

  /** Hands the call on; see `TraceSink.call`. `name` is the entry of its name. Entries from before are good no longer. */
  end(
    process: number,
    thread: number,
    id: number,
    at: number,
    name: number,
    times: number = 1,
    callers?: ArrayLike<number>,
    time?: number,
  ): void {
    const lists = this.#lists;
    const args = this.#count;
    this.details?.finish(name, this.#addDetail);
    const entries = this.#entries;
    if ((this.#count + 1) * lists.longest > this.#features.length) this.#makeRoom(name);
    const features = this.#features;
    let end = 0;
    if (this.#order === 'first to last') {
      for (let i = 0; i < args; i++) end = lists.copy(entries[i] as number, features, end);
    } else {
      for (let i = args - 1; i >= 0; i--) end = lists.copy(entries[i] as number, features, end);
    }
    for (let i = args; i < this.#count; i++) end = lists.copy(entries[i] as number, features, end);
    end = lists.copy(name, features, end);
    this.#count = 0;
    this.calls++;
    this.#sink.call(process, thread, id, at, features, end, times, callers, time);
    this.#trim();
  }

  #makeRoom(name: number): void {
    let length = this.#lists.lengthOf(name);
    for (let i = 0; i < this.#count; i++) length += this.#lists.lengthOf(this.#entries[i] as number);
    if (length > this.#features.length) this.#features = new Int32Array(length * 2);
  }

  #isAnyFull(): boolean {
    for (let i = 0; i < this.#tables.length; i++) if ((this.#tables[i] as Spellings).isFull) return true;
    return false;
  }

  /** Starts the tables anew when there is no room left. */
  #trim(): void {
    if (!this.#lists.isFull && !this.#isAnyFull()) return;
    for (const table of this.#tables) table.clear();
    this.details?.clear();
    this.#lists.clear();
  }
}
