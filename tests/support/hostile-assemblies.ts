// Assemblies that are made to do harm, each as large as wanted.

import { TABLE } from '../../src/formats/dotnet/schema.ts';
import { AssemblyBuilder, type AssemblyOptions } from './assembly-builder.ts';
import { smallAssembly } from './small-assembly.ts';

interface HostileAssembly {
  readonly title: string;
  readonly format: 'dotnet';
  readonly build: (size: number) => Uint8Array;
}

/** Indexes have two bytes here, of which tags take two bits. */
const MOST_ROWS = 0x3fff;

function rowsIn(size: number, bytes: number): number {
  return Math.min(Math.floor(size / bytes), MOST_ROWS);
}

/** As many methods as there is room for beside a body that all have. */
function methods(size: number, body: readonly number[] | Uint8Array, options: AssemblyOptions = {}): Uint8Array {
  const builder = new AssemblyBuilder();
  const rva = builder.data(body);
  const name = builder.name('M');
  builder.row(TABLE.typeDef, 0, name, 0, 0, 1, 1);
  for (let i = 0; i < rowsIn(size, 14); i++) builder.row(TABLE.methodDef, rva, 0, 0x10, name, 0, 1);
  return builder.build(options);
}

/** A method with a header of twelve bytes. */
function fatBody(code: Uint8Array): Uint8Array {
  const body = Buffer.alloc(12 + code.length);
  body.writeUInt16LE(0x3003, 0);
  body.writeUInt32LE(code.length, 4);
  body.set(code, 12);
  return body;
}

/** A switch with as many targets as there is room for, which is all of the method. */
function largeSwitch(size: number): Uint8Array {
  const targets = Math.floor(size / 4);
  const code = Buffer.alloc(5 + targets * 4);
  code[0] = 0x45;
  code.writeUInt32LE(targets, 1);
  for (let i = 0; i < targets; i++) code.writeInt32LE(-i, 5 + i * 4);
  return code;
}

/** Calls and texts whose tokens differ all. */
function differentTokens(size: number): Uint8Array {
  const code = Buffer.alloc(Math.floor(size / 10) * 10);
  for (let at = 0; at < code.length; at += 10) {
    code[at] = 0x28;
    code.writeUInt32LE(0x0a000000 + (at & 0xffffff), at + 1);
    code[at + 5] = 0x72;
    code.writeUInt32LE(0x70000000 + (at & 0xffffff), at + 6);
  }
  return code;
}

/** Members of types that are nested as deep as there are rows, each with a long name. */
function nested(size: number, isCircle: boolean): Uint8Array {
  const builder = new AssemblyBuilder();
  const name = builder.name('N'.repeat(2000));
  // Indexes with tags have 13 bits for rows.
  const types = Math.min(rowsIn(size, 30), 8000);
  for (let row = 1; row <= types; row++) {
    const outer = isCircle ? (row % types) + 1 : row - 1;
    builder.row(TABLE.typeRef, (outer << 2) | 3, name, 0);
    builder.row(TABLE.memberRef, (row << 3) | 1, name, 0);
    builder.row(TABLE.typeDef, 0, name, name, 0, 1, 1);
    builder.row(TABLE.nestedClass, row, isCircle ? (row % types) + 1 : Math.max(row - 1, 1));
  }
  return builder.build();
}

/** Names that each begin one character behind the other in one long text. */
function overlappingNames(size: number): Uint8Array {
  const builder = new AssemblyBuilder();
  const length = Math.min(size, MOST_ROWS);
  const first = builder.name('n'.repeat(length));
  for (let i = 0; i < length; i++) builder.row(TABLE.typeRef, 0, first + i, first + (i >> 1));
  return builder.build();
}

function hostile(title: string, build: (size: number) => Uint8Array): HostileAssembly {
  return { title: `an assembly of ${title}`, format: 'dotnet', build };
}

export const HOSTILE_ASSEMBLIES: readonly HostileAssembly[] = [
  hostile('methods that all have one long body', (size) => methods(size / 2, fatBody(new Uint8Array(size / 2)))),
  hostile('methods that are one large switch each', (size) => methods(size / 2, fatBody(largeSwitch(size / 2)))),
  hostile('methods that call and load what differs each time', (size) =>
    methods(200, fatBody(differentTokens(Math.floor(size))), { streams: [['#US', new Uint8Array(size).fill(0xbf)]] }),
  ),
  hostile('a long method that goes back everywhere', (size) =>
    methods(14, fatBody(new Uint8Array(Buffer.alloc(size, Buffer.from('2b80', 'hex'))))),
  ),
  hostile('types in each other', (size) => nested(size, false)),
  hostile('types in a circle', (size) => nested(size, true)),
  hostile('names in one text', overlappingNames),
  hostile('runs of methods that overlap', (size) => {
    const builder = new AssemblyBuilder();
    const rva = builder.code('2a');
    for (let i = 0; i < rowsIn(size, 28); i++) {
      builder.row(TABLE.typeDef, 0, 0, 0, 0, 1, i % 2 === 0 ? 1 : MOST_ROWS);
      builder.row(TABLE.methodDef, rva, 0, 0x10, 0, 0, 1);
    }
    return builder.build();
  }),
  hostile('tables with more rows than the file has bytes', () => {
    const builder = new AssemblyBuilder();
    for (const table of [TABLE.typeRef, TABLE.typeDef, TABLE.methodDef, TABLE.nestedClass, TABLE.implMap]) {
      builder.row(table, 1, 1, 1, 1, 1, 1);
      builder.state(table, 0xffffffff);
    }
    return builder.build();
  }),
  hostile('streams that lie', () =>
    smallAssembly({
      streams: [
        ['#~', new Uint8Array(3)],
        ['#Strings', new Uint8Array(1)],
      ],
      change: (metadata) => {
        metadata.writeUInt16LE(0xffff, 30);
      },
    }),
  ),
];
