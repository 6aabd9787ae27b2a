// Features of an assembly as a whole: what it imports, its methods, its types and their namespaces.

import { type Address, NO_ADDRESS } from '../../features/address.ts';
import { importNames } from '../../features/api-names.ts';
import type { TextFeatureType } from '../../features/feature.ts';
import type { LocatedFeature } from '../../features/located.ts';
import { TABLE, tokenOf } from '../../formats/dotnet/schema.ts';
import { type Members, ownedRows } from './members.ts';

/** All but its texts, kind by kind, each in the order of its table. */
export function assemblyFeatures(members: Members, isMixed: boolean): LocatedFeature[] {
  const features: LocatedFeature[] = [];
  const add = (type: TextFeatureType, value: string, address: Address): void => {
    features.push({ feature: { type, value }, address });
  };
  addImports(members, add);
  const { metadata } = members;
  for (const [row, type] of ownedRows(metadata, TABLE.methodDef)) {
    for (const name of members.methodDef(row, type)?.names ?? []) add('function name', name, at(TABLE.methodDef, row));
  }
  if (isMixed) add('characteristic', 'mixed mode', NO_ADDRESS);
  addTypes(members, add);
  return features;
}

type Add = (type: TextFeatureType, value: string, address: Address) => void;

function at(table: number, row: number): Address {
  return { type: 'dn token', value: tokenOf(table, row) };
}

function addImports(members: Members, add: Add): void {
  const { metadata } = members;
  for (let row = 1; row <= metadata.rows(TABLE.memberRef); row++) {
    for (const name of members.memberRef(row)?.names ?? []) add('import', name, at(TABLE.memberRef, row));
  }
  for (let row = 1; row <= metadata.rows(TABLE.implMap); row++) {
    const { module, symbol } = members.nativeImport(row);
    const { member } = metadata.nativeImport(row);
    for (const name of importNames(module, symbol)) add('import', name, at(member.table, member.row));
  }
}

function addTypes({ metadata, types }: Members, add: Add): void {
  const namespaces = new Set<string>();
  for (const table of [TABLE.typeDef, TABLE.typeRef]) {
    for (let row = 1; row <= metadata.rows(table); row++) {
      const own = table === TABLE.typeDef ? metadata.typeDef(row) : metadata.typeRef(row);
      namespaces.add(types.text(own.namespace));
      for (const { full } of types.of(tokenOf(table, row)).asType) add('class', full, at(table, row));
    }
  }
  namespaces.delete('');
  for (const namespace of namespaces) add('namespace', namespace, NO_ADDRESS);
}
