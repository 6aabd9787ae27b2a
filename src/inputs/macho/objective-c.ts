// What a program says of Objective-C (the layouts of the runtime's `objc-runtime-new.h`): classes with the methods that they have, references to
// classes and selectors, and constant strings. Everything is reached by pointers that a hostile file may aim anywhere, so all lists are bounded.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Image } from '../../code/image.ts';
import type { MachOSection } from '../../formats/macho/headers.ts';
import type { MachOFile } from '../../formats/macho/macho-file.ts';
import { classOfSymbol } from './symbol-names.ts';

/** A method with its code, named as debuggers do: `-[Class method:]`. */
export interface ObjectiveCMethod {
  readonly address: number;
  readonly name: string;
}

/** What an address stands for. */
export type ConstantObject = { readonly type: 'string' | 'class'; readonly value: string };

export interface ObjectiveC {
  /** Classes that the program has, with the address of each. */
  readonly classes: readonly { readonly name: string; readonly address: number }[];
  readonly methods: readonly ObjectiveCMethod[];
  /** Constant strings, classes, and the places that are filled with classes, by address. */
  readonly objects: IntegerMap<ConstantObject>;
  /** Selectors of stubs that send one message each, by the address of the stub. */
  readonly stubs: IntegerMap<string>;
}

const WORD = 8;
/** Bytes of the file that an entry takes, at least. */
const LEAST_ENTRY = 4;
/** Entries of all lists together. Large programs have some 100,000. */
const MAX_ENTRIES = 500_000;
const MAX_NAME = 4096;
const MAX_TEXT = 65_536;
const STRING_RECORD = 32;
/** Of the flags of a constant string: UTF-16. */
const IS_WIDE = 0x10;
/** Bits of the pointer to a class's data that are none of it. */
const DATA_FLAGS = 7;
const SMALL_METHODS = 0x80000000;
const DIRECT_SELECTORS = 0x40000000;

export function readObjectiveC(macho: MachOFile, image: Image): ObjectiveC {
  const reader = new Reader(macho, image);
  reader.run();
  return reader;
}

class Reader implements ObjectiveC {
  readonly classes: { name: string; address: number }[] = [];
  readonly methods: ObjectiveCMethod[] = [];
  readonly objects: IntegerMap<ConstantObject> = new IntegerMap<ConstantObject>();
  readonly stubs: IntegerMap<string> = new IntegerMap<string>();
  readonly #macho: MachOFile;
  readonly #image: Image;
  #textLeft = 0;
  #entriesLeft: number;

  constructor(macho: MachOFile, image: Image) {
    this.#macho = macho;
    this.#image = image;
    this.#textLeft = macho.bytes.length * 2;
    this.#entriesLeft = Math.min(MAX_ENTRIES, macho.bytes.length / LEAST_ENTRY);
  }

  run(): void {
    for (const { slot, name } of this.#macho.imports) {
      const value = classOfSymbol(name);
      if (slot !== undefined && value !== undefined) this.objects.set(slot, { type: 'class', value });
    }
    for (const list of this.#sections('__objc_classlist'))
      for (const address of this.#pointers(list)) this.#readClass(address);
    for (const list of this.#sections('__objc_catlist'))
      for (const address of this.#pointers(list)) this.#readCategory(address);
    for (const list of this.#sections('__cfstring')) this.#readStrings(list);
    for (const list of this.#sections('__objc_stubs')) this.#readStubs(list);
  }

  #sections(name: string): MachOSection[] {
    return this.#macho.sections.filter((section) => section.name === name);
  }

  /** Whether one more entry may be looked at. */
  #take(): boolean {
    return this.#entriesLeft-- > 0;
  }

  *#pointers({ address, size }: MachOSection): Iterable<number> {
    const count = Math.floor(size / WORD);
    for (let i = 0; i < count && this.#take(); i++) {
      const pointer = this.#image.pointer(address + i * WORD);
      if (pointer < 0) return;
      if (pointer > 0) yield pointer;
    }
  }

  #readClass(address: number): void {
    if (this.objects.has(address)) return;
    const data = this.#dataOf(address);
    const name = this.#text(this.#image.pointer(data + 24));
    if (name === undefined) return;
    this.classes.push({ name, address });
    this.objects.set(address, { type: 'class', value: name });
    this.#readMethods(this.#image.pointer(data + 32), `-[${name} `);
    const meta = this.#dataOf(this.#image.pointer(address));
    this.#readMethods(this.#image.pointer(meta + 32), `+[${name} `);
  }

  #dataOf(address: number): number {
    const pointer = this.#image.pointer(address + 32);
    return pointer < 0 ? -1000 : pointer - (pointer % (DATA_FLAGS + 1));
  }

  #readCategory(address: number): void {
    const image = this.#image;
    const category = this.#text(image.pointer(address));
    const slot = address + WORD;
    const owner = this.objects.get(slot) ?? this.objects.get(image.pointer(slot));
    if (category === undefined || owner === undefined) return;
    const name = `${owner.value}(${category})`;
    this.#readMethods(image.pointer(address + 16), `-[${name} `);
    this.#readMethods(image.pointer(address + 24), `+[${name} `);
  }

