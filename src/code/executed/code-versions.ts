// The different instructions that ran: an address with the bytes that were there. Where code changes, an address has several. Each has a
// number, and what is known of it is in columns: there may be a million, and each may run a billion times.

import { IntegerMap } from '../../bytes/integer-map.ts';
import { FLOW } from '../flow.ts';
import { type FlowDecoder, XOR_SOURCE } from './flow-decoder.ts';

/** Bytes kept of each; no instruction is longer. */
export const MOST_BYTES = 16;

/** What is known of an instruction beside its bytes, as bits. */
export const NOTE = {
  /** The code that ran had written it. */
  written: 1,
  /** It replaced another one. */
  changed: 2,
  /** It mixed something that was not zero into something else. */
  mixed: 4,
  /** What it writes is only kept to be taken back. */
  spills: 8,
  /** It is known that it ran, and not after what. */
  unordered: 16,
} as const;

export class CodeVersions {
  readonly #decoder: FlowDecoder;
  readonly #most: number;
  /** By address: the version that is there now. */
  readonly #current = new IntegerMap<number>();
  count = 0;
  /** Instructions beyond those that are kept, and those whose bytes are none. */
  leftOut = 0;
  address: Float64Array = new Float64Array(64);
  bytes: Uint8Array = new Uint8Array(64 * MOST_BYTES);
  length: Uint8Array = new Uint8Array(64);
  /** One of `FLOW`. */
  flow: Uint8Array = new Uint8Array(64);
  /** As `FlowDecoder` has them. */
  target: Float64Array = new Float64Array(64);
  slot: Float64Array = new Float64Array(64);
  targetRegister: Int8Array = new Int8Array(64);
  xorSource: Int8Array = new Int8Array(64);
  /** Whether it is the one that is at its address now. */
  isCurrent: Uint8Array = new Uint8Array(64);
  notes: Uint8Array = new Uint8Array(64);
  /** The registers that are its first two operands, -1 for others, and what they held when it ran first: two halves each. */
  operands: Int8Array = new Int8Array(2 * 64);
  values: Uint32Array = new Uint32Array(4 * 64);
  /** How often it ran. */
  times: Float64Array = new Float64Array(64);
  /** Where in the recording it ran first, and in which thread. */
  first: Float64Array = new Float64Array(64);
  /** The one that was at the address before; -1 for none. */
  older: Int32Array = new Int32Array(64);
  /** What it was followed by latest: right behind it, and elsewhere. -1 for nothing. */
  through: Int32Array = new Int32Array(64);
  taken: Int32Array = new Int32Array(64);

  constructor(decoder: FlowDecoder, most: number) {
    this.#decoder = decoder;
    this.#most = most;
  }

  /** The version that is at an address now; -1 for none. */
  at(address: number): number {
    return this.#current.get(address) ?? -1;
  }

  /** Whether a version has exactly these bytes. */
  hasBytes(version: number, bytes: Uint8Array, from: number, length: number): boolean {
    if (this.length[version] !== length) return false;
    const own = version * MOST_BYTES;
    for (let i = 0; i < length; i++) if (this.bytes[own + i] !== bytes[from + i]) return false;
    return true;
  }

  /** What is at an address is not known any more. */
  forget(address: number): void {
    const known = this.at(address);
    if (known >= 0) this.isCurrent[known] = 0;
  }

  /** The version with what stands at `bytes[from .. end)`, which is at the address from now on; -1 where that is no instruction or there are too many. */
  put(address: number, bytes: Uint8Array, from: number, end: number): number {
    const length = this.#decoder.decode(bytes, from, Math.min(end, from + MOST_BYTES), address);
    if (length === 0) return -1;
    const latest = this.at(address);
    let steps = 0;
    for (let known = latest; known >= 0 && steps < MOST_LOOKED_AT; known = this.older[known] as number, steps++) {
      if (!this.hasBytes(known, bytes, from, length)) continue;
      if (latest >= 0) this.isCurrent[latest] = 0;
      this.isCurrent[known] = 1;
      this.#current.set(address, known);
      return known;
    }
    if (this.count >= this.#most) return -1;
    if (latest >= 0) this.isCurrent[latest] = 0;
    return this.#add(address, bytes, from, length, latest);
  }

  #add(address: number, bytes: Uint8Array, from: number, length: number, older: number): number {
    const version = this.count++;
    if (version === this.address.length) this.#grow();
    const { flow, target, slot, targetRegister, xorSource, spills } = this.#decoder;
    this.address[version] = address;
    this.bytes.set(bytes.subarray(from, from + length), version * MOST_BYTES);
    this.length[version] = length;
    this.flow[version] = flow;
    this.target[version] = target;
    this.slot[version] = slot;
    this.targetRegister[version] = targetRegister;
    this.xorSource[version] = xorSource;
    this.operands[version * 2] = this.#decoder.registerOf(0);
    this.operands[version * 2 + 1] = this.#decoder.registerOf(1);
    this.isCurrent[version] = 1;
    this.older[version] = older;
    this.through[version] = -1;
    this.taken[version] = -1;
    const mixes = xorSource === XOR_SOURCE.constant;
    this.notes[version] = (older >= 0 ? NOTE.changed : 0) | (spills ? NOTE.spills : 0) | (mixes ? NOTE.mixed : 0);
    this.#current.set(address, version);
    return version;
  }

  #grow(): void {
    const size = this.address.length * 2;
    const wider = <T extends Float64Array | Int32Array | Uint32Array | Uint8Array | Int8Array>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    this.address = wider(this.address, new Float64Array(size));
    this.bytes = wider(this.bytes, new Uint8Array(size * MOST_BYTES));
    this.length = wider(this.length, new Uint8Array(size));
    this.flow = wider(this.flow, new Uint8Array(size));
    this.target = wider(this.target, new Float64Array(size));
    this.slot = wider(this.slot, new Float64Array(size));
    this.targetRegister = wider(this.targetRegister, new Int8Array(size));
    this.xorSource = wider(this.xorSource, new Int8Array(size));
    this.isCurrent = wider(this.isCurrent, new Uint8Array(size));
    this.notes = wider(this.notes, new Uint8Array(size));
    this.operands = wider(this.operands, new Int8Array(size * 2));
    this.values = wider(this.values, new Uint32Array(size * 4));
    this.times = wider(this.times, new Float64Array(size));
    this.first = wider(this.first, new Float64Array(size));
    this.older = wider(this.older, new Int32Array(size));
    this.through = wider(this.through, new Int32Array(size));
    this.taken = wider(this.taken, new Int32Array(size));
  }

  /** A version runs for the first time, with these registers. */
  remember(version: number, position: number, registers: Uint32Array): void {
    this.first[version] = position;
    for (let operand = 0; operand < 2; operand++) {
      const register = this.operands[version * 2 + operand] as number;
      if (register < 0) continue;
      this.values[version * 4 + operand * 2] = registers[register * 2] as number;
      this.values[version * 4 + operand * 2 + 1] = registers[register * 2 + 1] as number;
    }
  }

  /** The address behind it. */
  endOf(version: number): number {
    return (this.address[version] as number) + (this.length[version] as number);
  }

  /** Whether it says where execution goes on, besides to the next instruction. */
  branches(version: number): boolean {
    const flow = this.flow[version];
    return flow === FLOW.jump || flow === FLOW.conditional || flow === FLOW.return || flow === FLOW.stop;
  }
}

/** Versions of one address that are compared with new bytes: code that changes in a loop has others each time. */
const MOST_LOOKED_AT = 64;
