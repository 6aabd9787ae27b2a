// Bytes of memory that are known here and there, in pages: a recording tells of a few bytes at a time, anywhere in the address space.

import { IntegerMap } from '../../bytes/integer-map.ts';

const PAGE_BITS = 12;
/** Bytes of a page. */
export const PAGE: number = 1 << PAGE_BITS;

/** A page, with a note on each byte: 0 where it is not known, else what its owner means by it. */
export class KnownPage {
  readonly number: number;
  readonly bytes: Uint8Array = new Uint8Array(PAGE);
  readonly notes: Uint8Array = new Uint8Array(PAGE);

  constructor(number: number) {
    this.number = number;
  }
}

export class KnownBytes {
  readonly #pages = new IntegerMap<KnownPage>();
  readonly #most: number;
  #last: KnownPage | undefined;
  /** Whether pages beyond the bound were asked for. */
  isFull = false;

  /** Keeps at most that many pages. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The page with an address; undefined where nothing of it is known. */
  pageAt(address: number): KnownPage | undefined {
    const number = Math.floor(address / PAGE);
    const last = this.#last;
    if (last !== undefined && last.number === number) return last;
    const found = this.#pages.get(number);
    if (found !== undefined) this.#last = found;
    return found;
  }

  /** The same, made where it is missing; undefined where there is no room. */
  pageFor(address: number): KnownPage | undefined {
    const known = this.pageAt(address);
    if (known !== undefined) return known;
    if (this.#pages.size >= this.#most) {
      this.isFull = true;
      return undefined;
    }
    const page = new KnownPage(Math.floor(address / PAGE));
    this.#pages.set(page.number, page);
    this.#last = page;
    return page;
  }

  /** The byte at an address; -1 where it is not known. */
  byteAt(address: number): number {
    const page = this.pageAt(address);
    const at = address - Math.floor(address / PAGE) * PAGE;
    return page === undefined || page.notes[at] === 0 ? -1 : (page.bytes[at] as number);
  }

  noteAt(address: number): number {
    const page = this.pageAt(address);
    return page === undefined ? 0 : (page.notes[address - page.number * PAGE] as number);
  }

  set(address: number, byte: number, note: number): void {
    const page = this.pageFor(address);
    if (page === undefined) return;
    const at = address - page.number * PAGE;
    page.bytes[at] = byte;
    page.notes[at] = note;
  }

  /** By address. */
  pages(): KnownPage[] {
    return [...this.#pages.values()].sort((a, b) => a.number - b.number);
  }
}
