// Memory in which code ran: the program's regions, modules, and what else is known, as an image for each layer of code. Parts are laid out as a
// whole while there is room; recordings can tell of a byte here and there in as much memory as they like.

import { IntegerMap, IntegerSet } from '../../bytes/integer-map.ts';
import { type RangePiece, withoutOverlaps } from '../../bytes/ranges.ts';
import { LIMITS } from '../../limits.ts';
import { Image, type Region } from '../image.ts';
import type { CodeFacts } from '../program-code.ts';
import { type KnownBytes, type KnownPage, PAGE } from './known-bytes.ts';
import type { RecordedCode } from './recorded-code.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Pages with less between them are one part of memory. */
const NEAR = 0x10000;
/** What no file has. */
const NOWHERE = Number.POSITIVE_INFINITY;

/** What is known of a page: by reading and writing, and by the code of a layer. */
interface Sources {
  readonly number: number;
  seen?: KnownPage;
  code?: KnownPage;
}

export class ExecutedMemory {
  readonly #code: RecordedCode;
  readonly #program: CodeFacts | undefined;
  readonly #regions: readonly Region[];
  /** Ascending, none overlaps another; the program's regions have the first indices, then modules, then other memory. */
  readonly #pieces: readonly RangePiece[];
  /** Pieces of the program and of modules. */
  readonly #files: readonly RangePiece[];
  /** Bytes that may still be laid out. */
  #left = LIMITS.executedMemory;
  /** Where there was no room for a whole part: pages without code, which are the same in all layers. */
  readonly #shared = new IntegerMap<Uint8Array>();

