// Programs for the contract suite: PE files of 32 and 64 bits, a .NET assembly, an ELF and a Mach-O file, raw code, and the programs of
// arm-programs.ts.

import { dotnetInput } from '../../../src/inputs/dotnet/index.ts';
import { elfInput } from '../../../src/inputs/elf/index.ts';
import { machoInput } from '../../../src/inputs/macho/index.ts';
import { peInput } from '../../../src/inputs/pe/index.ts';
import { sc32Input, sc64Input } from '../../../src/inputs/shellcode/index.ts';
import { buildMachO, CODE, library, named, symbolTable, uleb, words } from '../../support/macho-builder.ts';
import { buildElf, buildPe, Layout } from '../../support/program-builder.ts';
import { smallAssembly } from '../../support/small-assembly.ts';
import { CHECKSUM, DECODE as DECODE_32, OPEN_FILE, START, smallProgram } from '../../support/small-program.ts';
import type { ContractEntry } from '../contract-entry.ts';
import { ARM_ENTRIES } from './arm-programs.ts';
import { HOSTILE_PROGRAM, IN_MEMORY, outline } from './program-parts.ts';

/** Bytes in hexadecimal, or an instruction of these with the distance of a place behind it. */
type Piece = string | readonly [opcode: string, to: number];

/** Writes code at a place, relative to where `bytes` begin. */
function writeCode({ bytes }: Layout, start: number, ...pieces: readonly Piece[]): void {
  let at = start;
  const write = (hexadecimal: string): void => {
    const piece = Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex');
    bytes.set(piece, at);
    at += piece.length;
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') write(piece);
    else {
      write(piece[0]);
      bytes.writeInt32LE(piece[1] - at - 4, at);
      at += 4;
    }
  }
}

const CALL = 'e8';
const CALL_SLOT = 'ff15';

/** 64-bit code with everything about which capax and the reference differ: `mov rax, 80000001h`, `cqo`, `xor eax, 5ah`, the block of the process. */
const PECULIAR = '48c7c001000080 4899 83f05a 65488b441160';
/** Decodes a few bytes in a loop. */
const DECODE = '4889c8 b90c000000 80305a 48ffc0 ffc9 75f6 c3';
const DECODE_BLOCKS = [[0, 3], [8, 11, 14, 16], [18]];
/** Touches each page of the stack down to where it shall end, as compilers do it for Windows. */
const STACK_PROBE = '65 4c8b142510000000 4d8d9b00f0ffff 41c60300 4d39d3 75f0 c3';

/** `movzx eax, byte [rax + place]` */
function loadByte(place: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(place);
  return `0fb680${bytes.toString('hex')}`;
}

/** Lines of the outline of a method, which is one block. */
function method(row: number, places: readonly number[]): string[] {
  const token = 0x06000000 + row;
  return [`${token}`, `  ${token}`, ...places.map((at) => `    dn token offset ${token},${at}`)];
}

const BASE = 0x400000;
const TEXT = 0x1000;
const DATA = 0x2000;
/** A place where no program of this file has anything. */
const NOWHERE = 0x7ffffff0;
/** Where programs are put that may be loaded anywhere, and raw code. */
const ANYWHERE = 0x2000000;
const RAW = 0x690000;
/** Binding and type of a global function, and the relocation of a slot for one. */
const FUNCTION = 0x12;
const SLOT = 7;

