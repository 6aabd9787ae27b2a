// Small .NET assemblies, made row by row: metadata with two-byte indexes everywhere, method bodies, and the PE file around them.

import { Buffer } from 'node:buffer';
import { COLUMNS } from '../../src/formats/dotnet/schema.ts';
import { buildPe } from './program-builder.ts';

/** Where the section is that holds all of it. */
const SECTION = 0x2000;
const CLR_HEADER_BYTES = 72;

export interface AssemblyOptions {
  /** Of the CLR header: 1 is no native code, 2 is 32 bits. */
  readonly flags?: number;
  readonly entryPoint?: number;
  readonly bits?: 32 | 64;
  /** Streams that are named besides, or instead of, those that there are. */
  readonly streams?: readonly (readonly [name: string, bytes: Uint8Array])[];
  /** Changes the metadata once it is laid out. */
  readonly change?: (metadata: Buffer) => void;
  /** Native code in a section of its own, which begins at 0x40000. */
  readonly native?: Uint8Array;
}

export class AssemblyBuilder {
  readonly #rows = new Map<number, (readonly number[])[]>();
  readonly #stated = new Map<number, number>();
  readonly #strings: number[] = [0];
  readonly #texts: number[] = [0];
  readonly #blobs: number[] = [0];
  readonly #bodies: number[] = new Array<number>(CLR_HEADER_BYTES).fill(0);

  /** Index of a name; the same text is written again. */
  name(text: string): number {
    return append(this.#strings, [...Buffer.from(text), 0]);
  }

  /** Token of a text that methods load. `units`: UTF-16, any. */
  text(text: string): number {
    const units = [...Buffer.from(text, 'utf16le'), 0];
    return 0x70000000 + append(this.#texts, [...lengthBytes(units.length), ...units]);
  }

  blob(bytes: readonly number[]): number {
    return append(this.#blobs, [...lengthBytes(bytes.length), ...bytes]);
  }

  /** Adds a row; its number. Cells as they are written: coded indexes with their tags. */
  row(table: number, ...cells: number[]): number {
    const rows = this.#rows.get(table) ?? [];
    this.#rows.set(table, rows);
    return rows.push(cells);
  }

  /** States another number of rows than there are. */
  state(table: number, count: number): void {
    this.#stated.set(table, count);
  }

  /** Address of bytes, which begin where 4 divides. */
  data(bytes: Iterable<number>): number {
    while (this.#bodies.length % 4 !== 0) this.#bodies.push(0);
    return SECTION + append(this.#bodies, [...bytes]);
  }

  /** Address of a small method. */
  code(hexadecimal: string): number {
    const code = Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex');
    return this.data([code.length * 4 + 2, ...code]);
  }

  build({ flags = 1, entryPoint = 0, bits = 32, ...options }: AssemblyOptions = {}): Uint8Array {
    const metadata = this.#metadata(options.streams ?? []);
    options.change?.(metadata);
    while (this.#bodies.length % 4 !== 0) this.#bodies.push(0);
    const data = Buffer.concat([Buffer.from(this.#bodies), metadata]);
    const fields = [CLR_HEADER_BYTES, 0x50002, SECTION + this.#bodies.length, metadata.length, flags, entryPoint];
    fields.forEach((value, i) => {
      data.writeUInt32LE(value, i * 4);
    });
    const native = options.native === undefined ? [] : [{ name: '.native', rva: 0x40000, data: options.native }];
    return buildPe({
      bits,
      entryRva: options.native === undefined ? 0 : 0x40000,
      directories: { 14: [SECTION, CLR_HEADER_BYTES] },
      sections: [{ name: '.text', rva: SECTION, data }, ...native],
    });
  }

  #metadata(more: readonly (readonly [string, Uint8Array])[]): Buffer {
    const own: (readonly [string, Uint8Array])[] = [
      ['#~', this.#tables()],
      ['#Strings', Uint8Array.from(this.#strings)],
      ['#US', Uint8Array.from(this.#texts)],
      ['#Blob', Uint8Array.from(this.#blobs)],
    ];
    const streams = [...own, ...more].map(([name, bytes]) => [`${name}\0`, padded(bytes)] as const);
    const headerBytes = streams.reduce((sum, [name]) => sum + 8 + Math.ceil(name.length / 4) * 4, 32);
    const root = Buffer.alloc(headerBytes);
    root.writeUInt32LE(0x424a5342, 0);
    root.writeUInt32LE(0x10001, 4);
    root.writeUInt32LE(12, 12);
    root.write('v4.0.30319', 16);
    root.writeUInt16LE(streams.length, 30);
    let at = 32;
    let offset = headerBytes;
    for (const [name, bytes] of streams) {
      root.writeUInt32LE(offset, at);
      root.writeUInt32LE(bytes.length, at + 4);
      root.write(name, at + 8);
      at += 8 + Math.ceil(name.length / 4) * 4;
      offset += bytes.length;
    }
    return Buffer.concat([root, ...streams.map(([, bytes]) => bytes)]);
  }

  #tables(): Uint8Array {
    const used = [...this.#rows.keys()].sort((a, b) => a - b);
    const header = Buffer.alloc(24 + used.length * 4);
    header.writeBigUInt64LE(
      used.reduce((bits, table) => bits | (1n << BigInt(table)), 0n),
      8,
    );
    const rows: Buffer[] = [];
    used.forEach((table, i) => {
      const cells = this.#rows.get(table) as (readonly number[])[];
      header.writeUInt32LE(this.#stated.get(table) ?? cells.length, 24 + i * 4);
      for (const row of cells) rows.push(rowBytes(table, row));
    });
    return Buffer.concat([header, ...rows]);
  }
}

function rowBytes(table: number, cells: readonly number[]): Buffer {
  const kinds = COLUMNS[table] ?? [];
  const widths = kinds.map((kind) => (kind === 'u32' ? 4 : 2));
  const bytes = Buffer.alloc(widths.reduce((sum: number, width) => sum + width, 0));
  let at = 0;
  widths.forEach((width, i) => {
    bytes.writeUIntLE(cells[i] ?? 0, at, width);
    at += width;
  });
  return bytes;
}

function append(to: number[], bytes: readonly number[]): number {
  const at = to.length;
  for (const byte of bytes) to.push(byte);
  return at;
}

function lengthBytes(length: number): number[] {
  return length < 0x80 ? [length] : [0x80 | (length >> 8), length & 0xff];
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}
