// What fields hold from the beginning: arrays that compilers lay down in the file and copy when they are wanted.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Metadata } from '../../formats/dotnet/metadata.ts';
import { TABLE } from '../../formats/dotnet/schema.ts';
import type { MappedView } from '../../formats/mapped-view.ts';

/** Most bytes of one feature. */
const MOST_BYTES = 0x100;

export class FieldData {
  readonly #view: MappedView;
  /** Places by row of the field. */
  readonly #places = new IntegerMap<number>();

  constructor(metadata: Metadata, view: MappedView) {
    this.#view = view;
    for (let row = 1; row <= metadata.rows(TABLE.fieldRva); row++) {
      const { tables } = metadata;
      this.#places.set(tables.cell(TABLE.fieldRva, row, 1), tables.cell(TABLE.fieldRva, row, 0));
    }
  }

  /** The first bytes of a field; undefined where it has none, or only zeros. Those behind the field follow, as in native programs. */
  of(field: number): Uint8Array | undefined {
    const rva = this.#places.get(field) ?? 0;
    const bytes = rva === 0 ? undefined : this.#view.fileBytesAt(rva, MOST_BYTES);
    return bytes?.some((byte) => byte !== 0) ? bytes : undefined;
  }
}
