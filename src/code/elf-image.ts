// An ELF file as a loader maps it, with the pointers that a loader would fill: in programs that may be loaded anywhere the file has only
// distances.

import type { ElfFile } from '../formats/elf/elf-file.ts';
import { ELF_MACHINE } from '../formats/elf/headers.ts';
import type { ElfRelocation } from '../formats/elf/relocations.ts';
import { UNDEFINED_SECTION } from '../formats/elf/symbols.ts';
import { Image, type Region } from './image.ts';
import { regionOf } from './region-of.ts';

/** What the loader makes of the file. */
export function imageOfElf(elf: ElfFile): Image {
  const { headers, layout, bytes } = elf;
  const regions = layout.parts.map((part) => regionOf(part, bytes, 0));
  const machine = headers.machine === ELF_MACHINE.aarch64 ? 'arm64' : 'x86';
  const image = new Image({ bits: headers.bits, base: layout.base, regions, shift: headers.shift });
  return new Image({
    machine,
    bits: headers.bits,
    base: layout.base,
    regions: relocated(elf, image),
    shift: headers.shift,
  });
}

/** The regions with their pointers filled; a region without any is the file's own bytes. */
function relocated(elf: ElfFile, image: Image): Region[] {
  const changed = new Map<Region, Uint8Array>();
  const word = elf.headers.bits / 8;
  for (const relocation of elf.relocations) {
    const value = filledWith(elf, relocation);
    const region = image.regionAt(relocation.address);
    if (value === undefined || region === undefined || relocation.address + word > region.end) continue;
    const at = relocation.address - region.start;
    // What the file does not have stays zero: a region may be far larger than the file.
    if (at + word > region.bytes.length) continue;
    let copy = changed.get(region);
    if (copy === undefined) {
      copy = region.bytes.slice();
      changed.set(region, copy);
    }
    let rest = value;
    for (let i = 0; i < word; i++) {
      copy[elf.headers.isLittleEndian ? at + i : at + word - 1 - i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
  }
  return image.regions.map((region) => {
    const bytes = changed.get(region);
    return bytes === undefined ? region : { ...region, bytes };
  });
}

function filledWith({ layout }: ElfFile, { kind, symbol, addend }: ElfRelocation): number | undefined {
  if (kind === 'relative') return inRange(addend + layout.bias);
  if (symbol === undefined || symbol.section === UNDEFINED_SECTION) return undefined;
  if (kind === 'absolute') return inRange(symbol.address + addend);
  return kind === 'got' || kind === 'slot' ? symbol.address : undefined;
}

function inRange(value: number): number | undefined {
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}
