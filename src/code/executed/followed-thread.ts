// One thread of a recording: what it did after what.

import type { RecordedThread } from '../../formats/execution.ts';
import { FLOW } from '../flow.ts';
import { type CodeVersions, NOTE } from './code-versions.ts';
import { XOR_SOURCE } from './flow-decoder.ts';
import { ObservedNumbers } from './observed-numbers.ts';
import { OpenCalls } from './open-calls.ts';
import type { RecordedMemory } from './recorded-memory.ts';
import type { Beginning, RecordedCodeOptions } from './recording-options.ts';
import { numberOf, wordOf } from './register-values.ts';
import { WrittenRuns } from './written-runs.ts';

/** What threads of one process share. */
export interface ThreadHost {
  readonly options: RecordedCodeOptions;
  readonly versions: CodeVersions;
  readonly memory: RecordedMemory;
  /** Instructions that ran, those of which nothing is known, and those beyond `mostExecuted`. */
  executed: number;
  unknown: number;
  passedOver: number;
  readonly mostExecuted: number;
  /** An address of the recording as the program has it. */
  placeOf(address: number): number;
  /** Whether a place that a thread comes to belongs to a library; `isOutside`: whether it was in one, `slot` what it left through. */
  isLibrary(place: number, isOutside: boolean, slot: number): boolean;
  /** The instruction at a place; -1 where nothing is known of it. */
  find(place: number): number;
  findBytes(place: number, bytes: Uint8Array, from: number, length: number): number;
  /** One instruction went on to another one of its function, or called it. */
  addEdge(from: number, to: number): void;
  addCall(from: number, to: number): void;
  begin(version: number, why: Beginning): void;
  /** Whether a number of the recording is the address of something. */
  isAddress(value: number): boolean;
  /** Bytes were written. */
  changes(place: number, length: number): void;
}

/** The stack pointer among registers, and what is near it. */
const STACK = 4;
const ARM_STACK = 31;
const NEAR_STACK = 1 << 20;
const NONE: readonly string[] = [];

/** Adds something small to a register. */
function addTo(registers: Uint32Array, register: number, value: number): void {
  const low = (registers[register * 2] as number) + value;
  registers[register * 2] = low;
  if (low > 0xffff_ffff) registers[register * 2 + 1] = (registers[register * 2 + 1] as number) + 1;
}

/** Numbers that hold the registers of a thread. */
const REGISTERS = 64;

export class FollowedThread implements RecordedThread {
  readonly id: number;
  readonly registers: Uint32Array = new Uint32Array(REGISTERS);
  readonly #code: ThreadHost;
  readonly #versions: CodeVersions;
  readonly #open = new OpenCalls();
  readonly #written: WrittenRuns | undefined;
  readonly #observed: ObservedNumbers | undefined;
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

  constructor(id: number, code: ThreadHost) {
    this.id = id;
    this.#code = code;
    this.#versions = code.versions;
    const { onWritten, onCallOut } = code.options;
    if (onWritten !== undefined) {
      this.#written = new WrittenRuns((version, start, end) => {
        onWritten(version, code.memory.bytesNow(start, end));
      });
    }
    if (code.options.observesNumbers === true) this.#observed = new ObservedNumbers();
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
    if (versions.times[version] === 0) versions.remember(version, position, this.registers);
    (versions.times[version] as number)++;
    if (latest >= 0) this.#follow(latest, version, place);
    else if (!this.#hasBegun) this.#code.begin(version, 'entry point');
    this.#hasBegun = true;
    this.#observed?.see(version, versions, this.registers);
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
  #follow(latest: number, version: number, place: number): void {
    const versions = this.#versions;
    const end = (versions.address[latest] as number) + (versions.length[latest] as number);
    switch (versions.flow[latest]) {
      case FLOW.call:
        this.#afterCall(latest, version, place, end);
        return;
      case FLOW.return:
        this.#afterReturn(version, place);
        return;
      case FLOW.jump:
        if (versions.taken[latest] === version) return;
        this.#afterJump(latest, version, place);
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
        if (versions.taken[latest] === version) return;
        if (versions.flow[latest] !== FLOW.conditional) {
          this.#afterInterruption(latest, version, place, end);
          return;
        }
        versions.taken[latest] = version;
        // What is neither behind a branch nor its target came by another way: an exception, a signal.
        if (versions.target[latest] === place) this.#code.addEdge(latest, version);
    }
  }

  #afterCall(latest: number, version: number, place: number, end: number): void {
    const versions = this.#versions;
    const target = versions.target[latest] as number;
    this.#written?.pause();
    if (place === end) {
      // A call to the next instruction is a way to learn where it is.
      if (target !== end) this.#leftAndCameBack(latest);
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

  /** Something came in between, an exception or a signal, or that is over; repeated instructions come after themselves. */
  #afterInterruption(latest: number, version: number, place: number, end: number): void {
    if (version === latest) return;
    const interrupted = this.#open.close(place);
    if (interrupted >= 0) {
      this.#code.addEdge(interrupted, version);
      return;
    }
    this.#open.push(end, latest);
    if (this.#versions.times[version] === 1) this.#code.begin(version, 'callback');
  }

  /** `through`: the jump by which it left, if it was not the call itself. */
  #leftAndCameBack(version: number, through = version): void {
    const { onCallOut, machine, bits } = this.#code.options;
    if (onCallOut === undefined || this.#atCall === undefined) return;
    // A jump finds the return address on the stack already; arguments are told as a call would find them.
    if (through !== version && machine === 'x86') addTo(this.#atCall, STACK, bits / 8);
    onCallOut({
      ...{ thread: this.id, version, before: this.#atCall, after: this.registers },
      slot: this.#versions.slot[through] as number,
      target: this.#targetOf(through, this.#atCall),
      slotValue: this.#callRead,
      observed: this.takeObserved(),
      position: this.#callPosition,
    });
  }

  /** Numbers that registers held since the call before; none unless they are kept. */
  takeObserved(): readonly string[] {
    const stack = numberOf(this.registers, this.#code.options.machine === 'x86' ? STACK : ARM_STACK);
    return this.#observed?.take((value) => Math.abs(value - stack) < NEAR_STACK || this.#code.isAddress(value)) ?? NONE;
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

  #afterJump(latest: number, version: number, place: number): void {
    const versions = this.#versions;
    const target = versions.target[latest] as number;
    if (target !== place) {
      // It left the recorded code, as the last thing that a function does, and that came back to who called the function; or it is a return.
      const caller = this.#open.close(place);
      if (caller >= 0) {
        if (!this.#goesTo(latest, place)) this.#leftAndCameBack(caller, latest);
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

  holds(address: number, bytes: Uint8Array, from: number, length: number): void {
    if (this.#code.passedOver > 0 || this.#isOutside) return;
    this.#code.memory.hold(this.#code.placeOf(address), bytes, from, length);
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
