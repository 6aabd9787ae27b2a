// A PE file as a loader maps it.

import { MACHINE } from '../formats/pe/headers.ts';
import type { PeFile } from '../formats/pe/pe-file.ts';
import { Image } from './image.ts';
import { regionOf } from './region-of.ts';
import { splitBase } from './split-base.ts';

/** What the loader makes of the file. */
export function imageOfPe({ bytes, headers, parts }: PeFile): Image {
  const { base, shift } = splitBase(headers.imageBase);
  const regions = parts.map((part) => regionOf(part, bytes, base));
  const machine = headers.machine === MACHINE.arm64 ? 'arm64' : 'x86';
  return new Image({ machine, bits: headers.bits, base, shift, regions });
}
