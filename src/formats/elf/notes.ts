// Notes of an ELF file: small records with an owner, such as the system that it was made for.

import { ByteView, byteText } from '../../bytes/byte-view.ts';

export interface ElfNote {
  /** Up to the first zero byte. */
  readonly owner: string;
  readonly type: number;
  readonly description: Uint8Array;
}

/** The first note of a segment or section; undefined where it is not there as a whole. */
export function readFirstNote(bytes: Uint8Array, isLittleEndian: boolean): ElfNote | undefined {
  const view = new ByteView(bytes, isLittleEndian);
  const [nameSize, size, type] = [view.u32(0), view.u32(4), view.u32(8)];
  if (type < 0) return undefined;
  const at = 12 + Math.ceil(nameSize / 4) * 4;
  if (!view.has(12, nameSize) || !view.has(at, size)) return undefined;
  const [owner = ''] = byteText(view.slice(12, nameSize)).split('\0');
  return { owner, type, description: view.slice(at, size) };
}
