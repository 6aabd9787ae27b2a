// Whether what lies at an address looks like a text. Known locations inside of it count: what runs into code is none.

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

/** Length in bytes of the ASCII text at an address, without what ends it; 0 if there is none. A length before it, as Pascal and Delphi write one, makes shorter ones valid. */
export function asciiLength(image: Image, locations: LocationMap | undefined, address: number): number {
  const bytes = image.bytesAt(address, LONGEST);
  const before = image.regionAt(address - 4)?.isReadable === true;
  const pascal = before ? image.unsigned(address - 2, 2) : 0;
  const delphi = before ? image.unsigned(address - 4, 4) : 0;
  for (let count = 0; count < bytes.length; count++) {
    const byte = bytes[count] as number;
    const known = count > 0 && locations !== undefined ? locations.kindAt(address + count) : LOCATION.none;
    if (known !== LOCATION.none) {
      return known === LOCATION.ascii ? extended(locations as LocationMap, address, count, byte) : 0;
    }
    if (byte === 0) return count >= SHORTEST || count === delphi || count === pascal ? count : 0;
    if (!isTextByte(byte)) return 0;
  }
  return 0;
}

/** Length in bytes of the UTF-16 text of Latin letters at an address, without its end; 0 if there is none. */
export function utf16Length(image: Image, locations: LocationMap | undefined, address: number): number {
  const bytes = image.bytesAt(address, LONGEST);
  const high = bytes[1];
  for (let count = 0; count + 1 < bytes.length; count += 2) {
    const low = bytes[count] as number;
    const known = count > 0 && locations !== undefined ? locations.kindAt(address + count) : LOCATION.none;
    if (known !== LOCATION.none) {
      return known === LOCATION.utf16 ? extended(locations as LocationMap, address, count, low) : 0;
    }
    if (low === 0) return count > SHORTEST_UTF16 ? count : 0;
    if (!isTextByte(low) || bytes[count + 1] !== high) return 0;
  }
  return 0;
}

/** Length of a text that runs into another one, or of which the other is the end. */
function extended(locations: LocationMap, address: number, count: number, byte: number): number {
  const start = locations.startOf(address + count);
  const size = locations.endOf(start) - start;
  if (start === address) return size;
  return byte !== 0 ? count + size : start - address + size;
}

/** Whether an address looks like the beginning of a text. */
export function isText(image: Image, locations: LocationMap | undefined, address: number): boolean {
  return utf16Length(image, locations, address) > 0 || asciiLength(image, locations, address) > 0;
}
