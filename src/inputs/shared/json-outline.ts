// What the beginning of a JSON document shows of its structure, for telling documents apart: paths of members, and short texts.

import { JsonCursor } from '../../bytes/json-cursor.ts';
import { INCOMPLETE, MALFORMED, PADDING } from '../../bytes/json-window.ts';

/** Paths name members with dots and elements of lists with `[]`: `data[].type`. */
export interface JsonOutline {
  readonly paths: ReadonlySet<string>;
  /** Values that are texts. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Levels that are looked at, and elements of each list. */
const DEPTH = 4;
const ELEMENTS = 2;
/** Longest text that is kept, in UTF-16 units. */
const MAX_TEXT = 200;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const NOTHING: JsonOutline = { paths: new Set(), texts: new Map() };

class OutlineReader implements JsonOutline {
  readonly paths = new Set<string>();
  readonly texts = new Map<string, string>();
  readonly #cursor = new JsonCursor();

  constructor(head: Uint8Array) {
    const bytes = new Uint8Array(head.length + PADDING);
    bytes.set(head);
    this.#cursor.load(bytes, head.length);
    if (BYTE_ORDER_MARK.every((byte, at) => head[at] === byte)) this.#cursor.pos = BYTE_ORDER_MARK.length;
  }

  read(): void {
    try {
      this.#readValue('', 0);
    } catch (signal) {
      if (signal !== INCOMPLETE && signal !== MALFORMED) throw signal;
    }
  }

  #readValue(path: string, depth: number): void {
    const cursor = this.#cursor;
    if (depth < DEPTH && cursor.enterObject()) {
      for (let first = true; cursor.key(first); first = false) {
        const key = cursor.text();
        const member = path === '' ? key : `${path}.${key}`;
        if (key.length <= MAX_TEXT) this.paths.add(member);
        this.#readValue(member, depth + 1);
      }
    } else if (depth < DEPTH && cursor.enterList()) {
      for (let count = 0; cursor.element(count === 0); count++) {
        this.paths.add(`${path}[]`);
        if (count < ELEMENTS) this.#readValue(`${path}[]`, depth + 1);
        else cursor.skipValue();
      }
    } else {
      const value = cursor.readScalar();
      if (typeof value === 'string' && value.length <= MAX_TEXT && !this.texts.has(path)) this.texts.set(path, value);
    }
  }
}

/** Every input that is asked looks at the same bytes. */
const known = new WeakMap<Uint8Array, JsonOutline>();

/** The outline of a document whose first bytes these are; an empty one if they are no JSON object or list. */
export function outlineJson(head: Uint8Array): JsonOutline {
  let outline = known.get(head);
  if (outline === undefined) {
    outline = /^[\ufeff\s]*[[{]/.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(head.subarray(0, MAX_TEXT)))
      ? readOutline(head)
      : NOTHING;
    known.set(head, outline);
  }
  return outline;
}

function readOutline(head: Uint8Array): JsonOutline {
  const reader = new OutlineReader(head);
  reader.read();
  return reader;
}
