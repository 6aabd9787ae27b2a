// Messages of protocol buffers as they are on the wire: tags with a field's number and kind, numbers in groups of seven bits, and runs of
// bytes with their length before them. A message is a part of the bytes; nothing is copied.

/** Kinds of fields. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, group: 3, groupEnd: 4, fixed32: 5 } as const;

const decoder = new TextDecoder();

/** Thrown where a message ends in the middle of a field, or a field is of no kind that there is. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** Reads one message, field by field: `next`, then one of the readers or `skip`. */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  /** Of the latest field. */
  field = 0;
  kind = 0;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** Where the next byte is. */
  get at(): number {
    return this.#at;
  }

  /** Goes on to the next field; false at the end. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    const tag = this.varint();
    this.field = Math.floor(tag / 8);
    this.kind = tag % 8;
    return true;
  }

  /** A number, exact below 2^53; of a negative 32-bit one its 64-bit form. */
  varint(): number {
    const bytes = this.#bytes;
    let byte = this.#byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let factor = 0x80;
    for (let i = 1; i < 10; i++) {
      byte = this.#at < this.#end ? (bytes[this.#at++] as number) : this.#fail('a number ends too early');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
    return this.#fail('a number is too long');
  }

  /** A number of 64 bits, exact. */
  varint64(): number | bigint {
    const start = this.#at;
    const value = this.varint();
    if (value <= Number.MAX_SAFE_INTEGER) return value;
    let exact = 0n;
    for (let at = start; at < this.#at; at++)
      exact |= BigInt((this.#bytes[at] as number) & 0x7f) << BigInt(7 * (at - start));
    return BigInt.asUintN(64, exact);
  }

  /** A position in a table: a number of 32 bits; -1 for negative ones. */
  int32(): number {
    const value = this.varint();
    return value < 0x80000000 ? value : -1;
  }

  /** The message in the field. */
  message(): WireReader {
    const { start, end } = this.#run();
    return new WireReader(this.#bytes, start, end);
  }

  bytes(): Uint8Array {
    const { start, end } = this.#run();
    return this.#bytes.subarray(start, end);
  }

  /** Length of the run of bytes in the field, which is passed over. */
  length(): number {
    const { start, end } = this.#run();
    return end - start;
  }

  text(): string {
    return decoder.decode(this.bytes());
  }

  /** Numbers of a repeated field: one, or a run of several. */
  *repeated(): Generator<number, void, void> {
    if (this.kind !== WIRE.bytes) {
      yield this.varint();
      return;
    }
    const packed = this.message();
    while (packed.#at < packed.#end) yield packed.varint();
  }

  /** Passes over the field. */
  skip(): void {
    switch (this.kind) {
      case WIRE.varint:
        this.varint();
        return;
      case WIRE.fixed64:
        this.#take(8);
        return;
      case WIRE.bytes:
        this.#run();
        return;
      case WIRE.fixed32:
        this.#take(4);
        return;
      default:
        this.#fail(`a field is of kind ${this.kind}`);
    }
  }

  #byte(): number {
    return this.#at < this.#end ? (this.#bytes[this.#at++] as number) : this.#fail('a number ends too early');
  }

  #run(): { start: number; end: number } {
    if (this.kind !== WIRE.bytes) this.#fail(`a field is of kind ${this.kind}`);
    const length = this.varint();
    const start = this.#at;
    this.#take(length);
    return { start, end: this.#at };
  }

  #take(count: number): void {
    if (count > this.#end - this.#at) this.#fail('a field ends too early');
    this.#at += count;
  }

  #fail(message: string): never {
    throw new WireError(message);
  }
}
