// The metadata of a .NET assembly: its tables as typed rows, its heaps. Nothing here knows features or code.

import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedView } from '../mapped-view.ts';
import { NameBudget } from '../name-budget.ts';
import type { ClrHeader } from '../pe/clr.ts';
import type { DotnetCode } from './codes.ts';
import { BlobHeap, type HeapText, NameHeap, UserStringHeap } from './heaps.ts';
import { type MetadataRoot, readMetadataRoot, type StreamKind } from './root.ts';
import { decodeIndex, type RowReference, TABLE } from './schema.ts';
import { TableStream } from './table-stream.ts';

export type Name = HeapText | undefined;

export interface TypeRow {
  readonly name: Name;
  readonly namespace: Name;
}

export interface MethodRow {
  readonly rva: number;
  readonly implFlags: number;
  readonly flags: number;
  readonly name: Name;
  /** Index into the heap of signatures. */
  readonly signature: number;
}

export interface MemberRow {
  readonly parent: RowReference;
  readonly name: Name;
  readonly signature: number;
}

export interface NativeImportRow {
  readonly member: RowReference;
  readonly name: Name;
  /** The row of the module; undefined where it is missing. */
  readonly module: { readonly name: Name } | undefined;
}

export interface MetadataOptions {
  readonly diagnostics: Diagnostics<DotnetCode>;
  /** Whether what is left of damaged streams and tables is read. */
  readonly keepsDamaged: boolean;
}

export class Metadata {
  readonly version: string;
  readonly tables: TableStream;
  readonly #names: NameHeap;
  readonly #userStrings: UserStringHeap;
  readonly #blobs: BlobHeap;

  private constructor(
    root: MetadataRoot,
    bytes: Uint8Array,
    tables: TableStream,
    diagnostics: Diagnostics<DotnetCode>,
  ) {
    const heap = (kind: StreamKind): Uint8Array => {
      const { offset = 0, size = 0 } = root.streams.get(kind) ?? {};
      return bytes.subarray(offset, offset + size);
    };
    const budget = (what: string): NameBudget =>
      new NameBudget(bytes.length, () =>
        diagnostics.add('warning', 'dotnet-names-cut', `The metadata has more ${what} than are read.`),
      );
    this.version = root.version;
    this.tables = tables;
    this.#names = new NameHeap(heap('strings'), budget('names'));
    this.#userStrings = new UserStringHeap(heap('userStrings'), budget('texts'));
    this.#blobs = new BlobHeap(heap('blob'));
  }

  /** Undefined, with a diagnostic, where there is no metadata that can be read. */
  static read(view: MappedView, clr: ClrHeader, options: MetadataOptions): Metadata | undefined {
    const { diagnostics, keepsDamaged } = options;
    const bytes = view.fileBytesAt(clr.metadata.rva, Number.MAX_SAFE_INTEGER);
    const root = readMetadataRoot(bytes, diagnostics);
    const stream = root?.streams.get('tables');
    // Sizes of streams lie more often than counts of rows.
    const end = keepsDamaged || stream === undefined ? undefined : stream.offset + stream.size;
    const tables = stream === undefined ? undefined : bytes.subarray(stream.offset, end);
    if (root === undefined || tables === undefined || !TableStream.isIn(tables)) {
      const missing = root === undefined ? 'no metadata' : 'no tables in its metadata';
      const message = `This has the header of a .NET assembly, but ${missing}; it is read as a native program.`;
      diagnostics.add('warning', 'dotnet-metadata-unreadable', message);
      return undefined;
    }
    return new Metadata(root, bytes, new TableStream(tables, keepsDamaged, diagnostics), diagnostics);
  }

  rows(table: number): number {
    return this.tables.rows(table);
  }

  has({ table, row }: RowReference): boolean {
    return row >= 1 && row <= this.tables.rows(table);
  }

  userString(index: number): HeapText | undefined {
    return this.#userStrings.get(index);
  }

  blob(index: number): Uint8Array | undefined {
    return this.#blobs.get(index);
  }

  typeRef(row: number): TypeRow & { readonly scope: RowReference } {
    const scope = decodeIndex('resolutionScope', this.tables.cell(TABLE.typeRef, row, 0));
    return { scope, name: this.#name(TABLE.typeRef, row, 1), namespace: this.#name(TABLE.typeRef, row, 2) };
  }

  typeDef(row: number): TypeRow {
    return { name: this.#name(TABLE.typeDef, row, 1), namespace: this.#name(TABLE.typeDef, row, 2) };
  }

  /** Rows of the fields of a type. */
  fieldsOf(type: number): RowRange {
    return this.#range(type, 4, TABLE.field);
  }

  /** Rows of the methods of a type. */
  methodsOf(type: number): RowRange {
    return this.#range(type, 5, TABLE.methodDef);
  }

  fieldName(row: number): Name {
    return this.#name(TABLE.field, row, 1);
  }

  fieldSignature(row: number): number {
    return this.tables.cell(TABLE.field, row, 2);
  }

  methodDef(row: number): MethodRow {
    const cell = (column: number): number => this.tables.cell(TABLE.methodDef, row, column);
    const name = this.#name(TABLE.methodDef, row, 3);
    return { rva: cell(0), implFlags: cell(1), flags: cell(2), name, signature: cell(4) };
  }

  memberRef(row: number): MemberRow {
    const parent = decodeIndex('memberRefParent', this.tables.cell(TABLE.memberRef, row, 0));
    const signature = this.tables.cell(TABLE.memberRef, row, 2);
    return { parent, name: this.#name(TABLE.memberRef, row, 1), signature };
  }

  /** Which method a generic one with its types filled in is made of. */
  methodSpec(row: number): RowReference {
    return decodeIndex('methodDefOrRef', this.tables.cell(TABLE.methodSpec, row, 0));
  }

  /** Index into the heap of signatures. */
  typeSpec(row: number): number {
    return this.tables.cell(TABLE.typeSpec, row, 0);
  }

  nativeImport(row: number): NativeImportRow {
    const member = decodeIndex('memberForwarded', this.tables.cell(TABLE.implMap, row, 1));
    const scope = this.tables.cell(TABLE.implMap, row, 3);
    const isThere = this.has({ table: TABLE.moduleRef, row: scope });
    const module = isThere ? { name: this.#name(TABLE.moduleRef, scope, 0) } : undefined;
    return { member, name: this.#name(TABLE.implMap, row, 2), module };
  }

  methodSemantics(row: number): { readonly bits: number; readonly method: number; readonly of: RowReference } {
    const cell = (column: number): number => this.tables.cell(TABLE.methodSemantics, row, column);
    return { bits: cell(0), method: cell(1), of: decodeIndex('hasSemantics', cell(2)) };
  }

  #name(table: number, row: number, column: number): Name {
    return this.#names.get(this.tables.cell(table, row, column));
  }

  /** A run goes on to where that of the next type begins. */
  #range(type: number, column: number, table: number): RowRange {
    const first = this.tables.cell(TABLE.typeDef, type, column);
    const rows = this.tables.rows(table);
    const isLast = type >= this.tables.rows(TABLE.typeDef);
    const next = isLast ? rows + 1 : this.tables.cell(TABLE.typeDef, type + 1, column);
    return { first: Math.max(first, 1), last: Math.min(next - 1, rows) };
  }
}

/** Rows from the first to the last; none where the last comes first. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}
