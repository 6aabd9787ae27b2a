// A program of five functions of A64 code, as an ELF and as a PE file: one that calls an import through its stub and forms the address of a
// text, a loop of exclusive ors, a `switch`, one that only a table of the file knows, and the stub.

import {
  addLow,
  addRegisters,
  adrp,
  assembleA64,
  b,
  bCond,
  bl,
  br,
  cbz,
  compare,
  eor,
  type Line,
  loadLow,
  loadWord,
  movk,
  movz,
  NOP,
  POP_FRAME,
  PUSH_FRAME,
  RET,
  sub,
} from './a64-words.ts';
import { buildElf, buildPe, Layout } from './program-builder.ts';

const BASE = 0x400000;
const TEXT = 0x1000;
const DATA = 0x2000;
/** Places in the data: the text, the table of the `switch`, the slot of the import. */
const NAME = 0x140;
const TABLE = 0x180;
const SLOT = 0x1d0;

const LINES: readonly Line[] = [
  ...['start', PUSH_FRAME, adrp(0, 'name'), addLow(0, 0, 'name'), bl('stub'), movz(0, 0xbeef), movk(0, 0xdead, 1)],
  ...[bl('look up'), POP_FRAME, RET],
  ...['clear', movz(8, 12), 'again', eor(1, 1, 8), sub(8, 8, 1), cbz(8, 'done'), b('again'), 'done', RET],
  ...['look up', compare(0, 2), bCond('hi', 'other')],
  ...[bl('clear'), adrp(9, 'table'), addLow(9, 9, 'table'), loadWord(10, 9, 0), addRegisters(9, 9, 10), br(9)],
  ...['one', movz(0, 1), RET, 'two', movz(0, 2), RET, 'other', movz(0, 9), RET],
  ...[NOP, 'unnamed', movz(0, 4), RET],
  ...[NOP, 'stub', adrp(16, 'slot'), loadLow(17, 16, 'slot'), addLow(16, 16, 'slot'), br(17)],
];

const { bytes: CODE, labels } = assembleA64(BASE + TEXT, LINES, {
  name: BASE + DATA + NAME,
  table: BASE + DATA + TABLE,
  slot: BASE + DATA + SLOT,
});
const at = (label: string): number => labels.get(label) as number;

/** Addresses of its functions. */
export const START: number = at('start');
export const CLEAR: number = at('clear');
export const LOOK_UP: number = at('look up');
export const UNNAMED: number = at('unnamed');
export const STUB: number = at('stub');

function fillData(data: Layout): Layout {
  data.text(NAME, 'settings.txt');
  ['one', 'two', 'one'].forEach((label, i) => {
    data.bytes.writeInt32LE(at(label) - (BASE + DATA + TABLE), TABLE + i * 4);
  });
  return data;
}

/** A Windows program; the exception directory knows the function that nothing calls. */
export function smallArmPe(): Uint8Array {
  const data = fillData(new Layout(0x200));
  data.u64(SLOT, DATA + 0xb0).u64(0x10, DATA + 0xb0);
  data.u32(0x20, DATA + 0x10, 0, 0, DATA + 0x60, DATA + SLOT);
  data.text(0xb2, 'Sleep').text(0x60, 'api-ms-win-core-synch-l1-2-0.dll');
  data.u32(0x1c0, START - BASE, (9 << 2) | 1, UNNAMED - BASE, (2 << 2) | 1);
  return buildPe({
    bits: 64,
    machine: 0xaa64,
    imageBase: BigInt(BASE),
    entryRva: START - BASE,
    directories: { 1: [DATA + 0x20, 40], 3: [DATA + 0x1c0, 16] },
    sections: [
      { name: '.text', rva: TEXT, data: CODE },
      { name: '.rdata', rva: DATA, data: data.bytes, characteristics: 0x40000040 },
    ],
  });
}

/** A Linux program; the table of symbols knows the function that nothing calls, and another one by name. */
export function smallArmElf(): Uint8Array {
  const memory = fillData(new Layout(0x600));
  const [dynamic, symbols, strings, relocations] = [0x240, 0x300, 0x380, 0x400];
  const place = (distance: number): number => BASE + DATA + distance;
  memory.u64(dynamic, 6, place(symbols), 5, place(strings), 10, 0x20, 23, place(relocations), 2, 24, 20, 7);
  // An imported function, an exported one, and the relocation of the slot.
  memory
    .u32(symbols + 24, 1, 0x12)
    .u32(symbols + 48, 7, 0x12 | (1 << 16))
    .u64(symbols + 56, CLEAR, 20);
  memory.text(strings + 1, 'sleep').text(strings + 7, 'clear');
  memory.u64(relocations, place(SLOT), 1026 + 2 ** 32, 0);
  const table = new Layout(72).u32(24, 1, 0x12 | (1 << 16)).u64(32, UNNAMED, 8);
  table.u32(48, 9, 0x12 | (1 << 16)).u64(56, LOOK_UP, 56);
  return buildElf({
    type: 2,
    osAbi: 3,
    machine: 183,
    entry: START,
    segments: [
      { type: 1, flags: 5, address: BASE + TEXT, data: CODE },
      { type: 1, flags: 6, address: BASE + DATA, data: memory.bytes },
      { type: 2, address: place(dynamic), data: new Uint8Array() },
    ],
    sections: [
      { name: '.symtab', type: 2, link: 2, data: table.bytes },
      { name: '.strtab', type: 3, data: Buffer.from('\0unnamed\0look_up\0') },
    ],
  });
}
