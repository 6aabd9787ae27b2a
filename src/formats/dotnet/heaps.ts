// Heaps of .NET metadata (ECMA-335, II.24.2.3 and 24.2.4): names, texts that methods load, and signatures. Indexes may be any, and many may
// lead into one long text, so how much is read of texts is bounded all together.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { NameBudget } from '../name-budget.ts';

/** Names longer than this are none. */
const MAX_NAME = 1_048_576;

/** A text, and whether its bytes are none in its encoding; then they are replaced by U+FFFD. */
export interface HeapText {
  readonly text: string;
  readonly isDamaged: boolean;
}

/** Texts by index, each decoded once. */
abstract class TextHeap {
  protected readonly bytes: Uint8Array;
  readonly #budget: NameBudget;
  readonly #known = new IntegerMap<HeapText | null>();

  constructor(bytes: Uint8Array, budget: NameBudget) {
    this.bytes = bytes;
    this.#budget = budget;
  }

  /** Undefined where there is none. */
  get(index: number): HeapText | undefined {
    const known = this.#known.get(index);
    if (known !== undefined) return known ?? undefined;
    let found: HeapText | undefined;
    this.#budget.take(() => {
      found = this.decode(index);
      return found?.text;
    });
    this.#known.set(index, found ?? null);
    return found;
  }

  protected abstract decode(index: number): HeapText | undefined;
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LOOSE_UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** `#Strings` */
export class NameHeap extends TextHeap {
  protected decode(index: number): HeapText | undefined {
    if (index >= this.bytes.length) return undefined;
    const there = this.bytes.subarray(index, index + MAX_NAME + 1);
    const length = there.indexOf(0);
    // The last one may have lost its end.
    if (length < 0 && there.length > MAX_NAME) return undefined;
    return decodeWith(STRICT_UTF8, LOOSE_UTF8, length < 0 ? there : there.subarray(0, length));
  }
}

const STRICT_UTF16 = new TextDecoder('utf-16le', { fatal: true });
const LOOSE_UTF16 = new TextDecoder('utf-16le');

/** `#US` */
export class UserStringHeap extends TextHeap {
  protected decode(index: number): HeapText | undefined {
    const entry = entryAt(this.bytes, index);
    if (entry === undefined) return undefined;
    // The last byte of an odd number says whether there are special characters.
    const units = entry.subarray(0, entry.length - (entry.length % 2));
    const isBigEndian = units[0] === 0xfe && units[1] === 0xff;
    return decodeWith(STRICT_UTF16, LOOSE_UTF16, isBigEndian ? swapped(units) : units);
  }
}

/** `#Blob` */
export class BlobHeap {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Undefined where there is none. */
  get(index: number): Uint8Array | undefined {
    return entryAt(this.#bytes, index);
  }
}

/** What is behind a length of one, two or four bytes; undefined where that is not all there. */
function entryAt(bytes: Uint8Array, index: number): Uint8Array | undefined {
  const compressed = compressedAt(bytes, index);
  if (compressed === undefined) return undefined;
  const start = index + compressed.length;
  return start + compressed.value > bytes.length ? undefined : bytes.subarray(start, start + compressed.value);
}

/** An unsigned integer of one, two or four bytes (ECMA-335, II.23.2), and how many; undefined where there is none. */
export function compressedAt(
  bytes: Uint8Array,
  at: number,
): { readonly value: number; readonly length: 1 | 2 | 4 } | undefined {
  const [a, b, c, d] = bytes.subarray(at, at + 4);
  if (a === undefined) return undefined;
  if (a < 0x80) return { value: a, length: 1 };
  if (a < 0xc0) return b === undefined ? undefined : { value: (a & 0x3f) * 0x100 + b, length: 2 };
  if (a >= 0xe0 || b === undefined || c === undefined || d === undefined) return undefined;
  return { value: (a & 0x1f) * 0x1000000 + b * 0x10000 + c * 0x100 + d, length: 4 };
}

function decodeWith(strict: TextDecoder, loose: TextDecoder, bytes: Uint8Array): HeapText {
  try {
    return { text: strict.decode(bytes), isDamaged: false };
  } catch {
    return { text: loose.decode(bytes), isDamaged: true };
  }
}

function swapped(units: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(units.length);
  for (let i = 0; i + 1 < units.length; i += 2) {
    bytes[i] = units[i + 1] as number;
    bytes[i + 1] = units[i] as number;
  }
  return bytes;
}
