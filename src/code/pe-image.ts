// A PE file as a loader maps it.

import type { PeFile } from '../formats/pe/pe-file.ts';
import { Image } from './image.ts';
import { regionOf } from './region-of.ts';
import { splitBase } from './split-base.ts';

/** What the loader makes of the file. */
export function imageOfPe({ bytes, headers, parts }: PeFile): Image {
  const { base, shift } = splitBase(headers.imageBase);
  const regions = parts.map((part) => regionOf(part, bytes, base));
  return new Image({ bits: headers.bits, base, shift, regions });
}
