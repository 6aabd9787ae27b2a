// Bytes between the quotes of a JSON string -> text. Hostile reports hold bytes that are not UTF-8, halves of surrogate pairs and
// escapes that do not exist; each is replaced or kept, never fatal, and noted. Hot file: escapes are resolved on bytes, so that
// one decoding step makes a flat string (most distinct values of a report are paths full of backslashes).

/** What was wrong with a text, as bits. */
export const TEXT_PROBLEMS = { badUtf8: 1, loneSurrogate: 2, badEscape: 4, control: 8 } as const;

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const TOLERANT = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const REPLACEMENT = 0xfffd;
const FIRST_SCRATCH = 1 << 12;
/** A scratch that grew beyond this for one text is given up afterwards. */
const KEPT_SCRATCH = 1 << 20;

/** Byte that a letter behind a backslash stands for; 0 for `u` and for letters that mean nothing. */
const ESCAPES: Uint8Array = (() => {
  const escapes = new Uint8Array(256);
  const letters = '"\\/bfnrt';
  const meanings = '"\\/\b\f\n\r\t';
  for (let i = 0; i < letters.length; i++) escapes[letters.charCodeAt(i)] = meanings.charCodeAt(i);
  return escapes;
})();

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** The unit that the four hexadecimal digits at `at` spell, or -1. */
function readUnit(view: DataView, at: number, end: number): number {
  if (at + 4 > end) return -1;
  let unit = 0;
  for (let i = at; i < at + 4; i++) {
    const digit = hexDigit(view.getUint8(i));
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

/** Decodes strings. */
export class JsonTextDecoder {
  /** TEXT_PROBLEMS bits that were met since somebody cleared them. */
  problems = 0;
  #scratch = new DataView(new ArrayBuffer(FIRST_SCRATCH));
  #length = 0;

  /** Text without escapes. Bytes that are not UTF-8 become U+FFFD. */
  decode(bytes: Uint8Array): string {
    try {
      return STRICT.decode(bytes);
    } catch {
      this.problems |= TEXT_PROBLEMS.badUtf8;
      return TOLERANT.decode(bytes);
    }
  }

  /**
   * Text with escapes: the bytes from `start` to `end` of what `view` shows. Lone surrogates become U+FFFD; an escape that does
   * not exist keeps its backslash.
   */
  decodeEscaped(view: DataView, start: number, end: number): string {
    // No escape is shorter than the UTF-8 of what it stands for; words are written whole.
    const needed = end - start + 4;
    if (this.#scratch.byteLength < needed) this.#scratch = new DataView(new ArrayBuffer(needed * 2));
    const scratch = this.#scratch;
    let length = 0;
    for (let at = start; at < end; ) {
      if (at + 4 <= end) {
        const word = view.getInt32(at, true);
        scratch.setInt32(length, word, true);
        // As in JsonCursor.readString, but bytes beyond ASCII are not marked.
        const other = word ^ 0x5c5c5c5c;
        const hits = (other - 0x01010101) & ~other & 0x80808080;
        const plain = hits === 0 ? 4 : (31 - Math.clz32(hits & -hits)) >> 3;
        at += plain;
        length += plain;
        if (hits === 0) continue;
      } else if (view.getUint8(at) !== BACKSLASH) {
        scratch.setUint8(length++, view.getUint8(at++));
        continue;
      }
      const letter = at + 1 < end ? view.getUint8(at + 1) : 0;
      const meaning = ESCAPES[letter] as number;
      if (meaning !== 0) {
        scratch.setUint8(length++, meaning);
        at += 2;
      } else {
        this.#length = length;
        at = letter === LETTER_U ? this.#putUnit(view, at + 2, end) : this.#keepBackslash(at + 1);
        length = this.#length;
      }
    }
    const text = this.decode(new Uint8Array(scratch.buffer, 0, length));
    if (scratch.byteLength > KEPT_SCRATCH) this.#scratch = new DataView(new ArrayBuffer(FIRST_SCRATCH));
    return text;
  }

  /** The escape whose digits are at `at`; returns where to go on. */
  #putUnit(view: DataView, at: number, end: number): number {
    const unit = readUnit(view, at, end);
    if (unit < 0) return this.#keepBackslash(at - 1);
    if (unit < 0xd800 || unit > 0xdfff) {
      this.#put(unit);
      return at + 4;
    }
    const isFirst = unit < 0xdc00 && at + 10 <= end;
    const isPair = isFirst && view.getUint8(at + 4) === BACKSLASH && view.getUint8(at + 5) === LETTER_U;
    const second = isPair ? readUnit(view, at + 6, end) : -1;
    if (second >= 0xdc00 && second <= 0xdfff) {
      this.#put(0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00));
      return at + 10;
    }
    this.problems |= TEXT_PROBLEMS.loneSurrogate;
    this.#put(REPLACEMENT);
    return at + 4;
  }

  /** Goes on behind a backslash that stays; what follows it is ordinary text. */
  #keepBackslash(at: number): number {
    this.problems |= TEXT_PROBLEMS.badEscape;
    this.#scratch.setUint8(this.#length++, BACKSLASH);
    return at;
  }

  /** Appends a code point as UTF-8. */
  #put(code: number): void {
    const scratch = this.#scratch;
    if (code < 0x80) {
      scratch.setUint8(this.#length++, code);
      return;
    }
    if (code < 0x800) {
      scratch.setUint8(this.#length++, 0xc0 | (code >> 6));
    } else {
      if (code < 0x10000) {
        scratch.setUint8(this.#length++, 0xe0 | (code >> 12));
      } else {
        scratch.setUint8(this.#length++, 0xf0 | (code >> 18));
        scratch.setUint8(this.#length++, 0x80 | ((code >> 12) & 0x3f));
      }
      scratch.setUint8(this.#length++, 0x80 | ((code >> 6) & 0x3f));
    }
    scratch.setUint8(this.#length++, 0x80 | (code & 0x3f));
  }
}