  #readMethods(list: number, prefix: string): void {
    const image = this.#image;
    const flags = image.unsigned(list, 4);
    const stated = image.unsigned(list + 4, 4);
    if (list <= 0 || flags < 0 || stated <= 0) return;
    const isSmall = flags >= SMALL_METHODS;
    const size = isSmall ? 12 : 24;
    for (let i = 0; i < stated && this.#take(); i++) {
      const at = list + 8 + i * size;
      if (!image.isMapped(at)) return;
      const address = isSmall ? this.#distant(at + 8) : image.pointer(at + 16);
      const selector = this.#text(isSmall ? this.#selectorAt(at, flags) : image.pointer(at));
      if (selector === undefined || !image.isExecutable(address)) continue;
      this.methods.push({ address, name: `${prefix}${selector}]` });
    }
  }

  /** Small methods name the place that points to their selector, or the selector itself. */
  #selectorAt(at: number, flags: number): number {
    const place = this.#distant(at);
    return Math.floor(flags / DIRECT_SELECTORS) % 2 === 1 ? place : this.#image.pointer(place);
  }

  #distant(at: number): number {
    const distance = this.#image.signed32(at);
    return distance === undefined ? -1 : at + distance;
  }

  #readStrings({ address, size }: MachOSection): void {
    const image = this.#image;
    const count = Math.floor(size / STRING_RECORD);
    for (let i = 0; i < count && this.#take(); i++) {
      const at = address + i * STRING_RECORD;
      const flags = image.unsigned(at + 8, 4);
      const length = image.unsigned(at + 24, 6);
      if (flags < 0) return;
      const isWide = (flags & IS_WIDE) !== 0;
      const value = this.#content(image.pointer(at + 16), isWide ? length * 2 : length, isWide);
      if (value !== undefined) this.objects.set(at, { type: 'string', value });
    }
  }

  #content(address: number, length: number, isWide: boolean): string | undefined {
    if (length <= 0 || length > MAX_TEXT || length > this.#textLeft) return undefined;
    const bytes = this.#image.bytesAt(address, length);
    if (bytes.length < length) return undefined;
    this.#textLeft -= length;
    return new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes);
  }

  /** Of 32 bytes: `adrp x1; ldr x1, [x1, selector]`, or one load from a near place; then the jump. */
  #readStubs({ address, size, entrySize }: MachOSection): void {
    const step = entrySize > 0 ? entrySize : 32;
    const count = Math.floor(size / step);
    for (let i = 0; i < count && this.#take(); i++) {
      const at = address + i * step;
      const place = this.#loadedAt(at);
      const selector = place < 0 ? undefined : this.#text(this.#image.pointer(place));
      if (selector !== undefined) this.stubs.set(at, selector);
    }
  }

  /** The place that x1 is loaded from; -1 where the code is another. */
  #loadedAt(at: number): number {
    const image = this.#image;
    if (image.machine !== 'arm64') return -1;
    const words = [image.unsigned(at, 4), image.unsigned(at + 4, 4)] as const;
    for (const [i, word] of words.entries()) {
      // ldr x1, literal
      if (word >>> 24 === 0x58 && (word & 31) === 1) return at + i * 4 + (((word << 8) >> 13) << 2);
    }
    const [page, load] = words;
    if ((page & 0x9f00001f) >>> 0 !== 0x90000001 || (load & 0xffc003ff) >>> 0 !== 0xf9400021) return -1;
    const pages = ((((page << 8) >> 13) << 2) | ((page >>> 29) & 3)) * 4096;
    return at - (at % 4096) + pages + ((load >>> 10) & 0xfff) * 8;
  }

  /** A name at an address; undefined if there is none. */
  #text(address: number): string | undefined {
    if (address <= 0 || this.#textLeft <= 0) return undefined;
    const bytes = this.#image.bytesAt(address, MAX_NAME);
    const length = bytes.indexOf(0);
    if (length <= 0) return undefined;
    this.#textLeft -= length;
    return new TextDecoder().decode(bytes.subarray(0, length));
  }
}