  constructor(code: RecordedCode, program: CodeFacts | undefined, modules: readonly Range[]) {
    this.#code = code;
    this.#program = program;
    this.#regions = program?.image.regions ?? [];
    const known: Range[] = [...this.#regions, ...modules];
    this.#files = withoutOverlaps(known);
    this.#pieces = withoutOverlaps([...known, ...this.#otherParts()]);
  }

  /** Pages without a file, those that are near each other as one. */
  #otherParts(): Range[] {
    const { versions, memory } = this.#code;
    const pages = new IntegerSet();
    const numbers: number[] = [];
    const add = (number: number): void => {
      if (pages.has(number)) return;
      pages.add(number);
      if (pieceAt(this.#files, number * PAGE) === undefined) numbers.push(number);
    };
    for (let version = 0; version < versions.count; version++) {
      add(Math.floor((versions.address[version] as number) / PAGE));
      add(Math.floor((versions.endOf(version) - 1) / PAGE));
    }
    for (const { number } of memory.seen.pages()) add(number);
    const parts: { readonly start: number; end: number }[] = [];
    for (const number of numbers.sort((a, b) => a - b)) {
      const start = number * PAGE;
      const last = parts.at(-1);
      if (last !== undefined && start - last.end < NEAR) last.end = start + PAGE;
      else parts.push({ start, end: start + PAGE });
    }
    return parts;
  }

  /** A number for the part of memory that an address lies in; -1 for none. */
  partOf(address: number): number {
    return pieceAt(this.#pieces, address)?.index ?? -1;
  }

  /** Whether an address lies in the memory of a file. */
  isOfFile(address: number): boolean {
    return pieceAt(this.#files, address) !== undefined;
  }

  /** The program's own memory, with what the recording knows of it and the code of a layer, and the rest of what the recording knows. */
  imageOf(layer: KnownBytes): Image {
    const { machine, bits } = this.#code.options;
    const pages = this.#sourcesOf(layer);
    const regions: Region[] = [];
    let next = 0;
    for (const piece of this.#pieces) {
      while (next < pages.length && endOf(pages[next] as Sources) <= piece.start) next++;
      let last = next;
      while (last < pages.length && (pages[last] as Sources).number * PAGE < piece.end) last++;
      const own = this.#regionOf(piece);
      const within = pages.slice(next, last);
      if (within.length > 0) for (const region of this.#layOut(own, within)) regions.push(region);
      else if (piece.index < this.#regions.length) regions.push(own);
    }
    return new Image({ machine, bits, base: this.#program?.image.base ?? 0, regions });
  }

  #sourcesOf(layer: KnownBytes): readonly Sources[] {
    const byNumber = new IntegerMap<Sources>();
    for (const seen of this.#code.memory.seen.pages()) byNumber.set(seen.number, { number: seen.number, seen });
    for (const code of layer.pages()) {
      const known = byNumber.get(code.number);
      if (known === undefined) byNumber.set(code.number, { number: code.number, code });
      else known.code = code;
    }
    return [...byNumber.values()].sort((a, b) => a.number - b.number);
  }

  /** A piece as its file has it, if it is of the program; else empty. */
  #regionOf({ start, end, index }: RangePiece): Region {
    const region = this.#regions[index];
    const isExecutable = true;
    if (region === undefined) {
      const rights = { isReadable: true, isWritable: true, isExecutable };
      return { start, end, bytes: NO_BYTES, fileOffset: NOWHERE, name: '', ...rights };
    }
    return { ...partOfRegion(region, start, end), isExecutable };
  }

  #layOut(own: Region, pages: readonly Sources[]): Region[] {
    const { start, end } = own;
    const size = Math.max(own.bytes.length, Math.min(end, endOf(pages.at(-1) as Sources)) - start);
    if (size > this.#left) return this.#layOutPages(own, pages);
    this.#left -= size;
    const bytes = new Uint8Array(size);
    bytes.set(own.bytes);
    for (const { number, seen, code } of pages) {
      if (seen !== undefined) overlay(bytes, seen, number * PAGE - start);
      if (code !== undefined) overlay(bytes, code, number * PAGE - start);
    }
    return [{ ...own, bytes }];
  }

  /** The pages one by one, and what is between them as the file has it. */
  #layOutPages(own: Region, pages: readonly Sources[]): Region[] {
    const regions: Region[] = [];
    let at = own.start;
    for (const page of pages) {
      const start = Math.max(page.number * PAGE, own.start);
      const end = Math.min(endOf(page), own.end);
      if (at < start) regions.push(partOfRegion(own, at, start));
      regions.push({ ...partOfRegion(own, start, end), bytes: this.#pageOf(own, page, start, end) });
      at = end;
    }
    if (at < own.end) regions.push(partOfRegion(own, at, own.end));
    return regions;
  }

  #pageOf(own: Region, { number, seen, code }: Sources, start: number, end: number): Uint8Array {
    let bytes = this.#shared.get(start);
    if (bytes === undefined || bytes.length !== end - start) {
      bytes = new Uint8Array(end - start);
      bytes.set(partOfRegion(own, start, end).bytes);
      if (seen !== undefined) overlay(bytes, seen, number * PAGE - start);
      if (code === undefined || seen !== undefined) this.#shared.set(start, bytes);
    }
    if (code === undefined) return bytes;
    const whole = bytes.slice();
    overlay(whole, code, number * PAGE - start);
    return whole;
  }
}

const NO_BYTES = new Uint8Array();

function endOf({ number }: Sources): number {
  return (number + 1) * PAGE;
}

function partOfRegion(region: Region, start: number, end: number): Region {
  const from = start - region.start;
  const bytes = region.bytes.subarray(from, end - region.start);
  return { ...region, start, end, bytes, fileOffset: region.fileOffset + from };
}

/** Puts what is known of a page into `bytes`, where it begins at `from`. */
function overlay(bytes: Uint8Array, page: KnownPage, from: number): void {
  const { bytes: known, notes } = page;
  for (let i = Math.max(0, -from); i < PAGE && from + i < bytes.length; i++) {
    if (notes[i] !== 0) bytes[from + i] = known[i] as number;
  }
}

function pieceAt(pieces: readonly RangePiece[], address: number): RangePiece | undefined {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle] as RangePiece).start <= address) low = middle + 1;
    else high = middle;
  }
  const found = pieces[low - 1];
  return found !== undefined && address < found.end ? found : undefined;
}
