// LC_DYLD_INFO: programs of opcodes that say which places hold pointers (rebase) and which get addresses of imported symbols (bind). Both may
// loop as often as they like, so every step outside of the segments ends them.

import type { Fixups } from './fixups.ts';
import type { MachOSegment } from './headers.ts';
import { LebReader } from './leb-reader.ts';

const WORD = 8;
const MAX_NAME = 8192;
const POINTER = 1;

const REBASE = {
  done: 0,
  type: 1,
  place: 2,
  add: 3,
  addWords: 4,
  times: 5,
  timesUleb: 6,
  andAdd: 7,
  timesSkip: 8,
} as const;
const BIND = {
  done: 0,
  library: 1,
  libraryUleb: 2,
  librarySpecial: 3,
  symbol: 4,
  type: 5,
  addend: 6,
  place: 7,
  add: 8,
  bind: 9,
  andAdd: 10,
  andAddWords: 11,
  timesSkip: 12,
} as const;

/** A place that moves through a segment. */
class Cursor {
  address = -1;
  #start = 0;
  #end = 0;
  readonly #segments: readonly MachOSegment[];

  constructor(segments: readonly MachOSegment[]) {
    this.#segments = segments;
  }

  moveTo(segment: number, offset: number): void {
    const found = this.#segments[segment];
    this.#start = found?.address ?? 0;
    this.#end = found === undefined ? 0 : found.address + found.size;
    this.address = this.#start + offset;
  }

  get isInside(): boolean {
    return this.address >= this.#start && this.address + WORD <= this.#end;
  }
}

/** Adds the places of pointers; false if the table is damaged. */
export function readRebases(bytes: Uint8Array, segments: readonly MachOSegment[], fixups: Fixups): boolean {
  const reader = new LebReader(bytes);
  const cursor = new Cursor(segments);
  let type = POINTER;
  const repeat = (times: number, skip: number): boolean => {
    for (let i = 0; i < times; i++) {
      if (!cursor.isInside || !fixups.take()) return false;
      if (type === POINTER) fixups.pointers.set(cursor.address, -1);
      cursor.address += WORD + skip;
    }
    return times >= 0;
  };
  while (!reader.isAtEnd) {
    const byte = reader.u8();
    const low = byte & 15;
    let isFine = true;
    switch (byte >> 4) {
      case REBASE.done:
        return true;
      case REBASE.type:
        type = low;
        break;
      case REBASE.place:
        cursor.moveTo(low, reader.uleb());
        break;
      case REBASE.add:
        cursor.address += reader.uleb();
        break;
      case REBASE.addWords:
        cursor.address += low * WORD;
        break;
      case REBASE.times:
        isFine = repeat(low, 0);
        break;
      case REBASE.timesUleb:
        isFine = repeat(reader.uleb(), 0);
        break;
      case REBASE.andAdd:
        isFine = repeat(1, reader.uleb());
        break;
      case REBASE.timesSkip:
        isFine = repeat(reader.uleb(), reader.uleb());
        break;
      default:
        return false;
    }
    if (!isFine || reader.isBroken) return false;
  }
  return true;
}

/** Adds the places of imported symbols; false if the table is damaged. In lazy tables every entry ends as a table does. */
export function readBinds(
  bytes: Uint8Array,
  segments: readonly MachOSegment[],
  isLazy: boolean,
  fixups: Fixups,
): boolean {
  return new BindReader(bytes, segments, isLazy, fixups).run();
}

class BindReader {
  readonly #reader: LebReader;
  readonly #cursor: Cursor;
  readonly #isLazy: boolean;
  readonly #fixups: Fixups;
  #library = 0;
  #name = '';
  #type = POINTER;
  #addend = 0;

  constructor(bytes: Uint8Array, segments: readonly MachOSegment[], isLazy: boolean, fixups: Fixups) {
    this.#reader = new LebReader(bytes);
    this.#cursor = new Cursor(segments);
    this.#isLazy = isLazy;
    this.#fixups = fixups;
  }

  run(): boolean {
    const reader = this.#reader;
    let isFine = true;
    while (!reader.isAtEnd) {
      const byte = reader.u8();
      const low = byte & 15;
      if (byte >> 4 === BIND.done) {
        if (!this.#isLazy) return isFine;
        continue;
      }
      const step = byte >> 4 < BIND.place ? this.#subject(byte >> 4, low) : this.#place(byte >> 4, low);
      if (reader.isBroken) return false;
      if (step) continue;
      // Entries of lazy tables do not depend on those before them.
      if (!this.#isLazy || !this.#skipEntry()) return false;
      isFine = false;
    }
    return isFine;
  }

  /** What is bound. */
  #subject(code: number, low: number): boolean {
    const reader = this.#reader;
    if (code === BIND.library) this.#library = low;
    else if (code === BIND.libraryUleb) this.#library = reader.uleb();
    else if (code === BIND.librarySpecial) this.#library = low === 0 ? 0 : low - 16;
    else if (code === BIND.symbol) this.#name = reader.text(MAX_NAME);
    else if (code === BIND.type) this.#type = low;
    else this.#addend = reader.sleb();
    return true;
  }

  /** Where it is bound. */
  #place(code: number, low: number): boolean {
    const reader = this.#reader;
    const cursor = this.#cursor;
    if (code === BIND.place) cursor.moveTo(low, reader.uleb());
    else if (code === BIND.add) cursor.address += reader.uleb();
    else if (code === BIND.bind) return this.#repeat(1, 0);
    else if (code === BIND.andAdd) return this.#repeat(1, reader.uleb());
    else if (code === BIND.andAddWords) return this.#repeat(1, low * WORD);
    else if (code === BIND.timesSkip) return this.#repeat(reader.uleb(), reader.uleb());
    else return false;
    return true;
  }

  #repeat(times: number, skip: number): boolean {
    const cursor = this.#cursor;
    for (let i = 0; i < times; i++) {
      if (!cursor.isInside || !this.#fixups.take()) return false;
      if (this.#type === POINTER && this.#name !== '') {
        const [library, name, addend] = [this.#library, this.#name, this.#addend];
        // dyld fills it, so what the file has there is no pointer.
        this.#fixups.pointers.set(cursor.address, 0);
        this.#fixups.binds.push({ address: cursor.address, name, library, addend });
      }
      cursor.address += WORD + skip;
    }
    return times >= 0;
  }

  /** Goes behind the end of an entry; false where there is none. */
  #skipEntry(): boolean {
    while (!this.#reader.isAtEnd) if (this.#reader.u8() === BIND.done) return true;
    return false;
  }
}
