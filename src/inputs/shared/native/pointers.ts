// What a pointer leads to: texts, classes and bytes, also through other pointers. A value leads to the same wherever it stands, so it is followed
// once.

import { toHexadecimal } from '../../../bytes/hexadecimal.ts';
import { IntegerMap } from '../../../bytes/integer-map.ts';
import type { ProgramCode } from '../../../code/program-code.ts';
import type { Texts } from '../../../code/texts.ts';
import type { FeatureCache } from './feature-cache.ts';
import type { NativeFacts } from './native-facts.ts';

/** Numbers of features. */
interface PointedFeatures {
  /** Of texts and classes. */
  readonly strings: readonly number[];
  readonly bytes: readonly number[];
}

/** Pointers that are followed from one value. */
const MOST_STEPS = 10;
/** Values of which it is remembered what they lead to. */
const MOST_KNOWN = 500_000;
/** Most bytes of one feature. */
const MOST_BYTES = 0x100;
/** How far a UTF-16 text is read beyond what looks like its end, in bytes. */
const LONGEST_REST = 0x1000;
/** Shortest text that is a feature, in UTF-16 units. */
const SHORTEST_TEXT = 4;

const NOTHING: PointedFeatures = { strings: [], bytes: [] };
const UTF16 = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });

export class Pointers {
  readonly #code: ProgramCode;
  readonly #facts: NativeFacts;
  readonly #features: FeatureCache;
  readonly #texts: Texts;
  #known = new IntegerMap<PointedFeatures>();
  /** By address, where pointers meet. */
  #bytes = new IntegerMap<number>();

  constructor(code: ProgramCode, facts: NativeFacts, features: FeatureCache) {
    this.#code = code;
    this.#facts = facts;
    this.#features = features;
    this.#texts = code.texts;
  }

  /** The features of what an address leads to; none if nothing is there. */
  follow(address: number): PointedFeatures {
    if (!this.#code.image.isMapped(address)) return NOTHING;
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN) this.#known = new IntegerMap();
    const found = this.#followAll(address);
    this.#known.set(address, found);
    return found;
  }

  #followAll(first: number): PointedFeatures {
    const { image } = this.#code;
    const strings: number[] = [];
    const bytes: number[] = [];
    for (let address = first, step = 0; image.isMapped(address); step++) {
      const object = this.#facts.objectAt?.(address);
      if (object !== undefined) strings.push(this.#features.text(object.type, object.value));
      if (object?.type === 'string') break;
      const text = this.#textAt(address);
      if (text !== undefined && text.length >= SHORTEST_TEXT) strings.push(this.#features.text('string', text));
      if (this.#texts.isText(address)) break;
      const number = this.#bytesAt(address);
      if (number >= 0) bytes.push(number);
      const next = image.pointer(address);
      if (next < 0 || next === address || step === MOST_STEPS) break;
      address = next;
    }
    return strings.length === 0 && bytes.length === 0 ? NOTHING : { strings, bytes };
  }

  /** The text at an address up to its first NUL; undefined if there is none. */
  #textAt(address: number): string | undefined {
    const { image } = this.#code;
    const ascii = this.#texts.asciiLength(address);
    if (ascii >= SHORTEST_TEXT) return upToNul(new TextDecoder().decode(image.bytesAt(address, ascii)));
    const utf16 = this.#texts.utf16Length(address);
    if (utf16 === 0) return undefined;
    try {
      return upToNul(UTF16.decode(this.#wideText(address, utf16)));
    } catch {
      return undefined;
    }
  }

  /** Bytes of a UTF-16 text. As the reference has it, it ends behind the first two bytes that are zero, wherever they begin. */
  #wideText(address: number, length: number): Uint8Array {
    const bytes = this.#code.image.bytesAt(address, length + LONGEST_REST);
    let end = 0;
    while (end < bytes.length && (bytes[end] !== 0 || bytes[end + 1] !== 0)) end++;
    if (end === bytes.length) return bytes.subarray(0, length);
    const size = end + 2;
    return bytes.subarray(0, Math.min(size + 2 - (size % 2), bytes.length & ~1));
  }

  /** Number of the bytes at an address; -1 if they are all zero, or in no section. */
  #bytesAt(address: number): number {
    const known = this.#bytes.get(address);
    if (known !== undefined) return known;
    const bytes = this.#code.image.bytesAt(address, this.#mostBytes(address));
    const number = bytes.every((byte) => byte === 0) ? -1 : this.#features.bytes(toHexadecimal(bytes));
    if (this.#bytes.size >= MOST_KNOWN) this.#bytes = new IntegerMap();
    this.#bytes.set(address, number);
    return number;
  }

  #mostBytes(address: number): number {
    if (this.#facts.sectionEnd === undefined) return MOST_BYTES;
    return Math.min(MOST_BYTES, (this.#facts.sectionEnd(address) ?? address) - address);
  }
}

function upToNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
