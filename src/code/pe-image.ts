// A PE file as a loader maps it.

import type { PeFile } from '../formats/pe/pe-file.ts';
import { Image } from './image.ts';
import { splitBase } from './split-base.ts';

/** What the loader makes of the file. */
export function imageOfPe({ bytes, headers, parts }: PeFile): Image {
  const { base, shift } = splitBase(headers.imageBase);
  return new Image({
    bits: headers.bits,
    base,
    shift,
    regions: parts.map((part) => ({
      start: base + part.start,
      end: base + part.start + part.size,
      bytes: bytes.subarray(part.fileOffset, part.fileOffset + part.fileSize),
      fileOffset: part.fileOffset,
      isReadable: part.isReadable,
      isWritable: part.isWritable,
      isExecutable: part.isExecutable,
      name: part.name,
    })),
  });
}
