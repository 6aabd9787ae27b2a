// A part of a file as it is mapped.

import type { MappedPart } from '../formats/mapped-view.ts';
import type { Region } from './image.ts';

/** The region of memory that a part fills; `base` is added to its place. */
export function regionOf(part: MappedPart, file: Uint8Array, base: number): Region {
  const { start, size, fileOffset, fileSize, isReadable, isWritable, isExecutable, name } = part;
  const bytes = file.subarray(fileOffset, fileOffset + fileSize);
  const place = { start: base + start, end: base + start + size };
  return { ...place, bytes, fileOffset, isReadable, isWritable, isExecutable, name };
}
