// A Mach-O program as dyld maps it, with the pointers that dyld fills: what the file has in their places may be links from one to the next.

import type { MachOFile } from '../formats/macho/macho-file.ts';
import { CPU } from '../formats/macho/slices.ts';
import { Image, type Region } from './image.ts';
import { regionOf } from './region-of.ts';

const WORD = 8;

/** What dyld makes of the program, which begins at `offset` in its file. */
export function imageOfMachO(macho: MachOFile, offset: number): Image {
  const { headers, parts: mapped, bytes } = macho;
  const regions = mapped.map((part) => {
    const region = regionOf(part, bytes, 0);
    return { ...region, fileOffset: region.fileOffset + offset };
  });
  const machine = headers.cpu === CPU.aarch64 ? 'arm64' : 'x86';
  const parts = { machine, bits: 64, base: headers.base, shift: headers.shift } as const;
  return new Image({ ...parts, regions: filled(macho, new Image({ ...parts, regions })) });
}

/** The regions with their pointers filled; a region without any is the file's own bytes. */
function filled(macho: MachOFile, image: Image): Region[] {
  const changed = new Map<Region, Uint8Array>();
  for (const [address, value] of macho.fixups.pointers) {
    const region = image.regionAt(address);
    // What the file has is a pointer already, or there is nothing of the file.
    if (value < 0 || region === undefined || address - region.start + WORD > region.bytes.length) continue;
    let copy = changed.get(region);
    if (copy === undefined) {
      copy = region.bytes.slice();
      changed.set(region, copy);
    }
    let rest = value;
    for (let i = 0; i < WORD; i++) {
      copy[address - region.start + i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
  }
  return image.regions.map((region) => {
    const bytes = changed.get(region);
    return bytes === undefined ? region : { ...region, bytes };
  });
}
