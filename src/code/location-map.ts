// What each byte of a program was found to be. A location is a run of bytes of one kind; the first byte carries a mark.

import { LIMITS } from '../limits.ts';

export const LOCATION = {
  none: 0,
  instruction: 1,
  pointer: 2,
  ascii: 3,
  utf16: 4,
  number: 5,
  /** A slot that the loader fills with the address of an imported symbol. */
  importSlot: 6,
  padding: 7,
} as const;

const PAGE_BITS = 12;
const PAGE = 1 << PAGE_BITS;
const FIRST = 0x80;
const KIND = 0x7f;

export class LocationMap {
  readonly #pages = new Map<number, Uint8Array>();
  #pagesLeft = LIMITS.locationBytes / PAGE;
  #lastNumber = -1;
  #last: Uint8Array | undefined;

  #page(number: number): Uint8Array | undefined {
    if (number !== this.#lastNumber) {
      this.#lastNumber = number;
      this.#last = this.#pages.get(number);
    }
    return this.#last;
  }

  #byte(address: number): number {
    const number = Math.floor(address / PAGE);
    return this.#page(number)?.[address - number * PAGE] ?? 0;
  }

  #set(address: number, value: number): void {
    const number = Math.floor(address / PAGE);
    let page = this.#page(number);
    if (page === undefined) {
      // Data without contents may be spread over more memory than there is.
      if (this.#pagesLeft-- <= 0) return;
      page = new Uint8Array(PAGE);
      this.#pages.set(number, page);
      this.#last = page;
    }
    page[address - number * PAGE] = value;
  }

  /** One of `LOCATION`. */
  kindAt(address: number): number {
    return this.#byte(address) & KIND;
  }

  /** Whether a location of this kind begins at the address. */
  begins(address: number, kind: number): boolean {
    return this.#byte(address) === (FIRST | kind);
  }

  /** First address of the location that covers this one; the address itself where none does. */
  startOf(address: number): number {
    if (this.#byte(address) === 0) return address;
    let start = address;
    // Where there is no room for more pages, a location may lack its beginning.
    while ((this.#byte(start) & FIRST) === 0 && this.#byte(start - 1) !== 0) start--;
    return start;
  }

  /** The address behind the location that covers this one; the next address where none does. */
  endOf(address: number): number {
    const kind = this.#byte(address) & KIND;
    let end = address + 1;
    if (kind !== 0) while (this.#byte(end) === kind) end++;
    return end;
  }

  /** Makes bytes a location. Of one that is there already, what is outside of them remains. */
  add(start: number, size: number, kind: number): void {
    // The rest of a location whose beginning is taken away becomes one of its own.
    const after = this.#byte(start + size);
    if (after !== 0 && (after & FIRST) === 0) this.#set(start + size, after | FIRST);
    this.#set(start, FIRST | kind);
    for (let i = 1; i < size; i++) this.#set(start + i, kind);
  }

  remove(address: number): void {
    const start = this.startOf(address);
    const end = this.endOf(start);
    for (let at = start; at < end; at++) this.#set(at, 0);
  }
}
