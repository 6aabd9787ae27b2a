// LC_DYLD_CHAINED_FIXUPS (mach-o/fixup-chains.h): the places themselves are linked, each says how far the next one is, and holds a place in
// the program or the number of an import.

import { ByteView } from '../../bytes/byte-view.ts';
import type { NameBudget } from '../name-budget.ts';
import type { Fixups } from './fixups.ts';

/** How the bits of a place are to be read. */
interface PointerFormat {
  /** Bytes that distances are counted in. */
  readonly stride: 4 | 8;
  /** Whether it signs pointers (arm64e). */
  readonly isSigned: boolean;
  /** Whether targets are counted from the header. */
  readonly isOffset: boolean;
  readonly ordinalBits: 16 | 24;
}

const FORMATS: ReadonlyMap<number, PointerFormat> = new Map([
  [1, { stride: 8, isSigned: true, isOffset: false, ordinalBits: 16 }],
  [2, { stride: 4, isSigned: false, isOffset: false, ordinalBits: 24 }],
  [6, { stride: 4, isSigned: false, isOffset: true, ordinalBits: 24 }],
  [7, { stride: 4, isSigned: true, isOffset: true, ordinalBits: 16 }],
  [9, { stride: 8, isSigned: true, isOffset: true, ordinalBits: 16 }],
  [10, { stride: 4, isSigned: true, isOffset: false, ordinalBits: 16 }],
  [12, { stride: 8, isSigned: true, isOffset: true, ordinalBits: 24 }],
]);

const MAX_IMPORTS = 1_000_000;
const MAX_SEGMENTS = 256;
const MAX_NAME = 8192;
const NO_FIXUPS = 0xffff;
const MANY_STARTS = 0x8000;

/** An entry of the table of imports. */
export interface ChainedImport {
  readonly name: string;
  readonly library: number;
  readonly addend: number;
}

export interface ChainContext {
  /** The tables. */
  readonly bytes: Uint8Array;
  /** Address of the header. */
  readonly base: number;
  /** What is added to addresses in the file. */
  readonly bias: number;
  readonly names: NameBudget;
  /** The word at a place of the program; -1 where the file has none. */
  word(address: number): bigint;
  /** Told what is wrong. */
  tell(message: string): void;
}

/** Imports by number; what cannot be read has no name. */
export function readChainedImports({ bytes, names, tell }: ChainContext): ChainedImport[] {
  const view = new ByteView(bytes);
  const [start, symbols, stated, format] = [view.u32(8), view.u32(12), view.u32(16), view.u32(20)];
  const size = format === 1 ? 4 : format === 2 ? 8 : format === 3 ? 16 : 0;
  if (start < 0 || size === 0 || view.u32(24) !== 0) {
    if (stated !== 0) tell('The imports of the chained fixups cannot be read.');
    return [];
  }
  // They lie before their names, nearly always.
  const end = symbols > start && symbols <= bytes.length ? symbols : bytes.length;
  const count = Math.min(stated, MAX_IMPORTS, Math.floor(Math.max(end - start, 0) / size));
  if (count < stated) tell('The imports of the chained fixups break off.');
  const imports: ChainedImport[] = [];
  for (let i = 0; i < count; i++) {
    const at = start + i * size;
    const low = view.u32(at);
    const isWide = format === 3;
    const name = symbols + (isWide ? view.u32(at + 4) : low >>> 9);
    const library = isWide ? ((low & 0xffff) << 16) >> 16 : (low << 24) >> 24;
    const addend = format === 2 ? view.u32(at + 4) | 0 : isWide ? Number(BigInt.asIntN(64, view.big64(at + 8))) : 0;
    const text = names.take(() => view.text(name, MAX_NAME));
    if (text === undefined) tell('The name of an import cannot be read.');
    imports.push({ name: text ?? '', library, addend });
  }
  return imports;
}

