// Programs of the cases of built-in rules: bytes written as text become raw code, a small PE file or a small ELF file
// (docs/built-in-rules.md has the notation).

import { memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { Program } from '../../src/features/program.ts';
import { openElf } from '../../src/inputs/elf/open.ts';
import { openPe } from '../../src/inputs/shared/native/pe-program.ts';
import { openShellcode } from '../../src/inputs/shellcode/open.ts';
import type { Semantics } from '../../src/semantics.ts';
import { assembleBytes } from './byte-text.ts';
import { type BuiltSection, buildElf, buildPe } from './program-builder.ts';
import { exportTable, importTable } from './symbol-tables.ts';

/** One of the first five, and what else the file has. */
export interface ProgramCase {
  readonly sc32?: string;
  readonly sc64?: string;
  readonly pe32?: string;
  readonly pe64?: string;
  readonly elf64?: string;
  /** `module.symbol`. */
  readonly imports?: readonly string[];
  readonly exports?: readonly string[];
  /** Names of sections behind the one of the code. */
  readonly sections?: readonly string[];
}

const SHELLCODE_BASE = 0x690000;
const IMAGE_BASE = 0x400000;
const CODE_RVA = 0x1000;
/** Where the code of a PE file of a case begins. */
export const CODE_ADDRESS: number = IMAGE_BASE + CODE_RVA;
const IMPORTS_RVA = 0x100000;
const EXPORTS_RVA = 0x200000;
const OTHERS_RVA = 0x300000;
const READABLE_DATA = 0x40000040;

/** Reads the program of a case, as capax reads a file. */
export async function openCaseProgram(ruleCase: ProgramCase, semantics: Semantics): Promise<Program> {
  const options = { semantics, diagnostics: new Diagnostics() };
  const { sc32, sc64, pe32, pe64, elf64 } = ruleCase;
  const raw = (text: string, bits: 32 | 64): Promise<Program> =>
    openShellcode(memorySource('case', assembleBytes(text, { bits, base: SHELLCODE_BASE })), bits, options);
  if (sc32 !== undefined) return raw(sc32, 32);
  if (sc64 !== undefined) return raw(sc64, 64);
  if (elf64 !== undefined) return openElf(memorySource('case', elfOfCase(elf64, ruleCase)), options);
  if (pe64 !== undefined) return openPe(memorySource('case', peOfCase(pe64, 64, ruleCase)), options);
  if (pe32 !== undefined) return openPe(memorySource('case', peOfCase(pe32, 32, ruleCase)), options);
  throw new Error('a case has no program');
}

/** The instructions of a case: what stands before the first label. References in it lead nowhere. */
export function codeOfCase({ sc32, sc64, pe32, pe64, elf64 }: ProgramCase): {
  text: string;
  bytes: Uint8Array;
  bits: 32 | 64;
} {
  const text = (sc32 ?? pe32 ?? sc64 ?? pe64 ?? elf64 ?? '').split(/^\w+:/m)[0] as string;
  const bits = (sc32 ?? pe32) === undefined ? 64 : 32;
  return { text, bits, bytes: assembleBytes(text.replaceAll(/@[\w.#]+/g, '00 00 00 00'), { bits, base: 0 }) };
}

function peOfCase(text: string, bits: 32 | 64, { imports = [], exports = [], sections = [] }: ProgramCase): Uint8Array {
  const imported = importTable(imports, { bits, rva: IMPORTS_RVA });
  const slots = new Map([...imported.slots].map(([name, rva]) => [name, IMAGE_BASE + rva]));
  const exported = exportTable(exports, { rva: EXPORTS_RVA, target: CODE_RVA });
  const data = (name: string, rva: number, bytes: Uint8Array): BuiltSection => ({
    name,
    rva,
    data: bytes,
    characteristics: READABLE_DATA,
  });
  return buildPe({
    bits,
    imageBase: BigInt(IMAGE_BASE),
    entryRva: CODE_RVA,
    directories: {
      ...(exports.length === 0 ? {} : { 0: [EXPORTS_RVA, exported.length] as const }),
      ...(imports.length === 0 ? {} : { 1: [IMPORTS_RVA, imported.bytes.length] as const }),
    },
    sections: [
      { name: '.text', rva: CODE_RVA, data: assembleBytes(text, { bits, base: IMAGE_BASE + CODE_RVA, names: slots }) },
      ...(imports.length === 0 ? [] : [data('.idata', IMPORTS_RVA, imported.bytes)]),
      ...(exports.length === 0 ? [] : [data('.edata', EXPORTS_RVA, exported)]),
      ...sections.map((name, index) => data(name, OTHERS_RVA + index * 0x1000, new Uint8Array(16).fill(1))),
    ],
  });
}

/** A Linux program of one segment. */
function elfOfCase(text: string, { sections = [] }: ProgramCase): Uint8Array {
  const bytes = assembleBytes(text, { bits: 64, base: IMAGE_BASE });
  return buildElf({
    osAbi: 3,
    entry: IMAGE_BASE,
    segments: [{ type: 1, address: IMAGE_BASE, data: bytes }],
    sections: sections.map((name, index) => ({
      name,
      type: 1,
      flags: 2,
      address: IMAGE_BASE + OTHERS_RVA + index * 0x1000,
      data: new Uint8Array(16).fill(1),
    })),
  });
}
