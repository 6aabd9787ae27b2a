// Passes over one JSON value without reading it, however large or deep, and can stop and go on at any byte. Checks that brackets
// close what they opened and that strings end; everything else inside is taken as it comes. Hot file, as json-cursor.ts.

import type { JsonWindow } from './json-window.ts';

/** Levels whose kind of bracket is remembered; deeper ones are only counted. */
const MAX_KINDS = 1 << 20;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Classes of bytes outside of strings. */
const BLANK = 1;
const WORD = 2;
const OPENING = 3;
const CLOSING = 4;
const STRING = 5;
const CLASSES: Uint8Array = (() => {
  const classes = new Uint8Array(256);
  const set = (chars: string, kind: number): void => {
    for (const char of chars) classes[char.charCodeAt(0)] = kind;
  };
  set(' \t\r\n,:', BLANK);
  set('+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', WORD);
  set('[{', OPENING);
  set(']}', CLOSING);
  set('"', STRING);
  return classes;
})();

export class JsonSkip {
  #depth = 0;
  #scalar = false;
  #inString = false;
  /** The first byte of the next chunk belongs to an escape. */
  #escaped = false;
  #kinds = new Uint8Array(256);

  /** Prepares for the value that begins with `byte`. */
  start(byte: number): void {
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#scalar = CLASSES[byte] === WORD;
  }

  /**
   * Goes on until the value ends (true: the window stands behind it) or the bytes do (false). Throws MALFORMED for a bracket that
   * closes another kind and for a byte that JSON does not have outside of strings.
   */
  run(window: JsonWindow): boolean {
    return this.#scalar ? this.#passScalar(window) : this.#passContainer(window);
  }

  #passScalar(window: JsonWindow): boolean {
    const { bytes } = window;
    let { pos } = window;
    while (CLASSES[bytes[pos] as number] === WORD) pos++;
    window.pos = pos;
    return pos < window.end || window.final;
  }

  /** A list, an object or a string. */
  #passContainer(window: JsonWindow): boolean {
    const { bytes, view, end } = window;
    let { pos } = window;
    let depth = this.#depth;
    for (;;) {
      if (this.#inString) {
        pos = this.#passString(window, pos);
        if (this.#inString) break;
        if (depth === 0) {
          window.pos = pos;
          return true;
        }
      }
      const byte = bytes[pos] as number;
      const kind = CLASSES[byte] as number;
      if (kind === STRING) {
        this.#inString = true;
        pos++;
      } else if (kind === BLANK) {
        pos += byte === SPACE && view.getInt32(pos, true) === 0x20202020 ? 4 : 1;
      } else if (kind === WORD) {
        pos++;
      } else if (kind === OPENING) {
        this.#push(depth++, byte);
        pos++;
      } else if (kind === CLOSING) {
        depth--;
        // '[' and ']' differ by 2, as '{' and '}' do.
        if (depth < MAX_KINDS && this.#kinds[depth] !== byte - 2) {
          window.pos = pos;
          window.fail('bracket closes another kind');
        }
        pos++;
        if (depth === 0) {
          window.pos = pos;
          return true;
        }
      } else {
        window.pos = pos;
        if (pos >= end) break;
        window.fail('unexpected character');
      }
    }
    this.#depth = depth;
    window.pos = end;
    return false;
  }

  /** From inside a string to behind its closing quote, or to the end of the bytes with `#inString` still set. */
  #passString(window: JsonWindow, from: number): number {
    const { bytes, view, end } = window;
    let pos = from;
    if (this.#escaped && pos < end) {
      this.#escaped = false;
      pos++;
    }
    for (;;) {
      const word = view.getInt32(pos, true);
      // As in JsonCursor.readString.
      const hits =
        ((word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101) | word) &
        0x80808080;
      if (hits === 0) {
        pos += 4;
        continue;
      }
      pos += (31 - Math.clz32(hits & -hits)) >> 3;
      if (pos >= end) return end;
      const byte = bytes[pos] as number;
      if (byte === QUOTE) {
        this.#inString = false;
        return pos + 1;
      }
      pos += byte === BACKSLASH ? 2 : 1;
      if (pos > end) {
        this.#escaped = true;
        return end;
      }
    }
  }

  #push(depth: number, byte: number): void {
    if (depth >= MAX_KINDS) return;
    if (depth === this.#kinds.length) {
      const kinds = new Uint8Array(depth * 4);
      kinds.set(this.#kinds);
      this.#kinds = kinds;
    }
    this.#kinds[depth] = byte;
  }
}
