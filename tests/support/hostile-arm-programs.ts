// Programs of A64 code that are made to do harm.

import type { Line } from './a64-words.ts';
import * as a64 from './a64-words.ts';
import { randomNumbers } from './damage.ts';
import type { HostileProgram } from './hostile-programs.ts';
import { buildElf, buildPe } from './program-builder.ts';

const BASE = 0x400000;
const AARCH64 = 183;
const PE_ARM64 = 0xaa64;

/** Words that are made one by one; `anywhere` gives another place among them. */
function words(size: number, make: (i: number, at: number, anywhere: () => number) => number): Uint8Array {
  const count = Math.floor(size / 4);
  const random = randomNumbers(size);
  const anywhere = (): number => BASE + Math.floor(random() * count) * 4;
  return new Uint8Array(Uint32Array.from({ length: count }, (_, i) => make(i, BASE + i * 4, anywhere)).buffer);
}

const repeated =
  (...row: number[]) =>
  (size: number): Uint8Array =>
    words(size, (i) => row[i % row.length] as number);

/** Rows of instructions, each with other places in them. */
function rows(...row: ((to: number) => Line)[]): (size: number) => Uint8Array {
  return (size) =>
    words(size, (i, at, anywhere) => {
      const line = (row[i % row.length] as (to: number) => Line)(anywhere());
      const to = anywhere();
      return typeof line === 'function' ? line(at, (label) => (label === 'next' ? at + 4 : to)) : (line as number);
    });
}

/** Rows that jump through a table anywhere among them. */
const TABLES = rows(
  () => a64.compare(0, 0xfff),
  () => a64.bCond('hi', 'anywhere'),
  () => a64.adr(9, 'anywhere'),
  () => a64.loadWord(11, 9, 0),
  () => a64.addRegisters(9, 9, 11),
  () => a64.br(9),
);

/** One long row of code that each of many jumps through registers comes from. */
function longBefore(size: number): Uint8Array {
  const half = Math.floor(size / 8);
  return words(size, (i, at) => {
    if (i < half) return a64.add(1, 1, 1);
    const line = [a64.cbz(0, 'later'), a64.adr(9, 'table'), a64.loadPointer(9, 9, 0), a64.br(9)][
      (i - half) % 4
    ] as Line;
    return typeof line === 'function'
      ? line(at, (label) => (label === 'table' ? Math.min(at + 64, BASE + size - 4) : at + 16))
      : (line as number);
  });
}

const FILLINGS: Readonly<Record<string, (size: number) => Uint8Array>> = {
  'b .': repeated(0x14000000),
  'bl to the next word': repeated(0x94000001),
  'b to the next word': repeated(0x14000001),
  'br x0': repeated(a64.br(0)),
  'blr x0': repeated(a64.blr(0)),
  'adrp and add': repeated(0x90000000, a64.add(0, 0, 16)),
  'adrp, ldr, br': repeated(0x90000010, a64.load(17, 16, 8), a64.br(17)),
  nop: repeated(a64.NOP),
  'sub sp': repeated(a64.sub(32 - 1, 31, 16)),
  ret: repeated(a64.RET),
  'saves and returns': repeated(a64.PUSH_FRAME, a64.RET),
  'any words': (size) => words(size, (_, __, anywhere) => (anywhere() * 2654435761) >>> 0),
  'calls anywhere': rows(() => a64.bl('anywhere')),
  'calls anywhere and returns': rows(
    () => a64.bl('anywhere'),
    () => a64.RET,
  ),
  'jumps anywhere': rows(() => a64.b('anywhere')),
  'branches anywhere': rows(() => a64.cbz(0, 'anywhere')),
  'branches to the next word': rows(() => a64.cbz(0, 'next')),
  'addresses of code anywhere': rows(
    () => a64.adr(1, 'anywhere'),
    () => a64.PUSH_FRAME,
    () => a64.RET,
  ),
  'calls of registers with addresses anywhere': rows(
    () => a64.adr(8, 'anywhere'),
    () => a64.blr(8),
  ),
  'numbers that change on each way': rows(
    (to) => a64.movz(to % 29, to % 65536),
    () => a64.cbz(30, 'anywhere'),
  ),
  'tables in the code': TABLES,
  'one long way to many tables': longBefore,
  // Each goes on to the one before it, and only the first does not come back.
  'jumps back from function to function': (size) =>
    words(size, (i) => (i === 0 ? a64.UDF : i % 2 === 0 ? 0x17fffffe : a64.PUSH_FRAME)),
};

function inElf(code: Uint8Array): Uint8Array {
  return buildElf({
    type: 2,
    osAbi: 3,
    machine: AARCH64,
    entry: BASE,
    segments: [{ type: 1, flags: 7, address: BASE, data: code }],
  });
}

function inPe(code: Uint8Array, directories: Record<number, readonly [number, number]> = {}): Uint8Array {
  return buildPe({
    bits: 64,
    machine: PE_ARM64,
    entryRva: 0x1000,
    directories,
    sections: [{ name: '.all', rva: 0x1000, data: code, characteristics: 0xe0000060 }],
  });
}

export const HOSTILE_ARM_PROGRAMS: readonly HostileProgram[] = [
  ...Object.entries(FILLINGS).map(
    ([title, build]): HostileProgram => ({
      title: `A64: ${title}`,
      format: 'elf',
      build: (size) => inElf(build(size)),
    }),
  ),
  {
    title: 'A64: an exception table of all functions',
    format: 'pe',
    build: (size) =>
      inPe(
        words(size, (i) => (i % 2 === 0 ? 0x1000 + i * 2 : 0x1000 + ((i * 4) % 0xffff0) + (i % 4))),
        { 3: [0x1000, size] },
      ),
  },
];
