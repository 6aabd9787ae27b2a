// What fields hold from the beginning: arrays that compilers lay down in the file and copy when they are wanted.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Metadata } from '../../formats/dotnet/metadata.ts';
import { rowOf, TABLE } from '../../formats/dotnet/schema.ts';
import { typeInSignature } from '../../formats/dotnet/signatures.ts';
import type { MappedView } from '../../formats/mapped-view.ts';

/** Most bytes of one feature. */
const MOST_BYTES = 0x100;

/** Bytes of the largest number. */
const NUMBER_BYTES = 8;
/** First byte of the signature of a field. */
const FIELD = 6;

export class FieldData {
  readonly #view: MappedView;
  readonly #metadata: Metadata;
  /** Sizes that types say they have, by row of the type. */
  readonly #sizes = new IntegerMap<number>();
  /** Places by row of the field. */
  readonly #places = new IntegerMap<number>();

  constructor(metadata: Metadata, view: MappedView) {
    this.#view = view;
    this.#metadata = metadata;
    for (let row = 1; row <= metadata.rows(TABLE.classLayout); row++) {
      const { tables } = metadata;
      this.#sizes.set(tables.cell(TABLE.classLayout, row, 2), tables.cell(TABLE.classLayout, row, 1));
    }
    for (let row = 1; row <= metadata.rows(TABLE.fieldRva); row++) {
      const { tables } = metadata;
      this.#places.set(tables.cell(TABLE.fieldRva, row, 1), tables.cell(TABLE.fieldRva, row, 0));
    }
  }

  /** The first bytes of a field; undefined where it has none, or only zeros. */
  of(field: number): Uint8Array | undefined {
    const rva = this.#places.get(field) ?? 0;
    const bytes = rva === 0 ? undefined : this.#view.fileBytesAt(rva, Math.min(this.#sizeOf(field), MOST_BYTES));
    return bytes?.some((byte) => byte !== 0) ? bytes : undefined;
  }

  #sizeOf(field: number): number {
    const signature = this.#metadata.blob(this.#metadata.fieldSignature(field));
    if (signature === undefined || signature[0] !== FIELD) return MOST_BYTES;
    const type = typeInSignature(signature.subarray(1));
    if (type === undefined) return NUMBER_BYTES;
    return this.#sizes.get(rowOf(type.token).row) || MOST_BYTES;
  }
}