/** A Windows program of 64 bits; with `nameless`, so many symbols that it imports have no name. */
function windowsProgram(nameless = 0): Uint8Array {
  const text = new Layout(0x200);
  writeCode(
    text,
    0,
    PECULIAR,
    loadByte(BASE + DATA + 0x140),
    [CALL_SLOT, DATA - TEXT],
    [CALL, 0x40],
    [CALL, 0xa0],
    'c3',
  );
  writeCode(text, 0x40, DECODE);
  // Only the loader calls this.
  writeCode(text, 0x80, '31c0 c3');
  writeCode(text, 0xa0, STACK_PROBE);
  const data = new Layout(0x200 + Math.ceil(((nameless + 1) * 8) / 0x200) * 0x200);
  data.u64(0, DATA + 0x180).u64(0x10, DATA + 0x180);
  data.u32(0x20, DATA + 0x10, 0, 0, DATA + 0x60, DATA);
  data.text(0x182, 'Sleep').text(0x60, 'api-ms-win-core-synch-l1-2-0.dll');
  // No aligned pointer, which would be found without the table that names it.
  data.u64(0xa0, 0, 0, 0, BASE + DATA + 0xe4).u64(0xe4, BASE + TEXT + 0x80);
  data.text(0x140, 'settings.txt');
  if (nameless > 0) data.u32(0x34, 0, 0, 0, DATA + 0x60, DATA + 0x200);
  for (let i = 0; i < nameless; i++) data.u64(0x200 + i * 8, NOWHERE);
  return buildPe({
    bits: 64,
    imageBase: BigInt(BASE),
    entryRva: TEXT,
    directories: { 1: [DATA + 0x20, 60], 9: [DATA + 0xa0, 40] },
    sections: [
      { name: '.text', rva: TEXT, data: text.bytes },
      { name: '.rdata', rva: DATA, data: data.bytes, characteristics: 0x40000040 },
    ],
  });
}

/** A Unix program that may be loaded anywhere; with `nameless`, so many relocations name a symbol that there is not. */
function unixProgram(nameless = 0): Uint8Array {
  const relocations = 0x500;
  const memory = new Layout(relocations + (nameless + 2) * 24);
  writeCode(
    memory,
    0x100,
    PECULIAR,
    loadByte(ANYWHERE + 0x200),
    [CALL_SLOT, 0x220],
    [CALL_SLOT, 0x228],
    [CALL, 0x140],
    'c3',
  );
  writeCode(memory, 0x140, DECODE);
  // Only the frame information knows this.
  writeCode(memory, 0x180, '31c0 c3');
  memory.text(0x200, 'settings.txt');
  const dynamic = [6, 0x300, 5, 0x380, 10, 0x20, 23, relocations, 2, (nameless + 2) * 24, 20, 7];
  memory.u64(0x240, ...dynamic);
  memory.u32(0x318, 1, FUNCTION).u32(0x330, 7, FUNCTION).u64(0x338, 0x1a0);
  memory.text(0x381, 'sleep').text(0x387, 'open');
  memory.u64(relocations, 0x220, SLOT + 1 * 2 ** 32, 0, 0x228, SLOT + 2 * 2 ** 32, 0);
  for (let i = 0; i < nameless; i++) memory.u64(relocations + (i + 2) * 24, 0x228, SLOT + 999 * 2 ** 32);
  const frames = new Layout(48);
  frames.u32(0, 20, 0).text(9, 'zR').u32(24, 16, 28);
  frames.bytes.set([1, 0x7a, 0x52, 0, 1, 0x78, 0x10, 1, 0x1b], 8);
  frames.bytes.writeInt32LE(0x180 - (0x400 + 32), 32);
  frames.u32(36, 3);
  memory.bytes.set(frames.bytes, 0x400);
  const symbols = new Layout(48).u32(24, 1, FUNCTION | (1 << 16)).u64(32, 0x140, 19);
  return buildElf({
    type: 3,
    osAbi: 3,
    entry: 0x100,
    segments: [
      { type: 1, address: 0, data: memory.bytes },
      { type: 2, address: 0x240, data: new Uint8Array() },
    ],
    sections: [
      { name: '.eh_frame', type: 1, flags: 2, address: 0x400, data: frames.bytes },
      { name: '.symtab', type: 2, link: 3, data: symbols.bytes },
      { name: '.strtab', type: 3, data: Buffer.from('\0decode_settings\0') },
    ],
  });
}

/** Names `_sleep` for the first slot of the second segment, and `_open` for the second one when it is called first. */
const BINDS = [0x11, 0x40, ...named('_sleep'), 0x51, 0x71, ...uleb(0), 0x90, 0];
const LAZY_BINDS = [0x71, ...uleb(8), 0x11, 0x40, ...named('_open'), 0x90, 0];

