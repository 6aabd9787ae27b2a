// Metadata of assemblies, sound and damaged: streams, tables, heaps, bodies, signatures.

import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { compressedAt, NameHeap, UserStringHeap } from '../../../../src/formats/dotnet/heaps.ts';
import { Metadata } from '../../../../src/formats/dotnet/metadata.ts';
import { readMethodBody } from '../../../../src/formats/dotnet/method-body.ts';
import { COLUMNS, decodeIndex, TABLE } from '../../../../src/formats/dotnet/schema.ts';
import { typeInSignature } from '../../../../src/formats/dotnet/signatures.ts';
import { TableStream } from '../../../../src/formats/dotnet/table-stream.ts';
import { NameBudget } from '../../../../src/formats/name-budget.ts';
import type { ClrHeader } from '../../../../src/formats/pe/clr.ts';
import { PeFile } from '../../../../src/formats/pe/pe-file.ts';
import { AssemblyBuilder, type AssemblyOptions } from '../../../support/assembly-builder.ts';

const BUDGET = new NameBudget(1_000_000, () => undefined);

function open(builder: AssemblyBuilder, options: AssemblyOptions & { readonly keepsDamaged?: boolean } = {}) {
  const diagnostics = new Diagnostics();
  const pe = new PeFile(builder.build(options), diagnostics);
  const { keepsDamaged = true } = options;
  const metadata = Metadata.read(pe.view, pe.clr as ClrHeader, { diagnostics, keepsDamaged });
  return { pe, metadata, codes: diagnostics.list().map(({ code }) => code) };
}

/** An assembly of one type that is called so. */
function typeCalled(name: string): AssemblyBuilder {
  const builder = new AssemblyBuilder();
  builder.row(TABLE.typeDef, 0, builder.name(name), builder.name('Space'), 0, 1, 1);
  return builder;
}

describe('metadata', () => {
  it('has a version and rows with names', () => {
    const { metadata, codes } = open(typeCalled('Class'));
    expect(metadata?.version).toBe('v4.0.30319');
    expect(metadata?.rows(TABLE.typeDef)).toBe(1);
    expect(metadata?.typeDef(1)).toEqual({
      name: { text: 'Class', isDamaged: false },
      namespace: { text: 'Space', isDamaged: false },
    });
    expect(codes).toEqual([]);
  });

  it('is found also where the headers count fewer tables', () => {
    const bytes = typeCalled('Class').build();
    const view = new DataView(bytes.buffer);
    view.setUint32(0x80 + 24 + 92, 2, true);
    expect(new PeFile(bytes, new Diagnostics()).clr?.isIlOnly).toBe(true);
  });

  it('is none without its signature, or without tables', () => {
    const unsigned = open(typeCalled('Class'), { change: (metadata) => metadata.writeUInt32LE(0) });
    expect([unsigned.metadata, unsigned.codes]).toEqual([undefined, ['dotnet-metadata-unreadable']]);
    const unnamed = open(typeCalled('Class'), { change: (metadata) => metadata.write('#x', 40) });
    expect([unnamed.metadata, unnamed.codes]).toEqual([undefined, ['dotnet-metadata-unreadable']]);
  });

  it('has the last stream of each kind, and says that there are several', () => {
    const { metadata, codes } = open(typeCalled('Class'), { streams: [['#Strings', Buffer.from('\0Other\0More\0')]] });
    expect(metadata?.typeDef(1).name?.text).toBe('Other');
    expect(codes).toEqual(['dotnet-stream-repeated']);
  });

  it('is not hidden behind a stream of tables that is too small for any', () => {
    const { metadata, codes } = open(typeCalled('Class'), { streams: [['#-', new Uint8Array(4)]] });
    expect(metadata?.typeDef(1).name?.text).toBe('Class');
    expect(codes).toEqual([]);
  });

  it('has what is there of streams that end behind the file, and none that begin there', () => {
    const long = open(typeCalled('Class'), { change: (metadata) => metadata.writeUInt32LE(0x7fffffff, 48) });
    expect([long.metadata?.typeDef(1).name?.text, long.codes]).toEqual(['Class', ['dotnet-stream-damaged']]);
    const outside = open(typeCalled('Class'), { change: (metadata) => metadata.writeUInt32LE(0x7fffffff, 44) });
    expect([outside.metadata?.typeDef(1).name, outside.codes]).toEqual([undefined, ['dotnet-stream-damaged']]);
  });

  it('keeps the rows that there are of a table that states more, or none', () => {
    const builder = typeCalled('Class');
    builder.state(TABLE.typeDef, 0x70000000);
    const kept = open(builder);
    expect(kept.metadata?.rows(TABLE.typeDef)).toBeGreaterThan(0);
    expect(kept.codes).toEqual(['dotnet-table-cut']);
    expect(open(builder, { keepsDamaged: false }).metadata?.rows(TABLE.typeDef)).toBe(0);
  });

  it('gives the methods of a type up to those of the next', () => {
    const builder = new AssemblyBuilder();
    for (const first of [1, 3, 9]) builder.row(TABLE.typeDef, 0, 0, 0, 0, 1, first);
    for (let i = 0; i < 4; i++) builder.row(TABLE.methodDef, 0, 0, 0, 0, 0, 1);
    const { metadata } = open(builder);
    expect([1, 2, 3].map((type) => metadata?.methodsOf(type))).toEqual([
      { first: 1, last: 2 },
      { first: 3, last: 4 },
      { first: 9, last: 4 },
    ]);
  });
});

