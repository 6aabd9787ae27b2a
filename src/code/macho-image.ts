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
  // Places for symbols of other files, as MachOFile gives them.
  const symbols = headers.isObject ? macho.symbols.length * WORD : 0;
  if (symbols > 0) regions.push(placesBehind(macho.endOfParts, symbols));
  const parts = { machine, bits: 64, base: headers.base, shift: headers.shift } as const;
  return new Image({ ...parts, regions: filled(macho, new Image({ ...parts, regions })) });
}

function placesBehind(start: number, size: number): Region {
  const rights = { isReadable: true, isWritable: false, isExecutable: false };
  return { start, end: start + size, bytes: new Uint8Array(), fileOffset: 0, ...rights, name: 'symbols' };
}

/** The regions with their pointers filled; a region without any is the file's own bytes. */
function filled({ fixups }: MachOFile, image: Image): Region[] {
  const changed = new Map<Region, Uint8Array>();
  const write = (address: number, value: number, bytes: number): void => {
    const region = image.regionAt(address);
    // What the file has is a pointer already, or there is nothing of the file.
    if (value < 0 || region === undefined || address - region.start + bytes > region.bytes.length) return;
    let copy = changed.get(region);
    if (copy === undefined) {
      copy = region.bytes.slice();
      changed.set(region, copy);
    }
    let rest = value;
    for (let i = 0; i < bytes; i++) {
      copy[address - region.start + i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
  };
  for (const [address, value] of fixups.pointers) write(address, value, WORD);
  for (const [address, value] of fixups.words) write(address, value, WORD / 2);
  return image.regions.map((region) => {
    const bytes = changed.get(region);
    return bytes === undefined ? region : { ...region, bytes };
  });
}