/** Follows the chains of all segments. */
export function readChains(context: ChainContext, imports: readonly ChainedImport[], fixups: Fixups): void {
  const view = new ByteView(context.bytes);
  const starts = view.u32(4);
  const stated = starts < 0 ? -1 : view.u32(starts);
  if (stated < 0) {
    context.tell('The chained fixups do not say where they begin.');
    return;
  }
  const count = Math.min(stated, MAX_SEGMENTS);
  for (let i = 0; i < count; i++) {
    const offset = view.u32(starts + 4 + i * 4);
    if (offset < 0) break;
    if (offset > 0) readSegment(context, view, starts + offset, imports, fixups);
  }
}

function readSegment(
  context: ChainContext,
  view: ByteView,
  at: number,
  imports: readonly ChainedImport[],
  fixups: Fixups,
): void {
  const pageBytes = view.u16(at + 4);
  const format = FORMATS.get(view.u16(at + 6));
  if (format === undefined || pageBytes <= 0) {
    context.tell('Chained fixups of a segment are in a form that is not known.');
    return;
  }
  const first = context.base + view.u64(at + 8);
  const pages = view.u16(at + 20);
  for (let page = 0; page < pages; page++) {
    const start = view.u16(at + 22 + page * 2);
    if (start < 0) {
      context.tell('The pages of the chained fixups break off.');
      return;
    }
    if (start === NO_FIXUPS) continue;
    if ((start & MANY_STARTS) !== 0) {
      context.tell('Chained fixups of a segment are in a form that is not known.');
      continue;
    }
    const pageStart = first + page * pageBytes;
    followChain(context, format, pageStart + start, pageStart + pageBytes, imports, fixups);
  }
}

/** Places go up, so a chain ends at the latest with its page. */
function followChain(
  context: ChainContext,
  format: PointerFormat,
  start: number,
  end: number,
  imports: readonly ChainedImport[],
  fixups: Fixups,
): void {
  for (let at = start; at < end; ) {
    const word = context.word(at);
    if (word < 0n) {
      context.tell('A chain of fixups leaves the program.');
      return;
    }
    if (!fixups.take()) return;
    const high = Number(word >> 32n);
    const isBind = ((high >>> (format.isSigned ? 30 : 31)) & 1) === 1;
    const next = format.isSigned ? (high >>> 19) & 0x7ff : (high >>> 19) & 0xfff;
    if (isBind) bind(context, format, at, word, imports, fixups);
    else fixups.pointers.set(at, targetOf(context, format, word));
    if (next === 0) return;
    at += next * format.stride;
  }
}

function bind(
  context: ChainContext,
  { isSigned, ordinalBits }: PointerFormat,
  address: number,
  word: bigint,
  imports: readonly ChainedImport[],
  fixups: Fixups,
): void {
  const found = imports[Number(BigInt.asUintN(ordinalBits, word))];
  // dyld fills it, so what the file has there is no pointer.
  fixups.pointers.set(address, 0);
  if (found === undefined) {
    context.tell('A fixup names an import that there is not.');
    return;
  }
  if (found.name === '') return;
  const isAuthenticated = isSigned && word >> 63n === 1n;
  const own = isAuthenticated ? 0n : isSigned ? BigInt.asIntN(19, word >> 32n) : BigInt.asUintN(8, word >> 24n);
  fixups.binds.push({ address, name: found.name, library: found.library, addend: found.addend + Number(own) });
}

/** Without the bits that only tag a pointer. Signed ones are always counted from the header. */
function targetOf({ base, bias }: ChainContext, { isSigned, isOffset }: PointerFormat, word: bigint): number {
  if (!isSigned) return Number(BigInt.asUintN(36, word)) + (isOffset ? base : bias);
  if (word >> 63n === 1n) return Number(BigInt.asUintN(32, word)) + base;
  return Number(BigInt.asUintN(43, word)) + (isOffset ? base : bias);
}