/** A macOS program; with `nameless`, so many symbols of it have no name. */
function macProgram(nameless = 0): Uint8Array {
  const text = new Layout(0x1000);
  writeCode(text, 0x800, PECULIAR, loadByte(BASE + 0x940), [CALL_SLOT, 0x1000], [CALL, 0x900], [CALL, 0x840], 'c3');
  writeCode(text, 0x840, DECODE);
  // Only the unwind information knows this.
  writeCode(text, 0x880, '31c0 c3');
  writeCode(text, 0x900, ['ff25', 0x1008]);
  text.text(0x940, 'settings.txt');
  text.u32(0x960, 1, 28, 0, 28, 0, 28, 2, 0x880, 52, 0, 0x883, 0, 0, 2, 0x10008, 0x880, 0);
  const symbols = [
    { name: '_decode_settings', type: 0xf, value: BASE + 0x840 },
    { name: '_sleep', type: 1, description: 0x100 },
  ];
  const table = symbolTable([...symbols, ...Array.from({ length: nameless }, () => ({ name: 'x', type: 0xf }))]);
  const names = 16 * (symbols.length + nameless);
  for (let i = 0; i < nameless; i++) table.bytes.set([0xff, 0xff, 0xff, 0x7f], (symbols.length + i) * 16);
  const linked = Buffer.concat([Buffer.alloc(0x100), table.bytes]);
  linked.set(BINDS);
  linked.set(LAZY_BINDS, 0x40);
  const sections = [
    { name: '__text', at: 0x800, size: 0x100, flags: CODE },
    { name: '__stubs', at: 0x900, size: 6, flags: CODE + 8, reserved: [0, 6] as const },
    { name: '__cstring', at: 0x940, size: 16, flags: 2 },
    { name: '__unwind_info', at: 0x960, size: 0x80 },
  ];
  return buildMachO({
    segments: [
      { name: '__TEXT', address: BASE, data: text.bytes, sections },
      { name: '__DATA', address: BASE + 0x1000, data: Buffer.alloc(16), protection: 3 },
      { name: '__LINKEDIT', address: BASE + 0x2000, data: linked, protection: 1 },
    ],
    commands: [
      [0x80000022, words(0, 0, 0x2000, BINDS.length, 0, 0, 0x2040, LAZY_BINDS.length, 0, 0)],
      [2, words(0x2100, symbols.length + nameless, 0x2100 + names, table.names)],
      library('/usr/lib/libSystem.B.dylib'),
      [0x80000028, words(0x800, 0, 0, 0)],
    ],
  });
}

/** Raw code of 32 bits that finds out where it is. */
function rawCode32(): Uint8Array {
  const code = new Layout(0x80);
  writeCode(code, 0, 'e800000000 58 83f05a 64a130000000', loadByte(RAW + 0x60), [CALL, 0x40], 'c3');
  writeCode(code, 0x40, '89c8 b90c000000 80305a 40 49 75f9 c3');
  code.text(0x60, 'settings.txt');
  return code.bytes;
}

function rawCode64(): Uint8Array {
  const code = new Layout(0x80);
  writeCode(code, 0, 'e800000000 58', PECULIAR, loadByte(RAW + 0x60), [CALL, 0x40], 'c3');
  writeCode(code, 0x40, DECODE);
  code.text(0x60, 'settings.txt');
  return code.bytes;
}

const NO_TABLES = 'it has no tables';

