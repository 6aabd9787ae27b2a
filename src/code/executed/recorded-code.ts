// Follows a recording of executed instructions: which different instructions ran, how they followed each other, which calls came back, and
// what they wrote. Work is done for what is new; an instruction that does what it did before costs a few steps in arrays.

import { IntegerMap, IntegerSet } from '../../bytes/integer-map.ts';
import type { MemoryRegion } from '../../features/callers.ts';
import type { ExecutionListener, RecordedThread } from '../../formats/execution.ts';
import { LIMITS } from '../../limits.ts';
import { CodeVersions, MOST_BYTES, NOTE } from './code-versions.ts';
import { flowDecoder } from './flow-decoder.ts';
import { FollowedThread, type ThreadHost } from './followed-thread.ts';
import { PAGE } from './known-bytes.ts';
import { pairNumber } from './pairs.ts';
import { RecordedMemory } from './recorded-memory.ts';
import type { Beginning, RecordedCodeOptions } from './recording-options.ts';

/** Bytes of code around a write that may be of an instruction which it changes. */
const REACH = MOST_BYTES - 1;
/** Behind it, numbers do not tell one address from the next. */
const LAST = Number.MAX_SAFE_INTEGER;

export class RecordedCode implements ExecutionListener, ThreadHost {
  readonly versions: CodeVersions;
  readonly memory: RecordedMemory;
  readonly options: RecordedCodeOptions;
  readonly threads: IntegerMap<FollowedThread> = new IntegerMap<FollowedThread>();
  /** Pairs of instructions within a function: one went on to the other, or made a call that came back there. */
  readonly edges: IntegerSet = new IntegerSet();
  /** Pairs of a call and the first instruction of what it called. */
  readonly calls: IntegerSet = new IntegerSet();
  readonly beginnings: IntegerMap<Beginning> = new IntegerMap<Beginning>();
  /** Instructions that ran, and those of them of which nothing is known. */
  executed = 0;
  unknown = 0;
  /** Instructions beyond those that are followed, and those of libraries. */
  passedOver = 0;
  outside = 0;
  /** Whether there were more threads, and more pairs of instructions, than are kept. */
  isOutOfThreads = false;
  isOutOfPairs = false;
  /** Pages with code of libraries. */
  readonly #libraryPages = new IntegerSet();
  readonly mostExecuted: number;
  /** Pages with code. */
  readonly #codePages = new IntegerSet();
  readonly #scratch = new Uint8Array(MOST_BYTES);
  readonly #start: number;
  readonly #end: number;
  readonly #distance: number;

  constructor(options: RecordedCodeOptions) {
    this.options = options;
    this.mostExecuted = options.maxInstructions ?? Number.POSITIVE_INFINITY;
    this.versions = new CodeVersions(flowDecoder(options.machine, options.bits), LIMITS.executedVersions);
    this.memory = new RecordedMemory(LIMITS.executedPages);
    const { image, base } = options.program ?? { image: undefined, base: 0 };
    this.#start = base;
    this.#end = base + (image?.size ?? 0);
    this.#distance = image === undefined ? 0 : image.base - base;
  }

  thread(id: number): FollowedThread | undefined {
    let thread = this.threads.get(id);
    if (thread === undefined) {
      this.isOutOfThreads = this.threads.size >= LIMITS.executedThreads;
      if (this.isOutOfThreads) return undefined;
      thread = new FollowedThread(id, this);
      this.threads.set(id, thread);
    }
    return thread;
  }

