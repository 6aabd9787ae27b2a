// COM class and interface names, each with its GUIDs: `com/class` and `com/interface` features name them. The database is an
// asset of its own compact form that is searched in place, so nothing is decoded before a rule needs a name, and browsers can
// fetch it. scripts/build-com-names.mjs writes it; the layout is described there.

import { CapaxError } from '../errors.ts';

export type ComKind = 'class' | 'interface';

/** Where rules look up COM names. */
export interface ComNames {
  /** GUIDs of a name as text, in the order and letter case of the database (rules match the text exactly). */
  find(kind: ComKind, name: string): readonly string[] | undefined;
}

const MAGIC = 0x4d4f4343; // "CCOM"
const VERSION = 1;
const HEADER_BYTES = 8;
/** Names in a block; the first of each is stored whole, the others share a prefix with the one before. */
const BLOCK_NAMES = 16;
const GUID_BYTES = 16;

/** One kind of names: a block table, front-coded names, GUIDs, and one letter-case bit for each GUID. */
class Section {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #nameCount: number;
  readonly #blockCount: number;
  readonly #blocks: number;
  readonly #names: number;
  readonly #guids: number;
  readonly #upperCase: number;
  /** Offset behind the section. */
  readonly end: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#nameCount = this.#view.getUint32(offset, true);
    const guidCount = this.#view.getUint32(offset + 4, true);
    const namesLength = this.#view.getUint32(offset + 8, true);
    this.#blockCount = Math.ceil(this.#nameCount / BLOCK_NAMES);
    this.#blocks = offset + 12;
    this.#names = this.#blocks + this.#blockCount * 8;
    this.#guids = this.#names + namesLength;
    this.#upperCase = this.#guids + guidCount * GUID_BYTES;
    this.end = this.#upperCase + Math.ceil(guidCount / 8);
  }

  /** GUIDs of a name. Names are ASCII and sorted by code. */
  find(name: string): string[] | undefined {
    let low = 0;
    let high = this.#blockCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#firstName(middle) <= name) low = middle;
      else high = middle - 1;
    }
    return this.#blockCount === 0 ? undefined : this.#findInBlock(low, name);
  }

  #firstName(block: number): string {
    const at = this.#names + this.#view.getUint32(this.#blocks + block * 8, true);
    return this.#text(at + 3, this.#view.getUint8(at + 1));
  }

  #findInBlock(block: number, name: string): string[] | undefined {
    let at = this.#names + this.#view.getUint32(this.#blocks + block * 8, true);
    let guid = this.#view.getUint32(this.#blocks + block * 8 + 4, true);
    const count = Math.min(BLOCK_NAMES, this.#nameCount - block * BLOCK_NAMES);
    let current = '';
    for (let index = 0; index < count; index++) {
      const length = this.#view.getUint8(at + 1);
      const guids = this.#view.getUint8(at + 2);
      current = current.slice(0, this.#view.getUint8(at)) + this.#text(at + 3, length);
      if (current === name) return Array.from({ length: guids }, (_, offset) => this.#guid(guid + offset));
      at += 3 + length;
      guid += guids;
    }
    return undefined;
  }

  #text(at: number, length: number): string {
    return String.fromCharCode(...this.#bytes.subarray(at, at + length));
  }

  #guid(index: number): string {
    let hex = '';
    for (let offset = 0; offset < GUID_BYTES; offset++) {
      hex += this.#view
        .getUint8(this.#guids + index * GUID_BYTES + offset)
        .toString(16)
        .padStart(2, '0');
    }
    const text = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    const upper = (this.#view.getUint8(this.#upperCase + (index >> 3)) >> (index & 7)) & 1;
    return upper === 1 ? text.toUpperCase() : text;
  }
}

/**
 * Opens a COM name database. Cheap: names are searched in `bytes` when they are asked for. Throws CapaxError `internal` for bytes
 * that are not one, because the database is part of capax.
 */
export function openComNames(bytes: Uint8Array): ComNames {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint32(0, true) !== MAGIC || view.getUint32(4, true) !== VERSION) throw new RangeError('wrong header');
    const classes = new Section(bytes, HEADER_BYTES);
    const interfaces = new Section(bytes, classes.end);
    if (interfaces.end !== bytes.byteLength) throw new RangeError('wrong length');
    return { find: (kind, name) => (kind === 'class' ? classes : interfaces).find(name) };
  } catch (cause) {
    const hint = 'Reinstall capax, or rebuild the file with scripts/build-com-names.mjs.';
    throw new CapaxError('internal', 'The COM name database is damaged.', { cause, hint });
  }
}

/** The 16 bytes of a GUID as Windows stores them (the first three groups little-endian), as lower-case hexadecimal. */
export function guidBytes(guid: string): string {
  const hex = guid.toLowerCase().replaceAll('-', '');
  const pairs = hex.match(/../g) ?? [];
  return [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((index) => pairs[index] ?? '').join('');
}
