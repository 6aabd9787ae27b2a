// The text of a saved document, in which values are found by their places and parsed when they are asked for. Evidence trees as objects
// take twenty times the room of their text, and a document of 74 MB is no rarity.

import { type JsonObject, JsonSyntaxError, type JsonValue, parseExactJson } from '../../bytes/exact-json.ts';
import { IntList } from '../../bytes/growable.ts';
import { JsonCursor } from '../../bytes/json-cursor.ts';
import { INCOMPLETE, MALFORMED, PADDING } from '../../bytes/json-window.ts';
import { readWhole } from '../../bytes/read-whole.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { LIMITS } from '../../limits.ts';
import { DocumentRoot, failAt } from './json-reader.ts';

/** Positions are kept as 32-bit integers. */
const MAX_BYTES = 2 ** 31 - 1 - PADDING;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Texts of more bytes are parsed in parts where memory is limited, down to this depth: each level is a pass over the text. */
const LARGE = 1 << 16;
const MAX_DEPTH_IN_PARTS = 12;
/** Positions of elements found between two checks. */
const ELEMENTS_PER_CHECK = 1024;
/** What JSON.parse might round. */
const LONG_NUMBER = /\d{16}/;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Where a value is: positions of its first byte and behind its last. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

export class SavedText {
  /** What is said of the text as a whole. */
  readonly root: DocumentRoot = new DocumentRoot();
  readonly #bytes: Uint8Array;
  readonly #cursor = new JsonCursor();

  /** `bytes` are the text and PADDING more. */
  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#cursor.final = true;
    this.#cursor.load(bytes, bytes.length - PADDING);
  }

  static of(text: string): SavedText {
    const encoded = encoder.encode(text);
    const bytes = new Uint8Array(encoded.length + PADDING);
    bytes.set(encoded);
    return new SavedText(bytes);
  }

  /** Reads all of a source. Throws `document-invalid` for one that is too large. */
  static async from(source: ByteSource): Promise<SavedText> {
    const onLength = (length: number): void => {
      if (length + PADDING > MAX_BYTES) failAt(new DocumentRoot(), 'more than 2 GB');
    };
    const bytes = await readWhole(() => source.open(), { padding: PADDING, onLength });
    return new SavedText(bytes);
  }

  /** Where the value is that the text consists of. */
  whole(): Extent {
    const isMarked = BYTE_ORDER_MARK.every((byte, i) => this.#bytes[i] === byte);
    return this.#walk(isMarked ? BYTE_ORDER_MARK.length : 0, (cursor) => {
      const extent = this.#pass(cursor);
      this.#expectEnd(cursor);
      return extent;
    });
  }

  /** Members of the object at `extent`, by key; of those with one key the last. Undefined for another kind of value. */
  members({ start }: Extent): Map<string, Extent> | undefined {
    return this.#walk(start, (cursor) => {
      if (!cursor.enterObject()) return undefined;
      const members = new Map<string, Extent>();
      for (let first = true; cursor.key(first); first = false) {
        this.root.check?.();
        const key = cursor.text();
        members.set(key, this.#pass(cursor));
      }
      return members;
    });
  }

  /** Where the elements of the list at `extent` are, two positions for each. Undefined for another kind of value. */
  elements({ start }: Extent): Int32Array | undefined {
    return this.#walk(start, (cursor) => {
      if (!cursor.enterList()) return undefined;
      const bounds = new IntList();
      for (let first = true; cursor.element(first); first = false) {
        const { start: from, end } = this.#pass(cursor);
        bounds.push(from);
        bounds.push(end);
        if (bounds.length % ELEMENTS_PER_CHECK === 0) this.root.check?.();
      }
      return bounds.items();
    });
  }

  /** The value at `extent`, but with nothing in it if it is a list or an object. */
  emptied(extent: Extent): JsonValue {
    const byte = this.#bytes[extent.start];
    if (byte === OPEN_LIST) return [];
    return byte === OPEN_OBJECT ? {} : this.parse(extent);
  }

  /** The value at `extent`, which is `depth` levels inside one that is parsed in parts. Throws `document-invalid` for what is not JSON in UTF-8. */
  parse(extent: Extent, depth = 0): JsonValue {
    const { start, end } = extent;
    if (this.root.check !== undefined) {
      this.root.check();
      if (end - start > LARGE && depth < MAX_DEPTH_IN_PARTS) return this.#parseParts(extent, depth);
    }
    try {
      return parseJson(this.#bytes.subarray(start, end));
    } catch (error) {
      if (error instanceof JsonSyntaxError) return this.#fail(`${error.message} of the value at byte ${start}`);
      if (error instanceof TypeError) return this.#fail(`bytes that are not UTF-8 in the value at byte ${start}`);
      throw error;
    }
  }

  /** Parses what is in a list or an object value by value, because the runtime's parser cannot be stopped. */
  #parseParts(extent: Extent, depth: number): JsonValue {
    const members = this.members(extent);
    if (members !== undefined) {
      const object: JsonObject = Object.create(null);
      for (const [key, at] of members) object[key] = this.parse(at, depth + 1);
      return object;
    }
    const bounds = this.elements(extent);
    if (bounds === undefined) return this.parse(extent, MAX_DEPTH_IN_PARTS);
    return Array.from({ length: bounds.length / 2 }, (_, index) => {
      const at = { start: bounds[2 * index] as number, end: bounds[2 * index + 1] as number };
      return this.parse(at, depth + 1);
    });
  }

  #pass(cursor: JsonCursor): Extent {
    cursor.peek();
    const start = cursor.pos;
    cursor.skipValue();
    return { start, end: cursor.pos };
  }

  #expectEnd(cursor: JsonCursor): void {
    const { bytes, end } = cursor;
    while (cursor.pos < end && (bytes[cursor.pos] as number) <= 0x20) cursor.pos++;
    if (cursor.pos < end) cursor.fail('text after the value');
  }

  /** Reads from `start` on. */
  #walk<T>(start: number, read: (cursor: JsonCursor) => T): T {
    const cursor = this.#cursor;
    cursor.pos = start;
    try {
      return read(cursor);
    } catch (signal) {
      if (signal === INCOMPLETE) return this.#fail('the text breaks off');
      if (signal === MALFORMED) return this.#fail(`${cursor.fault} at byte ${cursor.pos}`);
      throw signal;
    }
  }

  #fail(reason: string): never {
    return failAt(this.root, `not JSON: ${reason},`);
  }
}

/** The runtime's own parser takes a third of the time, but rounds long integers, nests without limit and words errors in its own way. */
function parseJson(bytes: Uint8Array): JsonValue {
  const text = decoder.decode(bytes);
  if (LONG_NUMBER.test(text) || isDeep(bytes)) return parseExactJson(text);
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return parseExactJson(text);
  }
}

/** Whether brackets, those in texts included, nest deeper than a JSON text may. */
function isDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = (bytes[at] as number) | 0x20;
    // `[` and `{`, `]` and `}` differ in this one bit.
    if (byte === OPEN_OBJECT) depth++;
    else if (byte === CLOSE_OBJECT) depth--;
    if (depth > LIMITS.jsonDepth) return true;
  }
  return false;
}
