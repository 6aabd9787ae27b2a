// Passes over one JSON value without reading it, however large or deep, and can stop and go on at any byte. Checks that brackets
// close what they opened and that strings end; everything else inside is taken as it comes. Hot file, as json-cursor.ts.

import { EIGHT_SPACES, type JsonWindow } from './json-window.ts';

/** Levels whose kind of bracket is remembered; deeper ones are only counted. */
const MAX_KINDS = 1 << 20;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** Classes of bytes outside of strings; 0: JSON has no such byte there. */
const BLANK = 1;
const WORD = 2;
const OPENING = 3;
const CLOSING = 4;
const CLASSES: Uint8Array = (() => {
  const classes = new Uint8Array(256);
  const set = (chars: string, kind: number): void => {
    for (const char of chars) classes[char.charCodeAt(0)] = kind;
  };
  set(' \t\r\n,:', BLANK);
  set('+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', WORD);
  set('[{', OPENING);
  set(']}', CLOSING);
  return classes;
})();

export class JsonSkip {
  #depth = 0;
  #scalar = false;
  #inString = false;
  /** The part of the string that lay in the window before ended in an odd number of backslashes. */
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
    let byte = this.#inString ? QUOTE : (bytes[pos] as number);
    if (this.#inString) pos--;
    for (;;) {
      if (byte === QUOTE) {
        pos = this.#passString(window, pos + 1);
        if (this.#inString) break;
        if (depth === 0) {
          window.pos = pos;
          return true;
        }
        // What most often follows: `: ` or `,` and a new line.
        byte = bytes[pos] as number;
        if (byte === COLON && bytes[pos + 1] === SPACE) pos += 2;
        else if (byte === COMMA && bytes[pos + 1] === LINE_FEED) pos = passIndent(view, pos + 2);
      } else if (byte === LINE_FEED) {
        pos = passIndent(view, pos + 1);
      } else {
        const kind = CLASSES[byte] as number;
        if (kind === OPENING) {
          this.#push(depth++, byte);
        } else if (kind === CLOSING) {
          depth--;
          // '[' and ']' differ by 2, as '{' and '}' do.
          if (depth < MAX_KINDS && this.#kinds[depth] !== byte - 2) {
            window.pos = pos;
            window.fail('bracket closes another kind');
          }
          if (depth === 0) {
            window.pos = pos + 1;
            return true;
          }
        } else if (kind === 0) {
          window.pos = pos;
          if (pos >= end) break;
          window.fail('unexpected character');
        }
        pos++;
      }
      byte = bytes[pos] as number;
    }
    this.#depth = depth;
    window.pos = end;
    return false;
  }

  /** From inside a string to behind its closing quote, or to the end of the bytes with `#inString` still set. */
  #passString(window: JsonWindow, from: number): number {
    const { bytes, view, end } = window;
    let pos = from;
    this.#inString = true;
    for (;;) {
      const word = view.getInt32(pos, true);
      // As in JsonCursor.readString.
      const hits = ((word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | word) & 0x80808080;
      if (hits === 0) {
        pos += 4;
        continue;
      }
      pos += (31 - Math.clz32(hits & -hits)) >> 3;
      const byte = bytes[pos];
      if (byte === QUOTE && ((bytes[pos - 1] !== BACKSLASH && pos > from) || !this.#isEscaped(bytes, from, pos))) {
        this.#inString = false;
        this.#escaped = false;
        return pos + 1;
      }
      if (byte === 0 && pos >= end) {
        this.#escaped = this.#isEscaped(bytes, from, end);
        return end;
      }
      pos++;
    }
  }

  /** Whether an odd number of backslashes stands before `pos`; `from` is where the string, or its part in this window, begins. */
  #isEscaped(bytes: Uint8Array, from: number, pos: number): boolean {
    let start = pos;
    while (start > from && bytes[start - 1] === BACKSLASH) start--;
    const odd = ((pos - start) & 1) === 1;
    return start === from && this.#escaped ? !odd : odd;
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

/** Passes over spaces, eight at a time while there are so many. */
function passIndent(view: DataView, from: number): number {
  let pos = from;
  while (view.getFloat64(pos, true) === EIGHT_SPACES) pos += 8;
  if (view.getInt32(pos, true) === 0x20202020) pos += 4;
  while (view.getUint8(pos) === SPACE) pos++;
  return pos;
}
