// What a loader makes of a program: the regions of memory that its file fills, with their rights. Everything that looks at code or data
// of a program reads it here, by virtual address.
//
// Addresses are numbers. Programs that are based beyond what a number holds exactly (drivers of 64-bit systems) are analysed at the low
// 48 bits of their addresses; `addressOf` gives the whole one.

import { type Integer, toInteger } from '../bytes/integer.ts';
import { withoutOverlaps } from '../bytes/ranges.ts';

/** A part of memory that comes from one section or segment. */
export interface Region {
  /** First address, and the one behind the last. */
  readonly start: number;
  readonly end: number;
  /** What the file has of it; the rest up to `end` is zero. */
  readonly bytes: Uint8Array;
  /** Where `bytes` begin in the file. */
  readonly fileOffset: number;
  readonly isReadable: boolean;
  readonly isWritable: boolean;
  readonly isExecutable: boolean;
  readonly name: string;
}

/** Whose instructions the code is. */
export type Machine = 'x86' | 'arm64';

export interface ImageParts {
  /** Default x86, of 32 or 64 bits. */
  readonly machine?: Machine;
  readonly bits: 32 | 64;
  /** Address that the program says it is loaded at. */
  readonly base: number;
  /** In any order. Where some overlap, the first one given holds. */
  readonly regions: readonly Region[];
  /** What is added to an address when it is shown; a multiple of 2^48. */
  readonly shift?: bigint;
}

export class Image {
  readonly machine: Machine;
  readonly bits: 32 | 64;
  readonly base: number;
  /** Ascending; none overlaps another. */
  readonly regions: readonly Region[];
  readonly #shift: bigint;
  #last: Region | undefined;

  constructor({ machine = 'x86', bits, base, regions, shift = 0n }: ImageParts) {
    this.machine = machine;
    this.bits = bits;
    this.base = base;
    this.regions = separate(regions);
    this.#shift = shift;
  }

  /** Bytes from the base to the end of the last region: as much address space as it takes where it is loaded. */
  get size(): number {
    return (this.regions.at(-1)?.end ?? this.base) - this.base;
  }

  /** The region that an address lies in. */
  regionAt(address: number): Region | undefined {
    const last = this.#last;
    if (last !== undefined && address >= last.start && address < last.end) return last;
    let low = 0;
    let high = this.regions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.regions[middle] as Region).start <= address) low = middle + 1;
      else high = middle;
    }
    const found = this.regions[low - 1];
    if (found === undefined || address >= found.end) return undefined;
    this.#last = found;
    return found;
  }

  isMapped(address: number): boolean {
    return this.regionAt(address) !== undefined;
  }

  isReadable(address: number): boolean {
    return this.regionAt(address)?.isReadable === true;
  }

  isExecutable(address: number): boolean {
    return this.regionAt(address)?.isExecutable === true;
  }

  /** The byte at an address; -1 where nothing is mapped. */
  u8(address: number): number {
    const region = this.regionAt(address);
    return region === undefined ? -1 : (region.bytes[address - region.start] ?? 0);
  }

  /** A little-endian number of that many bytes, exact up to 6 of them; -1 where one of them is in no region or in another. */
  unsigned(address: number, bytes: number): number {
    const region = this.regionAt(address);
    if (region === undefined || address + bytes > region.end) return -1;
    const at = address - region.start;
    let value = 0;
    for (let i = bytes - 1; i >= 0; i--) value = value * 256 + (region.bytes[at + i] ?? 0);
    return value;
  }

  /** A signed little-endian number of four bytes; undefined where it cannot be read. */
  signed32(address: number): number | undefined {
    const value = this.unsigned(address, 4);
    return value < 0 ? undefined : value | 0;
  }

  /** A pointer, in the size of the program's; -1 where it cannot be read. */
  pointer(address: number): number {
    const value = this.unsigned(address, this.bits / 8);
    return this.#shift === 0n || value < 0 ? value : value % 2 ** 48;
  }

  /** At most that many bytes from an address on, to the end of its region; empty where nothing is mapped. */
  bytesAt(address: number, most: number): Uint8Array {
    const region = this.regionAt(address);
    if (region === undefined) return new Uint8Array();
    const at = address - region.start;
    const length = Math.min(most, region.end - address);
    if (at + length <= region.bytes.length) return region.bytes.subarray(at, at + length);
    const filled = new Uint8Array(length);
    filled.set(region.bytes.subarray(at, at + length));
    return filled;
  }

  /** The address that a value of the program is; -1 if it can be none. */
  addressOfValue(value: Integer): number {
    if (typeof value === 'number') return this.#shift === 0n ? value : -1;
    const low = Number(BigInt.asUintN(48, value));
    return this.addressOf(low) === value ? low : -1;
  }

  /** The address as the program has it. */
  addressOf(address: number): Integer {
    return this.#shift === 0n ? address : toInteger(BigInt(address) + this.#shift);
  }
}

/** Of a region that another one covers in part, the rest is kept. */
function separate(given: readonly Region[]): readonly Region[] {
  return withoutOverlaps(given).map(({ start, end, index }) => {
    const region = given[index] as Region;
    if (start === region.start && end === region.end) return region;
    const from = start - region.start;
    const bytes = region.bytes.subarray(from, end - region.start);
    return { ...region, start, end, bytes, fileOffset: region.fileOffset + from };
  });
}
