// Tables of .NET metadata and their columns (ECMA-335, II.22 and II.24.2.6). Every table has to be known, for only the sizes of all before it
// tell where one begins.

/** Numbers of tables; the high byte of tokens. */
export const TABLE = {
  module: 0,
  typeRef: 1,
  typeDef: 2,
  fieldPtr: 3,
  field: 4,
  methodPtr: 5,
  methodDef: 6,
  paramPtr: 7,
  param: 8,
  interfaceImpl: 9,
  memberRef: 10,
  constant: 11,
  customAttribute: 12,
  declSecurity: 14,
  classLayout: 15,
  standAloneSig: 17,
  eventMap: 18,
  eventPtr: 19,
  event: 20,
  propertyMap: 21,
  propertyPtr: 22,
  property: 23,
  methodSemantics: 24,
  moduleRef: 26,
  typeSpec: 27,
  implMap: 28,
  fieldRva: 29,
  assembly: 32,
  assemblyRef: 35,
  file: 38,
  exportedType: 39,
  manifestResource: 40,
  nestedClass: 41,
  genericParam: 42,
  methodSpec: 43,
  genericParamConstraint: 44,
} as const;

/** Kind of token of user strings; there is no such table. */
export const USER_STRING = 0x70;

const NONE = -1;

interface CodedIndex {
  readonly tagBits: number;
  /** Tables by tag; -1 for tags that mean nothing. */
  readonly tables: readonly number[];
}

export type CodedName =
  | 'typeDefOrRef'
  | 'hasConstant'
  | 'hasCustomAttribute'
  | 'hasFieldMarshal'
  | 'hasDeclSecurity'
  | 'memberRefParent'
  | 'hasSemantics'
  | 'methodDefOrRef'
  | 'memberForwarded'
  | 'implementation'
  | 'customAttributeType'
  | 'resolutionScope'
  | 'typeOrMethodDef';

/** Indexes whose low bits say into which table they lead. */
export const CODED: Readonly<Record<CodedName, CodedIndex>> = {
  typeDefOrRef: { tagBits: 2, tables: [TABLE.typeDef, TABLE.typeRef, TABLE.typeSpec] },
  hasConstant: { tagBits: 2, tables: [TABLE.field, TABLE.param, TABLE.property] },
  hasCustomAttribute: {
    tagBits: 5,
    tables: [
      ...[TABLE.methodDef, TABLE.field, TABLE.typeRef, TABLE.typeDef, TABLE.param, TABLE.interfaceImpl],
      ...[TABLE.memberRef, TABLE.module, TABLE.declSecurity, TABLE.property, TABLE.event, TABLE.standAloneSig],
      ...[TABLE.moduleRef, TABLE.typeSpec, TABLE.assembly, TABLE.assemblyRef, TABLE.file, TABLE.exportedType],
      ...[TABLE.manifestResource, TABLE.genericParam, TABLE.genericParamConstraint, TABLE.methodSpec],
    ],
  },
  hasFieldMarshal: { tagBits: 1, tables: [TABLE.field, TABLE.param] },
  hasDeclSecurity: { tagBits: 2, tables: [TABLE.typeDef, TABLE.methodDef, TABLE.assembly] },
  memberRefParent: {
    tagBits: 3,
    tables: [TABLE.typeDef, TABLE.typeRef, TABLE.moduleRef, TABLE.methodDef, TABLE.typeSpec],
  },
  hasSemantics: { tagBits: 1, tables: [TABLE.event, TABLE.property] },
  methodDefOrRef: { tagBits: 1, tables: [TABLE.methodDef, TABLE.memberRef] },
  memberForwarded: { tagBits: 1, tables: [TABLE.field, TABLE.methodDef] },
  implementation: { tagBits: 2, tables: [TABLE.file, TABLE.assemblyRef, TABLE.exportedType] },
  customAttributeType: { tagBits: 3, tables: [NONE, NONE, TABLE.methodDef, TABLE.memberRef, NONE] },
  resolutionScope: { tagBits: 2, tables: [TABLE.module, TABLE.moduleRef, TABLE.assemblyRef, TABLE.typeRef] },
  typeOrMethodDef: { tagBits: 1, tables: [TABLE.typeDef, TABLE.methodDef] },
};

/** `u8` has a byte of padding behind it. A number is an index into that table. */
export type ColumnKind = 'u8' | 'u16' | 'u32' | 'string' | 'guid' | 'blob' | CodedName | number;

/** Columns by table number. */
export const COLUMNS: readonly (readonly ColumnKind[])[] = [
  ['u16', 'string', 'guid', 'guid', 'guid'],
  ['resolutionScope', 'string', 'string'],
  ['u32', 'string', 'string', 'typeDefOrRef', TABLE.field, TABLE.methodDef],
  [TABLE.field],
  ['u16', 'string', 'blob'],
  [TABLE.methodDef],
  ['u32', 'u16', 'u16', 'string', 'blob', TABLE.param],
  [TABLE.param],
  ['u16', 'u16', 'string'],
  [TABLE.typeDef, 'typeDefOrRef'],
  ['memberRefParent', 'string', 'blob'],
  ['u8', 'hasConstant', 'blob'],
  ['hasCustomAttribute', 'customAttributeType', 'blob'],
  ['hasFieldMarshal', 'blob'],
  ['u16', 'hasDeclSecurity', 'blob'],
  ['u16', 'u32', TABLE.typeDef],
  ['u32', TABLE.field],
  ['blob'],
  [TABLE.typeDef, TABLE.event],
  [TABLE.event],
  ['u16', 'string', 'typeDefOrRef'],
  [TABLE.typeDef, TABLE.property],
  [TABLE.property],
  ['u16', 'string', 'blob'],
  ['u16', TABLE.methodDef, 'hasSemantics'],
  [TABLE.typeDef, 'methodDefOrRef', 'methodDefOrRef'],
  ['string'],
  ['blob'],
  ['u16', 'memberForwarded', 'string', TABLE.moduleRef],
  ['u32', TABLE.field],
  ['u32', 'u32'],
  ['u32'],
  ['u32', 'u16', 'u16', 'u16', 'u16', 'u32', 'blob', 'string', 'string'],
  ['u32'],
  ['u32', 'u32', 'u32'],
  ['u16', 'u16', 'u16', 'u16', 'u32', 'blob', 'string', 'string', 'blob'],
  ['u32', TABLE.assemblyRef],
  ['u32', 'u32', 'u32', TABLE.assemblyRef],
  ['u32', 'string', 'blob'],
  ['u32', 'u32', 'string', 'string', 'implementation'],
  ['u32', 'u32', 'string', 'implementation'],
  [TABLE.typeDef, TABLE.typeDef],
  ['u16', 'u16', 'typeOrMethodDef', 'string'],
  ['methodDefOrRef', 'blob'],
  [TABLE.genericParam, 'typeDefOrRef'],
];

/** A row of a table; row numbers begin with 1, and 0 is none. */
export interface RowReference {
  readonly table: number;
  readonly row: number;
}

/** What a coded index leads to; table -1 where its tag means nothing. */
export function decodeIndex(name: CodedName, value: number): RowReference {
  const { tagBits, tables } = CODED[name];
  return { table: tables[value % 2 ** tagBits] ?? NONE, row: Math.floor(value / 2 ** tagBits) };
}

export function tokenOf(table: number, row: number): number {
  return table * 0x1000000 + row;
}

export function rowOf(token: number): RowReference {
  return { table: token >>> 24, row: token & 0xffffff };
}
