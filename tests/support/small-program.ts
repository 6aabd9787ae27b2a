// A Windows program of four functions, written byte by byte, for tests and as the example of the documentation (`examples/decoder.exe`). It
// decodes a few bytes with a loop of `xor`, waits, opens a file through a thunk, and sums the bytes up with a function of a "library".

import { buildPe, Layout } from './program-builder.ts';
import { patLine } from './signature-builder.ts';

const BASE = 0x400000;
const TEXT = 0x1000;
const DATA = 0x2000;

/** Addresses of its functions. */
export const START = 0x401000;
export const DECODE = 0x401040;
export const OPEN_FILE = 0x401080;
export const CHECKSUM = 0x4010a0;

const CHECKSUM_CODE = '55 8bec 8b4d0c 8b5508 33c0 0202 c1c005 42 49 75f7 5d c3';

/** By distance from the beginning of the code. */
const CODE: Readonly<Record<number, string>> = {
  [START - BASE - TEXT]: '55 8bec 6880204000 e833000000 83c404 6a64 ff1500204000 e863000000 e87e000000 5d c3',
  [DECODE - BASE - TEXT]: '55 8bec 8b4508 b90c000000 80305a 40 49 75f9 5d c3',
  [OPEN_FILE - BASE - TEXT]: 'ff2504204000',
  [CHECKSUM - BASE - TEXT]: CHECKSUM_CODE,
};

/** A signature of the library function, as a line of a `.pat` file. */
export const CHECKSUM_SIGNATURE: string = patLine(
  CHECKSUM_CODE.replaceAll(' ', '').toUpperCase(),
  {},
  {
    length: 0x16,
    names: [{ offset: 0, text: '__checksum' }],
  },
);

export interface SmallProgram {
  /** Names under which functions are exported, by address. */
  readonly exports?: Readonly<Record<number, string>>;
}

/** The program's file. */
export function smallProgram({ exports = {} }: SmallProgram = {}): Uint8Array {
  const text = new Layout(0x200);
  for (const [at, code] of Object.entries(CODE)) {
    text.bytes.set(Buffer.from(code.replaceAll(' ', ''), 'hex'), Number(at));
  }
  const data = new Layout(0x400);
  writeImports(data);
  data.bytes.set(
    Buffer.from('settings.txt', 'latin1').map((byte) => byte ^ 0x5a),
    0x80,
  );
  const names = Object.entries(exports);
  if (names.length > 0)
    writeExports(
      data,
      names.map(([address, name]) => [Number(address) - BASE, name]),
    );
  return buildPe({
    entryRva: START - BASE,
    directories: { 1: [DATA + 0x20, 40], ...(names.length === 0 ? {} : { 0: [DATA + 0x100, 0x300] }) },
    sections: [
      { name: '.text', rva: TEXT, data: text.bytes },
      { name: '.rdata', rva: DATA, data: data.bytes, characteristics: 0x40000040 },
    ],
  });
}

/** Slots at 0, where they have their names at 0x10, the table at 0x20. */
function writeImports(data: Layout): void {
  const symbols = [DATA + 0x60, DATA + 0x70];
  data.u32(0, ...symbols).u32(0x10, ...symbols);
  data.u32(0x20, DATA + 0x10, 0, 0, DATA + 0x50, DATA);
  data.text(0x50, 'KERNEL32.dll').text(0x62, 'Sleep').text(0x72, 'CreateFileW');
}

function writeExports(data: Layout, functions: readonly (readonly [rva: number, name: string])[]): void {
  const [table, names, ordinals] = [0x130, 0x150, 0x170];
  data.u32(0x110, 1, functions.length, functions.length, DATA + table, DATA + names, DATA + ordinals);
  let at = 0x180;
  functions.forEach(([rva, name], index) => {
    data
      .u32(table + index * 4, rva)
      .u32(names + index * 4, DATA + at)
      .u16(ordinals + index * 2, index);
    data.text(at, name);
    at += name.length + 1;
  });
}
