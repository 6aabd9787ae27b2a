// Messages of protocol buffers as they are on the wire: tags with a field's number and kind, numbers in groups of seven bits, and runs of
// bytes with their length before them. A message is a part of the bytes; nothing is copied.

import type { Integer } from '../../bytes/integer.ts';
import { toNear } from './near.ts';

/** Kinds of fields. */
const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Most of a text that is read, in bytes. */
const MOST_TEXT = 1 << 20;

/** What numbers are added to. */
export interface NumberList {
  add(value: number): void;
}

const asPosition = (value: number): number => (value < 0x80000000 ? value : -1);

/** Text in UTF-8; what is longer than a megabyte is cut. */
export function textAt(bytes: Uint8Array, start: number, length: number): string {
  return decoder.decode(bytes.subarray(start, start + Math.min(length, MOST_TEXT)));
}

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
    const tag = this.#varint();
    this.field = Math.floor(tag / 8);
    this.kind = tag % 8;
    return true;
  }

  /** The number in the field, exact below 2^53. */
  number(): number {
    if (this.kind !== WIRE.varint) this.#fail(`a field is of kind ${this.kind}`);
    return this.#varint();
  }

  #varint(): number {
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

  /** The number of 64 bits in the field, exact. */
  exactNumber(): Integer {
    const start = this.#at;
    const value = this.number();
    return value <= Number.MAX_SAFE_INTEGER ? value : this.#exact(start);
  }

  /** The address in the field, as a number with a sign (`toNear`). */
  address(): number {
    const start = this.#at;
    const value = this.number();
    return value <= Number.MAX_SAFE_INTEGER ? value : toNear(this.#exact(start));
  }

  /** The position in a table in the field; -1 for what can be none. */
  position(): number {
    return asPosition(this.number());
  }

  /** Adds the positions of a repeated field to a list: one, or a run of several. */
  addPositions(list: NumberList): void {
    if (this.kind !== WIRE.bytes) {
      list.add(this.position());
      return;
    }
    const packed = this.message();
    while (packed.#at < packed.#end) list.add(asPosition(packed.#varint()));
  }

  /** Likewise addresses. */
  addAddresses(list: NumberList): void {
    if (this.kind !== WIRE.bytes) {
      list.add(this.address());
      return;
    }
    const packed = this.message();
    packed.kind = WIRE.varint;
    while (packed.#at < packed.#end) list.add(packed.address());
  }

  /** The number that was read from `start` on. */
  #exact(start: number): bigint {
    let exact = 0n;
    for (let at = start; at < this.#at; at++)
      exact |= BigInt((this.#bytes[at] as number) & 0x7f) << BigInt(7 * (at - start));
    return BigInt.asUintN(64, exact);
  }

  /** The message in the field. */
  message(): WireReader {
    const { start, end } = this.#run();
    return new WireReader(this.#bytes, start, end);
  }

  /** Passes over the run of bytes in the field; how long it is. It ends at `at`. */
  length(): number {
    const { start, end } = this.#run();
    return end - start;
  }

  /** The text in the field; of one that is too long for any name its beginning. */
  text(): string {
    const { start, end } = this.#run();
    return textAt(this.#bytes, start, end - start);
  }

  /** Passes over the field. */
  skip(): void {
    switch (this.kind) {
      case WIRE.varint:
        this.#varint();
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
    const length = this.#varint();
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
