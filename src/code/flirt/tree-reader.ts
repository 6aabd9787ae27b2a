// Reads the numbers of a signature tree: big-endian, of variable length, in one of two forms. Which one depends on the version of
// the file (spec: static-native.md, 4.3). Every read is checked; a tree that breaks off throws `TreeDamage`, which only the reader of
// the tree sees.

/** From this version on, offsets and lengths have the long form. */
const FIRST_WITH_LONG_WORDS = 9;

/** The bytes end or hold what cannot be, at `at`. */
export class TreeDamage extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export class TreeReader {
  readonly bytes: Uint8Array;
  readonly version: number;
  readonly #longWords: boolean;
  at = 0;

  constructor(bytes: Uint8Array, version: number) {
    this.bytes = bytes;
    this.version = version;
    this.#longWords = version >= FIRST_WITH_LONG_WORDS;
  }

  u8(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new TreeDamage('the tree breaks off', this.bytes.length);
    this.at++;
    return byte;
  }

  u16(): number {
    return this.u8() * 256 + this.u8();
  }

  /** Up to 15 bits. */
  short(): number {
    const first = this.u8();
    return first < 0x80 ? first : (first & 0x7f) * 256 + this.u8();
  }

  /** Up to 32 bits. */
  long(): number {
    const first = this.u8();
    if (first < 0x80) return first;
    if (first < 0xc0) return (first & 0x7f) * 256 + this.u8();
    if (first < 0xe0) return (first & 0x3f) * 0x100_0000 + this.u8() * 0x1_0000 + this.u16();
    return this.u16() * 0x1_0000 + this.u16();
  }

  /** An offset or a length. */
  word(): number {
    return this.#longWords ? this.long() : this.short();
  }

  skip(count: number): void {
    if (count > this.bytes.length - this.at) throw new TreeDamage('the tree breaks off', this.bytes.length);
    this.at += count;
  }
}