describe('tables', () => {
  it('have wide indexes where a heap or a table is large', () => {
    // MemberRef of 20,000 rows: references to it with two bits of tag need four bytes, those with one do not.
    const rows = 0x9000;
    const bytes = Buffer.alloc(24 + 8 + rows * 10 + 10);
    bytes[6] = 1 | 0x40;
    bytes.writeBigUInt64LE((1n << BigInt(TABLE.memberRef)) | (1n << BigInt(TABLE.methodSpec)), 8);
    bytes.writeUInt32LE(rows, 24);
    bytes.writeUInt32LE(1, 28);
    const at = 36;
    bytes.writeUInt32LE(0x12345, at + 2);
    const wide = Buffer.concat([bytes, Buffer.alloc(32)]);
    wide.writeUInt32LE(0x10003, at + rows * 8);
    const tables = new TableStream(wide, true, new Diagnostics());
    expect(tables.cell(TABLE.memberRef, 1, 1)).toBe(0x12345);
    expect(tables.cell(TABLE.methodSpec, 1, 0)).toBe(0x10003);
    expect([tables.cell(TABLE.memberRef, 0, 1), tables.cell(TABLE.memberRef, rows + 1, 1)]).toEqual([0, 0]);
  });

  it('are all known', () => {
    expect(COLUMNS).toHaveLength(45);
    expect(decodeIndex('memberRefParent', (7 << 3) | 4)).toEqual({ table: TABLE.typeSpec, row: 7 });
    expect(decodeIndex('customAttributeType', 1)).toEqual({ table: -1, row: 0 });
  });
});

