// Stubs of an ELF file through which functions of other files are called (the procedure linkage table), for x86 and x86-64: a jump through
// the slot that the dynamic linker fills, perhaps behind a landing pad.

import { IntegerSet } from '../../bytes/integer-map.ts';
import type { ElfFile } from './elf-file.ts';
import { ELF_MACHINE, SECTION } from './headers.ts';
import type { RelocationKind } from './relocations.ts';

/** A stub and the slot that it jumps through, as loaded. */
export interface ImportStub {
  readonly address: number;
  readonly slot: number;
}

const STUB_SECTIONS = ['.plt', '.plt.sec', '.plt.got', '.iplt'];
const IMPORTING: readonly RelocationKind[] = ['slot', 'got', 'indirect'];
/** Without sections, stubs are where jumps through slots begin at such an address. */
const ALIGNMENT = 16;
const LANDING_PAD_BYTES = 4;

/** All stubs, ascending by address. */
export function findImportStubs(elf: ElfFile): ImportStub[] {
  const slots = new IntegerSet();
  for (const { kind, address } of elf.relocations) if (IMPORTING.includes(kind)) slots.add(address);
  if (slots.size === 0) return [];
  const stubs: ImportStub[] = [];
  for (const range of stubRanges(elf)) findIn(elf, range, slots, stubs);
  return stubs.sort((a, b) => a.address - b.address);
}

interface CodeRange {
  readonly start: number;
  readonly end: number;
  /** Whether there is nothing but stubs in it. */
  readonly isTable: boolean;
}

function stubRanges({ headers, layout }: ElfFile): CodeRange[] {
  const ranges: CodeRange[] = [];
  headers.sections.forEach(({ name, type, size }, index) => {
    const start = layout.sectionAddresses[index] ?? -1;
    if (start < 0 || type !== SECTION.bits || !STUB_SECTIONS.includes(name)) return;
    ranges.push({ start, end: start + size, isTable: true });
  });
  if (ranges.length > 0) return ranges;
  return layout.parts
    .filter(({ isExecutable }) => isExecutable)
    .map(({ start, fileSize }) => ({ start, end: start + fileSize, isTable: false }));
}

/** In a table a jump belongs to the stub that begins at or before it; elsewhere only aligned ones count. */
function findIn(elf: ElfFile, { start, end, isTable }: CodeRange, slots: IntegerSet, stubs: ImportStub[]): void {
  const code = elf.view.fileBytesAt(start, end - start);
  for (let at = code.indexOf(0xff); at >= 0 && at + 6 <= code.length; at = code.indexOf(0xff, at + 1)) {
    const slot = slotOfJump(elf, code, at, start);
    if (slot === undefined || !slots.has(slot)) continue;
    const address = start + beginOfStub(code, at);
    if (isTable || address % ALIGNMENT === 0) stubs.push({ address, slot });
  }
}

/** `jmp [rip + d]`, `jmp [address]`, or `jmp [ebx + d]` where ebx is the global offset table. */
function slotOfJump({ headers, dynamic }: ElfFile, code: Uint8Array, at: number, start: number): number | undefined {
  const form = code[at + 1];
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  if (form === 0x25 && headers.machine === ELF_MACHINE.amd64) return start + at + 6 + view.getInt32(at + 2, true);
  if (form === 0x25 && headers.machine === ELF_MACHINE.i386) return view.getUint32(at + 2, true);
  const table = dynamic.address('pltGot');
  if (form !== 0xa3 || headers.machine !== ELF_MACHINE.i386 || table === undefined) return undefined;
  return table + view.getInt32(at + 2, true);
}

/** A landing pad (F3 0F 1E FA or FB) and a prefix (F2, `bnd`) may come before the jump. */
function beginOfStub(code: Uint8Array, jump: number): number {
  const at = code[jump - 1] === 0xf2 ? jump - 1 : jump;
  const pad = at - LANDING_PAD_BYTES;
  const isPad =
    code[pad] === 0xf3 && code[pad + 1] === 0x0f && code[pad + 2] === 0x1e && ((code[pad + 3] ?? 0) | 1) === 0xfb;
  return isPad ? pad : at;
}
