// Whether what lies at an address looks like a text. Known locations inside of it count: what runs into code is none.

import { LIMITS } from '../limits.ts';
import type { Image } from './image.ts';
import { LOCATION, type LocationMap } from './location-map.ts';

/** Characters of a text: what can be printed, tab, line ends and the like. */
function isTextByte(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || (byte >= 0x09 && byte <= 0x0d);
}

/** Shortest text that ends in a NUL. */
const SHORTEST = 4;
/** Bytes that a UTF-16 text has at least, without its end, and one more. */
const SHORTEST_UTF16 = 8;
/** Longest text that is looked at, in bytes. */
const LONGEST = 1 << 20;

/** Looks for texts in one program. A file may have very many pointers into a few very long texts: how much is looked at is bounded. */
export class Texts {
  readonly #image: Image;
  readonly #locations: LocationMap;
  readonly #tell: () => void;
  #bytesLeft: number = LIMITS.programTextBytes;

  /** `tell` is called once so much was looked at that nothing is taken for a text any more. */
  constructor(image: Image, locations: LocationMap, tell: () => void) {
    this.#image = image;
    this.#locations = locations;
    this.#tell = tell;
  }

  /** Length in bytes of the ASCII text at an address, without what ends it; 0 if there is none. A length before it, as Pascal and Delphi write one, makes shorter ones valid. */
  asciiLength(address: number): number {
    const image = this.#image;
    const region = image.regionAt(address);
    if (region === undefined) return 0;
    const before = image.regionAt(address - 4)?.isReadable === true;
    const pascal = before ? image.unsigned(address - 2, 2) : 0;
    const delphi = before ? image.unsigned(address - 4, 4) : 0;
    const { bytes, start } = region;
    const most = this.#most(region.end - address);
    let count = 0;
    for (; count < most; count++) {
      const byte = bytes[address - start + count] ?? 0;
      const known = count > 0 ? this.#locations.kindAt(address + count) : LOCATION.none;
      if (known !== LOCATION.none) {
        return this.#looked(count, known === LOCATION.ascii ? this.#extended(address, count, byte) : 0);
      }
      if (byte === 0) return this.#looked(count, count >= SHORTEST || count === delphi || count === pascal ? count : 0);
      if (!isTextByte(byte)) break;
    }
    return this.#looked(count, 0);
  }

  /** Length in bytes of the UTF-16 text of Latin letters at an address, without its end; 0 if there is none. */
  utf16Length(address: number): number {
    const region = this.#image.regionAt(address);
    if (region === undefined) return 0;
    const { bytes, start } = region;
    const most = this.#most(region.end - address);
    const high = bytes[address - start + 1] ?? 0;
    let count = 0;
    for (; count + 1 < most; count += 2) {
      const low = bytes[address - start + count] ?? 0;
      const known = count > 0 ? this.#locations.kindAt(address + count) : LOCATION.none;
      if (known !== LOCATION.none) {
        return this.#looked(count, known === LOCATION.utf16 ? this.#extended(address, count, low) : 0);
      }
      if (low === 0) return this.#looked(count, count > SHORTEST_UTF16 ? count : 0);
      if (!isTextByte(low) || (bytes[address - start + count + 1] ?? 0) !== high) break;
    }
    return this.#looked(count, 0);
  }

  /** Whether an address looks like the beginning of a text. */
  isText(address: number): boolean {
    return this.utf16Length(address) > 0 || this.asciiLength(address) > 0;
  }

  #most(left: number): number {
    return Math.min(left, LONGEST, Math.max(this.#bytesLeft, 0));
  }

  #looked(count: number, length: number): number {
    const before = this.#bytesLeft;
    this.#bytesLeft -= count + 1;
    if (this.#bytesLeft <= 0 && before > 0) this.#tell();
    return length;
  }

  /** Length of a text that runs into another one, or of which the other is the end. */
  #extended(address: number, count: number, byte: number): number {
    const start = this.#locations.startOf(address + count);
    const size = this.#locations.endOf(start) - start;
    this.#looked(size, 0);
    if (start === address) return size;
    return byte !== 0 ? count + size : start - address + size;
  }
}