describe('heaps', () => {
  it('have names up to a zero byte or their end', () => {
    const names = new NameHeap(Buffer.from('\0one\0tw\xf6\0end', 'latin1'), BUDGET);
    expect([0, 1, 2, 9, 13].map((index) => names.get(index)?.text)).toEqual(['', 'one', 'ne', 'end', undefined]);
    expect(names.get(5)).toEqual({ text: 'tw\ufffd', isDamaged: true });
  });

  it('have texts without a mark of the order of their bytes', () => {
    const entry = (units: string): number[] => {
      const bytes = [...Buffer.from(units, 'utf16le'), 0];
      return [bytes.length, ...bytes];
    };
    const text = (units: string) => new UserStringHeap(Uint8Array.from(entry(units)), BUDGET).get(0);
    expect(text('plain')?.text).toBe('plain');
    expect(text('\ufeffmarked')?.text).toBe('marked');
    expect(text('\ufffe\u4100')?.text).toBe('A');
    expect(text('half \ud800')).toEqual({ text: 'half \ufffd', isDamaged: true });
  });

  it('have lengths of one, two and four bytes', () => {
    expect(compressedAt(Uint8Array.of(0x7f), 0)).toEqual({ value: 0x7f, length: 1 });
    expect(compressedAt(Uint8Array.of(0x81, 0x02), 0)).toEqual({ value: 0x102, length: 2 });
    expect(compressedAt(Uint8Array.of(0xc1, 2, 3, 4), 0)).toEqual({ value: 0x1020304, length: 4 });
    for (const bad of [[], [0x80], [0xc0, 0, 0], [0xff, 0, 0, 0]]) {
      expect(compressedAt(Uint8Array.from(bad), 0)).toBeUndefined();
    }
    expect(new UserStringHeap(Uint8Array.of(9, 0x41), BUDGET).get(0)).toBeUndefined();
  });
});

describe('bodies', () => {
  const body = (bytes: readonly number[]) => {
    const builder = new AssemblyBuilder();
    const rva = builder.data(bytes);
    return readMethodBody(open(builder).pe.view, rva);
  };
  const FAT = (flags: number, size: number): number[] => [flags, 0x30, 8, 0, size, 0, 0, 0, 0, 0, 0, 0];

  it('have small headers and large ones', () => {
    expect(body([(1 << 2) | 2, 0x2a])).toMatchObject({ size: 1, isCut: false, clauses: [] });
    const fat = body([...FAT(3, 2), 0, 0x2a]);
    expect([fat?.size, [...(fat?.code.subarray(0, 2) ?? [])]]).toEqual([2, [0, 0x2a]]);
    for (const format of [0, 1, 4, 5, 7]) expect(body([format, 0x2a])).toBeUndefined();
    expect(readMethodBody(open(typeCalled('Class')).pe.view, 0x7fffff00)).toBeUndefined();
  });

  it('say what handles exceptions', () => {
    const code = [0, 0, 0xdc, 0x2a];
    const small = body([...FAT(0x0b, 4), ...code, 1, 16, 0, 0, 2, 0, 1, 0, 2, 3, 0, 4, 5, 0, 0, 1]);
    const clause = { kind: 2, tryOffset: 1, tryLength: 2, handlerOffset: 3, handlerLength: 4, detail: 0x1000005 };
    expect(small?.clauses).toEqual([clause]);
    const numbers = Buffer.alloc(24);
    [0, 1, 2, 3, 4, 5].forEach((value, i) => {
      numbers.writeUInt32LE(value, i * 4);
    });
    const fat = body([...FAT(0x0b, 4), ...code, 0x41, 28, 0, 0, ...numbers]);
    expect(fat?.clauses).toEqual([
      { kind: 0, tryOffset: 1, tryLength: 2, handlerOffset: 3, handlerLength: 4, detail: 5 },
    ]);
    expect(body([...FAT(0x0b, 4), ...code, 2, 16, 0, 0])?.areClausesDamaged).toBe(true);
    expect(body([...FAT(0x0b, 4), ...code, 0x41, 0xff, 0xff, 0xff])?.areClausesDamaged).toBe(true);
  });
});

describe('signatures of types', () => {
  it.each([
    ['of a generic class', [0x15, 0x12, 0x05, 1, 0x0e], { token: 0x01000001, isElement: false }],
    ['of an array', [0x1d, 0x12, 0x08], { token: 0x02000002, isElement: true }],
    ['of a pointer with a modifier', [0x0f, 0x20, 0x05, 0x11, 0x0c], { token: 0x02000003, isElement: true }],
    ['of an array of integers', [0x1d, 0x08], undefined],
    ['that ends early', [0x15, 0x12], undefined],
    ['that only goes on', new Array<number>(100_000).fill(0x1d), undefined],
  ])('name the type %s', (_, bytes, type) => {
    expect(typeInSignature(Uint8Array.from(bytes))).toEqual(type);
  });
});
