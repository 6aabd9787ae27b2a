// Follows a recording of executed instructions: which different instructions ran, how they followed each other, which calls came back, and
// what they wrote. Work is done for what is new; an instruction that does what it did before costs a few steps in arrays.

import { IntegerMap, IntegerSet } from '../../bytes/integer-map.ts';
import type { ExecutionListener, RecordedMachine, RecordedThread } from '../../formats/execution.ts';
import { LIMITS } from '../../limits.ts';
import { FLOW } from '../flow.ts';
import type { Image } from '../image.ts';
import { CodeVersions, MOST_BYTES, NOTE } from './code-versions.ts';
import { flowDecoder, XOR_SOURCE } from './flow-decoder.ts';
import { PAGE } from './known-bytes.ts';
import { OpenCalls } from './open-calls.ts';
import { RecordedMemory } from './recorded-memory.ts';
import { WrittenRuns } from './written-runs.ts';

/** Why an instruction is taken for the beginning of a function, the best reason first. */
export type Beginning = 'entry point' | 'call' | 'callback';

/** A call that left the recorded code and came back. */
export interface CallOut {
  readonly thread: FollowedThread;
  /** The instruction that made it. */
  readonly version: number;
  /** The slot that it was made through, -1 for none. */
  readonly slot: number;
  /** Where it went, as the program has addresses; -1 where that is not known. */
  readonly target: number;
  /** What the slot holds that it was made through, as the recording has addresses; -1 for none or where that is not known. */
  readonly slotValue: number;
  /** Registers when it was made, and when it came back; as `RecordedThread` has them. */
  readonly before: Uint32Array;
  readonly after: Uint32Array;
  readonly position: number;
}

export interface RecordedCodeOptions extends RecordedMachine {
  /** The program, where it is known, and where the recording has it. */
  readonly program?: { readonly image: Image; readonly base: number } | undefined;
  /**
   * Slots of imported functions. Where they are given, the recording may have code of libraries without saying so: what is entered through one of
   * them, or runs before the program does, is not followed until it comes back.
   */
  readonly imports?: { has(slot: number): boolean } | undefined;
  /** Whether the recording tells bytes of code; where it does not, they are what memory holds. */
  readonly tellsCode: boolean;
  /** How many instructions are followed at most; default all. */
  readonly maxInstructions?: number;
  /** Told of calls that left the code and came back; absent where the recording itself tells of calls. */
  readonly onCallOut?: ((call: CallOut) => void) | undefined;
  /** Told of what slots of imported functions hold, when they are read. */
  readonly onSlotRead?: ((slot: number, value: number) => void) | undefined;
  /** Told of bytes that were written one after the other, when they are whole. */
  readonly onWritten?: ((version: number, bytes: Uint8Array) => void) | undefined;
}

/** More than there are instructions. */
const PAIR = 2 ** 26;
/** Bytes of code around a write that may be of an instruction which it changes. */
const REACH = MOST_BYTES - 1;