  /** Whether a place that a thread comes to belongs to a library; `isOutside`: whether it was in one, `slot` what it left through. */
  isLibrary(place: number, isOutside: boolean, slot: number): boolean {
    const { imports, program } = this.options;
    if (imports === undefined || program === undefined) return false;
    const { image } = program;
    if (place >= image.base && place < image.base + image.size) return false;
    const page = Math.floor(place / PAGE);
    const isEntered = isOutside ? !this.#codePages.has(page) : slot >= 0 && imports.has(slot);
    if (!isEntered && !this.#libraryPages.has(page)) return false;
    this.#libraryPages.add(page);
    this.outside++;
    return true;
  }

  /** An address of the recording as the program has it. */
  placeOf(address: number): number {
    return address >= this.#start && address < this.#end ? address + this.#distance : address;
  }

  /** Memory with code that was followed and is none of the program; where the program is not known, none. */
  otherCode(): MemoryRegion[] {
    const image = this.options.program?.image;
    if (image === undefined) return [];
    const found: { start: number; end: number }[] = [];
    for (const page of [...this.#codePages].sort((a, b) => a - b)) {
      const start = page * PAGE;
      if (image.isMapped(start)) continue;
      const last = found.at(-1);
      if (last !== undefined && last.end === start) last.end = start + PAGE;
      else found.push({ start, end: start + PAGE });
    }
    return found;
  }

  /** The other way round. */
  recordedAddressOf(place: number): number {
    const address = place - this.#distance;
    return address >= this.#start && address < this.#end ? address : place;
  }

  code(address: number, bytes: Uint8Array, from: number, length: number): void {
    const start = this.placeOf(address);
    for (let done = 0; done < length; ) {
      const version = this.#put(start + done, bytes, from + done, from + length);
      if (version < 0) {
        this.versions.forget(start + done);
        return;
      }
      done += this.versions.length[version] as number;
    }
  }

  #put(place: number, bytes: Uint8Array, from: number, end: number): number {
    const { versions, memory } = this;
    const count = versions.count;
    const version = versions.put(place, bytes, from, end);
    if (version < 0) {
      versions.leftOut++;
      return -1;
    }
    if (versions.count > count) {
      this.#codePages.add(Math.floor(place / PAGE));
      const length = versions.length[version] as number;
      for (let i = 0; i < length; i++) {
        if (!memory.isWritten(place + i)) continue;
        versions.notes[version] = (versions.notes[version] as number) | NOTE.written;
        break;
      }
    }
    return version;
  }

  /** The instruction at a place, made of what memory holds where the recording has no bytes; -1 where nothing is known of it. */
  find(place: number): number {
    const { versions, options } = this;
    const known = versions.at(place);
    if (known >= 0 && versions.isCurrent[known] === 1) return known;
    // What was told of last is no instruction.
    if (options.tellsCode && known >= 0) return -1;
    const image = options.program?.image;
    const bytes = this.#scratch;
    let length = 0;
    for (; length < bytes.length; length++) {
      const byte = this.memory.now.byteAt(place + length);
      const found = byte >= 0 ? byte : (image?.u8(place + length) ?? -1);
      if (found < 0) break;
      bytes[length] = found;
    }
    return this.#put(place, bytes, 0, length);
  }

  /** The instruction at a place with exactly these bytes. */
  findBytes(place: number, bytes: Uint8Array, from: number, length: number): number {
    const { versions } = this;
    const known = versions.at(place);
    if (known >= 0 && versions.isCurrent[known] === 1 && versions.hasBytes(known, bytes, from, length)) return known;
    return this.#put(place, bytes, from, from + length);
  }

  /** A thread executes the instructions from `address` on, so many bytes of them, `times` in a row. */
  executesBlock(thread: RecordedThread, address: number, length: number, position: number, times: number): void {
    const { versions } = this;
    const rounds = Math.min(times, 2);
    const end = Math.min(address + length, LAST);
    for (let round = 0; round < rounds; round++) {
      let at = address;
      for (let count = 0; at < end && count < LIMITS.executedBlock; count++) {
        const version = this.find(this.placeOf(at));
        thread.executes(at, position);
        if (version < 0) break;
        // The first round shows what the block is, the second that it follows itself; the others are like that.
        if (round === 1) versions.times[version] = (versions.times[version] as number) + times - 2;
        at += versions.length[version] as number;
        if (count + 1 < LIMITS.executedBlock || at >= end) continue;
        this.unknown++;
        thread.loses();
      }
    }
  }

  /**
   * The instructions from `address` on, so many bytes of them, ran; nobody knows after what. `position` and `times` are -1 where they are not known
   * either.
   */
  covers(address: number, length: number, position: number, times: number): void {
    const { versions } = this;
    if (this.executed >= this.mostExecuted) {
      this.passedOver++;
      return;
    }
    let at = this.placeOf(address);
    if (this.isLibrary(at, true, -1)) return;
    const end = Math.min(at + length, LAST);
    for (let count = 0; at < end && count < LIMITS.executedBlock; count++) {
      const version = this.find(at);
      this.executed++;
      if (version < 0) {
        this.unknown++;
        return;
      }
      if (versions.times[version] === 0) versions.first[version] = position;
      if (times < 0) versions.times[version] = Number.NaN;
      else versions.times[version] = (versions.times[version] as number) + times;
      versions.notes[version] = (versions.notes[version] as number) | NOTE.unordered;
      at += versions.length[version] as number;
    }
  }

  addEdge(from: number, to: number): void {
    if (this.edges.size < LIMITS.executedEdges) this.edges.add(pairNumber(from, to));
    else this.isOutOfPairs = true;
  }

  addCall(from: number, to: number): void {
    if (this.calls.size < LIMITS.executedEdges) this.calls.add(pairNumber(from, to));
    this.begin(to, 'call');
  }

  begin(version: number, why: Beginning): void {
    if (!this.beginnings.has(version)) this.beginnings.set(version, why);
  }

  isAddress(value: number): boolean {
    const place = this.placeOf(value);
    const image = this.options.program?.image;
    return (
      image?.isMapped(place) === true ||
      this.#codePages.has(Math.floor(place / PAGE)) ||
      this.memory.now.pageAt(place) !== undefined
    );
  }

  /** Code that is written over has to be looked at again, where only memory tells what it is. */
  changes(place: number, length: number): void {
    if (this.options.tellsCode) return;
    const first = Math.floor((place - REACH) / PAGE);
    const last = Math.floor((place + length - 1) / PAGE);
    for (let page = first; page <= last; page++) {
      if (!this.#codePages.has(page)) continue;
      for (let i = -REACH; i < length; i++) this.versions.forget(place + i);
      return;
    }
  }

  /** The recording is over. */
  end(): void {
    for (const thread of this.threads.values()) thread.end();
  }
}
