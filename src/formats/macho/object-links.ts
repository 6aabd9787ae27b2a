// What a linker would write into an object file (mach-o/x86_64/reloc.h, mach-o/arm64/reloc.h): where calls and references lead. Symbols of other
// files get places behind the program, as if each had a pointer there.

import { ByteView } from '../../bytes/byte-view.ts';
import type { MappedView } from '../mapped-view.ts';
import type { Fixups } from './fixups.ts';
import type { MachOSection } from './headers.ts';
import { CPU } from './slices.ts';
import type { MachOSymbol } from './symbols.ts';

const RELOCATION_BYTES = 8;
const PAGE = 0x1000;
const INTEL = { pointer: 0, subtract: 5 } as const;
const ARM = { pointer: 0, branch: 2, page: 3, pageOffset: 4, gotPage: 5, gotOffset: 6, addend: 10 } as const;

export interface ObjectContext {
  readonly bytes: Uint8Array;
  readonly cpu: number;
  readonly bias: number;
  readonly view: MappedView;
  readonly sections: readonly MachOSection[];
  readonly symbols: readonly (MachOSymbol | undefined)[];
  /** The place of a symbol of another file, by its place in the table. */
  slotOf(symbol: number): number | undefined;
}

/** A place that is to be written, and what leads there. */
interface Link {
  readonly place: number;
  readonly type: number;
  readonly bytes: number;
  readonly isRelative: boolean;
  /** Undefined where the place has an address in the file already. */
  readonly target: number | undefined;
  readonly addend: number;
}

/** Adds what a linker would write. */
export function linkObject(context: ObjectContext, fixups: Fixups): void {
  const write = context.cpu === CPU.amd64 ? writeIntel : writeArm;
  for (const section of context.sections) {
    for (const link of linksOf(context, section)) {
      if (!fixups.take()) return;
      write(context, link, fixups);
    }
  }
}

function* linksOf(context: ObjectContext, { address, relocations }: MachOSection): Iterable<Link> {
  const view = new ByteView(context.bytes);
  let addend = 0;
  for (let i = 0; i < relocations.entries; i++) {
    const at = relocations.offset + i * RELOCATION_BYTES;
    const [offset, info] = [view.u32(at), view.u32(at + 4)];
    if (info < 0) return;
    const [number, type] = [info & 0xffffff, info >>> 28];
    if (type === ARM.addend && context.cpu === CPU.aarch64) {
      addend = (number << 8) >> 8;
      continue;
    }
    const isSymbol = ((info >>> 27) & 1) === 1;
    const symbol = isSymbol ? context.symbols[number] : undefined;
    const target = symbol?.isDefined === true ? symbol.address : isSymbol ? context.slotOf(number) : undefined;
    if (!isSymbol || target !== undefined) {
      const shape = { bytes: 2 ** ((info >>> 25) & 3), isRelative: ((info >>> 24) & 1) === 1 };
      yield { place: address + offset, type, ...shape, target, addend };
    }
    addend = 0;
  }
}

/** Distances in the file count from the end of the field; what is in it is added. */
function writeIntel({ view, bias }: ObjectContext, link: Link, fixups: Fixups): void {
  const { place, type, bytes, isRelative, target } = link;
  if (type === INTEL.subtract) return;
  if (isRelative && bytes === 4 && target !== undefined)
    fixups.words.set(place, (target + (view.u32(place) | 0) - place - 4) >>> 0);
  else if (type === INTEL.pointer && bytes === 8) writePointer(view, bias, link, fixups);
}

function writePointer(view: MappedView, bias: number, { place, target }: Link, fixups: Fixups): void {
  const there = view.address(place, 64);
  if (there >= 0) fixups.pointers.set(place, (target ?? bias) + there);
}

function writeArm({ view, bias }: ObjectContext, link: Link, fixups: Fixups): void {
  const { place, type, bytes, target, addend } = link;
  if (type === ARM.pointer && bytes === 8) writePointer(view, bias, link, fixups);
  const word = view.u32(place);
  if (word < 0 || target === undefined) return;
  const to = target + addend;
  if (type === ARM.branch) fixups.words.set(place, ((word & 0xfc000000) | (((to - place) / 4) & 0x3ffffff)) >>> 0);
  else if (type === ARM.page || type === ARM.gotPage) {
    const pages = Math.floor(to / PAGE) - Math.floor(place / PAGE);
    const parts = ((pages & 3) << 29) | (((pages >> 2) & 0x7ffff) << 5);
    fixups.words.set(place, ((word & 0x9f00001f) | parts) >>> 0);
  } else if (type === ARM.pageOffset || type === ARM.gotOffset) {
    const offset = (to % PAGE) >> scaleOf(word);
    fixups.words.set(place, ((word & ~(0xfff << 10)) | (offset << 10)) >>> 0);
  }
}

/** Loads and stores count in their own size. */
function scaleOf(word: number): number {
  if ((word & 0x3b000000) !== 0x39000000) return 0;
  const size = word >>> 30;
  return size === 0 && (word & 0x04800000) === 0x04800000 ? 4 : size;
}