export class RecordedCode implements ExecutionListener {
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
    this.#end = image === undefined ? base : base + ((image.regions.at(-1)?.end ?? image.base) - image.base);
    this.#distance = image === undefined ? 0 : image.base - base;
  }

  thread(id: number): FollowedThread | undefined {
    let thread = this.threads.get(id);
    if (thread === undefined && this.threads.size < LIMITS.executedThreads) {
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
    if (place >= image.base && place < this.#end + this.#distance) return false;
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
    for (let round = 0; round < rounds; round++) {
      for (let at = address; at < address + length; ) {
        const version = this.find(this.placeOf(at));
        thread.executes(at, position);
        if (version < 0) break;
        // The first round shows what the block is, the second that it follows itself; the others are like that.
        if (round === 1) versions.times[version] = (versions.times[version] as number) + times - 2;
        at += versions.length[version] as number;
      }
    }
  }

  /** The instructions from `address` on, so many bytes of them, ran; nobody knows after what. */
  covers(address: number, length: number, position: number, times: number): void {
    const { versions } = this;
    for (let at = this.placeOf(address), end = at + length; at < end; ) {
      const version = this.find(at);
      this.executed += times;
      if (version < 0) {
        this.unknown += times;
        return;
      }
      if (versions.times[version] === 0) versions.first[version] = position;
      versions.times[version] = (versions.times[version] as number) + times;
      versions.notes[version] = (versions.notes[version] as number) | NOTE.unordered;
      at += versions.length[version] as number;
    }
  }

  addEdge(from: number, to: number): void {
    if (this.edges.size < LIMITS.executedEdges) this.edges.add(pairNumber(from, to));
  }

  addCall(from: number, to: number): void {
    if (this.calls.size < LIMITS.executedEdges) this.calls.add(pairNumber(from, to));
    this.begin(to, 'call');
  }

  begin(version: number, why: Beginning): void {
    if (!this.beginnings.has(version)) this.beginnings.set(version, why);
  }

  /** Code that is written over has to be looked at again, where only memory tells what it is. */
  changes(place: number, length: number): void {
    if (this.options.tellsCode) return;
    const first = Math.floor((place - REACH) / PAGE);
    const last = Math.floor((place + length - 1) / PAGE);
    for (let page = first; page <= last; page++) {
      if (!this.#codePages.has(page)) continue;
      for (let at = place - REACH; at < place + length; at++) this.versions.forget(at);
      return;
    }
  }

  /** The recording is over. */
  end(): void {
    for (const thread of this.threads.values()) thread.end();
  }
}

/** A pair of instructions as a number. */
export function pairNumber(from: number, to: number): number {
  return from * PAIR + to;
}

/** Both instructions of a pair. */
export function pairOf(pair: number): readonly [number, number] {
  const from = Math.floor(pair / PAIR);
  return [from, pair - from * PAIR];
}

/** Numbers that hold the registers of a thread. */
const REGISTERS = 64;

export class FollowedThread implements RecordedThread {
  readonly id: number;
  readonly registers: Uint32Array = new Uint32Array(REGISTERS);
  readonly #code: RecordedCode;
  readonly #versions: CodeVersions;
  readonly #open = new OpenCalls();
  readonly #written: WrittenRuns | undefined;
  /** Registers when the latest call was made. */
  readonly #atCall: Uint32Array | undefined;
  #callPosition = 0;
  /** What the latest call read: the slot that it goes through. */
  #callRead = -1;
  /** The latest instruction; -1 where none is known. */
  latest = -1;
  #hasBegun = false;
  /** Whether the thread is in a library. */
  #isOutside: boolean;

  constructor(id: number, code: RecordedCode) {
    this.id = id;
    this.#code = code;
    this.#versions = code.versions;
    const { onWritten, onCallOut } = code.options;
    if (onWritten !== undefined) {
      this.#written = new WrittenRuns((version, start, end) => {
        onWritten(version, code.memory.bytesNow(start, end));
      });
    }
    if (onCallOut !== undefined) this.#atCall = new Uint32Array(REGISTERS);
    this.#isOutside = code.options.imports !== undefined;
  }

  executes(address: number, position: number): void {
    if (this.#isPassedOver()) return;
    const place = this.#code.placeOf(address);
    if (this.#isElsewhere(place)) return;
    const known = this.#next(place);
    this.#run(known >= 0 ? known : this.#code.find(place), place, position);
  }

  executesBytes(address: number, bytes: Uint8Array, from: number, length: number, position: number): void {
    if (this.#isPassedOver()) return;
    const place = this.#code.placeOf(address);
    if (this.#isElsewhere(place)) return;
    const known = this.#next(place);
    const isSame = known >= 0 && this.#versions.hasBytes(known, bytes, from, length);
    this.#run(isSame ? known : this.#code.findBytes(place, bytes, from, length), place, position);
  }

  #isElsewhere(place: number): boolean {
    if (this.#code.options.imports === undefined) return false;
    const slot = this.latest < 0 ? -1 : (this.#versions.slot[this.latest] as number);
    this.#isOutside = this.#code.isLibrary(place, this.#isOutside, slot);
    return this.#isOutside;
  }

  #isPassedOver(): boolean {
    const code = this.#code;
    if (code.executed < code.mostExecuted) return false;
    code.passedOver++;
    return true;
  }

  /** What followed the latest instruction before, if it is at this place. */
  #next(place: number): number {
    const { latest } = this;
    if (latest < 0) return -1;
    const { address, length, through, taken, isCurrent } = this.#versions;
    const isBehind = place === (address[latest] as number) + (length[latest] as number);
    const known = (isBehind ? through[latest] : taken[latest]) as number;
    return known >= 0 && address[known] === place && isCurrent[known] === 1 ? known : -1;
  }

  #run(version: number, place: number, position: number): void {
    const versions = this.#versions;
    const { latest } = this;
    this.#code.executed++;
    if (version < 0) {
      this.#code.unknown++;
      this.latest = -1;
      this.#hasBegun = true;
      return;
    }
    if (versions.times[version] === 0) versions.first[version] = position;
    (versions.times[version] as number)++;
    if (latest >= 0) this.#follow(latest, version, place, position);
    else if (!this.#hasBegun) this.#code.begin(version, 'entry point');
    this.#hasBegun = true;
    const source = versions.xorSource[version] as number;
    if (source >= 0 && (this.registers[source * 2] !== 0 || this.registers[source * 2 + 1] !== 0)) {
      versions.notes[version] = (versions.notes[version] as number) | NOTE.mixed;
    }
    const flow = versions.flow[version];
    if (this.#atCall !== undefined && (flow === FLOW.call || flow === FLOW.jump)) {
      this.#atCall.set(this.registers);
      this.#callPosition = position;
      this.#callRead = -1;
    }
    this.latest = version;
  }

  /** One instruction came after another one. */
  #follow(latest: number, version: number, place: number, position: number): void {
    const versions = this.#versions;
    const end = (versions.address[latest] as number) + (versions.length[latest] as number);
    switch (versions.flow[latest]) {
      case FLOW.call:
        this.#afterCall(latest, version, place, end, position);
        return;
      case FLOW.return:
        this.#afterReturn(version, place);
        return;
      case FLOW.jump:
        if (versions.taken[latest] === version) return;
        this.#afterJump(latest, version, place, position);
        return;
      default:
        if (place === end) {
          if (versions.through[latest] === version) return;
          versions.through[latest] = version;
          this.#code.addEdge(latest, version);
          // Out of a loop: what it built is there.
          const target = versions.target[latest] as number;
          if (target >= 0 && target < end) this.#written?.pause();
          return;
        }
        if (versions.taken[latest] === version || versions.flow[latest] !== FLOW.conditional) return;
        versions.taken[latest] = version;
        // What is neither behind a branch nor its target came by another way: an exception, a signal.
        if (versions.target[latest] === place) this.#code.addEdge(latest, version);
    }
  }

  #afterCall(latest: number, version: number, place: number, end: number, position: number): void {
    const versions = this.#versions;
    const target = versions.target[latest] as number;
    this.#written?.pause();
    if (place === end) {
      // A call to the next instruction is a way to learn where it is.
      if (target !== end) this.#leftAndCameBack(latest, position);
      versions.through[latest] = version;
      this.#code.addEdge(latest, version);
      return;
    }
    this.#open.push(end, latest);
    versions.taken[latest] = version;
    // Where the call went elsewhere, what it called called back.
    if (target < 0 || target === place) this.#code.addCall(latest, version);
    else this.#code.begin(version, 'callback');
  }

  /** `through`: the jump by which it left, if it was not the call itself. */
  #leftAndCameBack(version: number, position: number, through = version): void {
    const { onCallOut } = this.#code.options;
    if (onCallOut === undefined || this.#atCall === undefined) return;
    onCallOut({
      ...{ thread: this, version, before: this.#atCall, after: this.registers },
      slot: this.#versions.slot[through] as number,
      target: this.#targetOf(through, this.#atCall),
      slotValue: this.#callRead,
      position: this.#callPosition || position,
    });
  }

  #targetOf(version: number, before: Uint32Array): number {
    const target = this.#versions.target[version] as number;
    if (target >= 0) return target;
    const register = this.#versions.targetRegister[version] as number;
    const value = register < 0 ? this.#callRead : numberOf(before, register);
    return value < 0 ? -1 : this.#code.placeOf(value);
  }

  #afterReturn(version: number, place: number): void {
    const caller = this.#open.close(place);
    if (caller >= 0) this.#code.addEdge(caller, version);
    else if (this.#versions.times[version] === 1) this.#code.begin(version, 'callback');
  }

  #afterJump(latest: number, version: number, place: number, position: number): void {
    const versions = this.#versions;
    const target = versions.target[latest] as number;
    if (target !== place) {
      // It left the recorded code, as the last thing that a function does, and that came back to who called the function; or it is a return.
      const caller = this.#open.close(place);
      if (caller >= 0) {
        if (!this.#goesTo(latest, place)) this.#leftAndCameBack(caller, position, latest);
        this.#code.addEdge(caller, version);
        return;
      }
      if (target >= 0) {
        this.#code.begin(version, 'callback');
        return;
      }
    }
    versions.taken[latest] = version;
    this.#code.addEdge(latest, version);
  }

  /** Whether a jump by a register goes to a place. */
  #goesTo(version: number, place: number): boolean {
    const register = this.#versions.targetRegister[version] as number;
    if (register < 0 || this.#atCall === undefined) return register >= 0;
    return this.#code.placeOf(numberOf(this.#atCall, register)) === place;
  }

  reads(address: number, bytes: Uint8Array, from: number, length: number): void {
    if (this.#code.passedOver > 0 || this.#isOutside) return;
    const { latest } = this;
    const flow = latest < 0 ? FLOW.next : this.#versions.flow[latest];
    if (flow === FLOW.call || flow === FLOW.jump) this.#callRead = wordOf(bytes, from, length);
    if (latest >= 0 && this.#versions.xorSource[latest] === XOR_SOURCE.memory) {
      for (let i = 0; i < length; i++) {
        if (bytes[from + i] === 0) continue;
        this.#versions.notes[latest] = (this.#versions.notes[latest] as number) | NOTE.mixed;
        break;
      }
    }
    const place = this.#code.placeOf(address);
    const { imports, onSlotRead } = this.#code.options;
    if (onSlotRead !== undefined && imports?.has(place) === true) onSlotRead(place, wordOf(bytes, from, length));
    this.#code.memory.read(place, bytes, from, length);
  }

  writes(address: number, bytes: Uint8Array, from: number, length: number): void {
    if (this.#code.passedOver > 0 || this.#isOutside) return;
    const place = this.#code.placeOf(address);
    const { latest } = this;
    if (latest >= 0 && ((this.#versions.notes[latest] as number) & NOTE.spills) === 0) {
      this.#written?.write(latest, place, length);
    }
    this.#code.memory.write(place, bytes, from, length);
    this.#code.changes(place, length);
  }

  loses(): void {
    this.latest = -1;
    this.#open.clear();
    this.#written?.end();
  }

  end(): void {
    this.#written?.end();
  }
}

/** The value of a register; of those beyond what a number holds exactly the low 48 bits. */
export function numberOf(registers: Uint32Array, register: number): number {
  const high = registers[register * 2 + 1] as number;
  return (high > 0x1f_ffff ? high & 0xffff : high) * 2 ** 32 + (registers[register * 2] as number);
}

/** A little-endian number of at most six bytes, which is all of an address of a program. */
function wordOf(bytes: Uint8Array, from: number, length: number): number {
  let value = 0;
  for (let i = Math.min(length, 6) - 1; i >= 0; i--) value = value * 256 + (bytes[from + i] as number);
  return value;
}
