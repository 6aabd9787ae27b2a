// Features of a program file that need no format: the texts in it, and other programs inside of it.

import { ByteView } from '../../../bytes/byte-view.ts';
import { StringScanner } from '../../../bytes/strings.ts';
import type { LocatedFeature } from '../../../features/located.ts';
import { LIMITS } from '../../../limits.ts';

const [M, Z, P, E] = [0x4d, 0x5a, 0x50, 0x45] as const;
/** Where a PE file says how far its header is. */
const HEADER_OFFSET_AT = 0x3c;
/** Headers beyond are none of compilers. */
const NEAR = 0x200;

/** Texts of the whole file, ASCII first, then UTF-16, each in the order of the file. */
export function stringFeatures(bytes: Uint8Array): LocatedFeature[] {
  const ascii: LocatedFeature[] = [];
  const wide: LocatedFeature[] = [];
  let units = 0;
  const into = (list: LocatedFeature[]) => (value: string, at: number) => {
    if (ascii.length + wide.length >= LIMITS.fileStrings || units > LIMITS.fileStringText) return;
    units += value.length;
    list.push({ feature: { type: 'string', value }, address: { type: 'file', value: at } });
  };
  const scanner = new StringScanner(into(ascii), into(wide));
  scanner.push(bytes);
  scanner.end();
  return [...ascii, ...wide];
}

/**
 * Places in the file where another PE file begins, as it is or with every byte XORed with the same key, whose header is as near as compilers put
 * it.
 */
export function embeddedPeFeatures(bytes: Uint8Array): LocatedFeature[] {
  return findEmbeddedPes(bytes).map((value) => ({
    feature: { type: 'characteristic', value: 'embedded pe' },
    address: { type: 'file', value },
  }));
}

function findEmbeddedPes(bytes: Uint8Array): number[] {
  const view = new ByteView(bytes);
  const found: number[] = [];
  for (let at = 1; at + HEADER_OFFSET_AT + 4 <= bytes.length; at++) {
    const first = bytes[at] as number;
    if ((first ^ (bytes[at + 1] as number)) !== (M ^ Z)) continue;
    const key = first ^ M;
    const distance = (view.u32(at + HEADER_OFFSET_AT) ^ (key * 0x01010101)) >>> 0;
    if (distance > NEAR) continue;
    if ((view.u8(at + distance) ^ key) === P && (view.u8(at + distance + 1) ^ key) === E) found.push(at);
  }
  return found;
}