export const PROGRAM_ENTRIES: readonly ContractEntry[] = [
  {
    title: 'pe (64 bits)',
    input: peInput,
    sound: () => windowsProgram(),
    expected: [
      ...outline(BASE + TEXT, [0, 7, 9, 12, 18, 25, 31, 36, 41]),
      ...outline(BASE + TEXT + 0x40, ...DECODE_BLOCKS),
      ...outline(BASE + TEXT + 0x80, [0, 2]),
      ...outline(BASE + TEXT + 0xa0, [0], [9, 16, 20, 23], [25]),
    ],
    lacking: {},
    broken: windowsProgram,
    differences: [
      'import-spellings',
      'wide-immediates',
      'mnemonic-names',
      'data-by-operand',
      'xor-with-constant',
      'peb-by-register',
      'function-tables',
      'run-time-functions',
    ],
    different: () => windowsProgram(),
    hostile: HOSTILE_PROGRAM,
    longTexts: IN_MEMORY,
  },
  {
    title: 'pe (32 bits)',
    input: peInput,
    sound: () => smallProgram(),
    expected: [
      ...outline(START, [0, 1, 3, 8, 13, 16, 18, 24, 29, 34, 35]),
      ...outline(DECODE_32, [0, 1, 3, 6], [11, 14, 15, 16], [18, 19]),
      ...outline(OPEN_FILE, [0]),
      ...outline(CHECKSUM, [0, 1, 3, 6, 9], [11, 13, 16, 17, 18], [20, 21]),
    ],
    lacking: {},
    broken: 'tried with 64 bits',
    differences: ['mnemonic-names', 'data-by-operand'],
    different: () => smallProgram(),
    hostile: HOSTILE_PROGRAM,
    longTexts: IN_MEMORY,
  },
  {
    title: 'dotnet',
    input: dotnetInput,
    sound: () => smallAssembly(),
    expected: [
      ...method(
        1,
        [0, 5, 10, 15, 16, 21, 22, 27, 28, 33, 34, 39, 40, 45, 46, 51, 56, 61, 66, 71, 80, 81, 90, 91, 96, 97, 98, 100],
      ),
      ...method(2, [0, 1]),
      ...method(4, [0, 5]),
      ...method(5, [0, 1, 2]),
      ...method(6, [0, 1, 2, 3]),
      ...method(7, [0]),
    ],
    lacking: {},
    broken: 'rows that name nothing are left out of names, not of the program',
    differences: [
      'dotnet-nested-types',
      'dotnet-generic-types',
      'dotnet-generic-calls',
      'dotnet-external-fields',
      'dotnet-tokens',
      'dotnet-field-data',
      'dotnet-blocks',
      'dotnet-damage',
      'dotnet-native-half',
    ],
    different: () => smallAssembly({ isDamaged: true }),
    hostile: HOSTILE_PROGRAM,
    longTexts: IN_MEMORY,
  },
  {
    title: 'elf',
    input: elfInput,
    sound: () => unixProgram(),
    expected: [
      ...outline(ANYWHERE + 0x100, [0, 7, 9, 12, 18, 25, 31, 37, 42]),
      ...outline(ANYWHERE + 0x140, ...DECODE_BLOCKS),
      ...outline(ANYWHERE + 0x180, [0, 2]),
    ],
    lacking: {},
    broken: unixProgram,
    differences: [
      'elf-own-exports',
      'wide-immediates',
      'mnemonic-names',
      'data-by-operand',
      'xor-with-constant',
      'peb-by-register',
      'symbol-types',
      'function-tables',
    ],
    different: () => unixProgram(),
    hostile: HOSTILE_PROGRAM,
    longTexts: IN_MEMORY,
  },
  {
    title: 'macho',
    input: machoInput,
    sound: () => macProgram(),
    expected: [
      ...outline(BASE + 0x800, [0, 7, 9, 12, 18, 25, 31, 36, 41]),
      ...outline(BASE + 0x840, ...DECODE_BLOCKS),
      ...outline(BASE + 0x880, [0, 2]),
      ...outline(BASE + 0x900, [0]),
    ],
    lacking: {},
    broken: macProgram,
    differences: [
      'wide-immediates',
      'mnemonic-names',
      'data-by-operand',
      'xor-with-constant',
      'peb-by-register',
      'function-tables',
    ],
    different: () => macProgram(),
    hostile: HOSTILE_PROGRAM,
    longTexts: IN_MEMORY,
  },
  {
    title: 'sc32',
    name: 'stage.sc32',
    input: sc32Input,
    sound: rawCode32,
    expected: [...outline(RAW, [0], [5, 6, 9, 15, 22, 27]), ...outline(RAW + 0x40, [0, 2], [7, 10, 11, 12], [14])],
    lacking: {},
    broken: NO_TABLES,
    differences: ['mnemonic-names', 'data-by-operand', 'xor-with-constant'],
    different: rawCode32,
    mayEnd: () => true,
    hostile: HOSTILE_PROGRAM,
    longTexts: IN_MEMORY,
  },
  {
    title: 'sc64',
    name: 'stage.sc64',
    input: sc64Input,
    sound: rawCode64,
    expected: [...outline(RAW, [0], [5, 6, 13, 15, 18, 24, 31, 36]), ...outline(RAW + 0x40, ...DECODE_BLOCKS)],
    lacking: {},
    broken: NO_TABLES,
    differences: ['wide-immediates', 'mnemonic-names', 'data-by-operand', 'xor-with-constant', 'peb-by-register'],
    different: rawCode64,
    mayEnd: () => true,
    hostile: HOSTILE_PROGRAM,
    longTexts: IN_MEMORY,
  },
  ...ARM_ENTRIES,
];
