// Growing bytes in which numbers are written as a tree of version 10 has them; see tree-reader.ts.

/** The version that is written. */
export const WRITTEN_VERSION = 10;

export class TreeWriter {
  #bytes = new Uint8Array(256);
  length = 0;

  u8(byte: number): void {
    if (this.length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.length++] = byte;
  }

  u16(value: number): void {
    this.u8(value >>> 8);
    this.u8(value);
  }

  /** Up to 15 bits. */
  short(value: number): void {
    if (value < 0x80) this.u8(value);
    else this.u16(value | 0x8000);
  }

  /** Up to 32 bits. */
  long(value: number): void {
    if (value < 0x4000) {
      // The short form has the same first bit and one more of the value.
      this.short(value);
      return;
    }
    if (value >= 0x2000_0000) this.u8(0xff);
    this.u8(value < 0x2000_0000 ? (value >>> 24) | 0xc0 : value >>> 24);
    this.u8(value >>> 16);
    this.u16(value & 0xffff);
  }

  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.#bytes.length) this.#grow(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What was written; a view, valid until more is. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(2 * (this.length + needed));
    larger.set(this.written());
    this.#bytes = larger;
  }
}
