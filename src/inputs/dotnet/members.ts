// What tokens of methods and fields stand for: names, the types that own them, and functions of native libraries.

import { toHexadecimal } from '../../bytes/hexadecimal.ts';
import { IntegerMap } from '../../bytes/integer-map.ts';
import { callNames, importNames } from '../../features/api-names.ts';
import type { MemberRow, Metadata } from '../../formats/dotnet/metadata.ts';
import { type RowReference, rowOf, TABLE, tokenOf } from '../../formats/dotnet/schema.ts';
import { typeInSignature } from '../../formats/dotnet/signatures.ts';
import type { Semantics } from '../../semantics.ts';
import type { TypeName, TypeNames } from './type-names.ts';

export type Access = 'read' | 'write';

/** A method or field that has a name in the metadata. */
export interface Member {
  /** `Namespace.Class::member`, in each spelling. */
  readonly names: readonly string[];
  readonly owners: readonly TypeName[];
  /** Of what gets or sets a property. */
  readonly access?: Access;
}

/** A function of a native library. */
export interface NativeFunction {
  /** `kernel32`, as the metadata writes it; empty where it is missing. */
  readonly module: string;
  readonly symbol: string;
}

export type Callee = Member | NativeFunction;

export function isNative(callee: Callee): callee is NativeFunction {
  return 'symbol' in callee;
}

/** Names of calls of it. */
export function nativeCallNames({ module, symbol }: NativeFunction): string[] {
  return symbol.startsWith('#') ? importNames(module, symbol) : callNames(symbol);
}

const ACCESSOR = { setter: 1, getter: 2 } as const;
const ACCESSOR_PREFIX = /^[gs]et_/;

interface MemberTraits {
  readonly access?: Access | undefined;
  readonly isField?: boolean;
}

export class Members {
  readonly metadata: Metadata;
  readonly types: TypeNames;
  readonly #semantics: Semantics;
  readonly #methodOwners: Uint32Array;
  readonly #fieldOwners: Uint32Array;
  readonly #accessors = new IntegerMap<Access>();
  readonly #natives = new IntegerMap<NativeFunction>();
  readonly #known = new IntegerMap<Callee | null>();
  #ownMethods: Map<string, number> | undefined;

  constructor(metadata: Metadata, types: TypeNames, semantics: Semantics) {
    this.metadata = metadata;
    this.types = types;
    this.#semantics = semantics;
    this.#methodOwners = ownersOf(ownedRows(metadata, TABLE.methodDef), metadata.rows(TABLE.methodDef));
    this.#fieldOwners = ownersOf(ownedRows(metadata, TABLE.field), metadata.rows(TABLE.field));
    this.#readAccessors();
    for (let row = 1; row <= metadata.rows(TABLE.implMap); row++) {
      const { table, row: method } = metadata.nativeImport(row).member;
      this.#natives.set(tokenOf(table, method), this.nativeImport(row));
    }
  }

  /** A row of the table of native imports. */
  nativeImport(row: number): NativeFunction {
    const { name, module } = this.metadata.nativeImport(row);
    const file = module === undefined ? '' : this.types.text(module.name);
    const dot = file.indexOf('.');
    return { module: dot < 0 ? file : file.slice(0, dot), symbol: this.types.text(name) };
  }

  /** What is called, or named, by a token; undefined where nobody knows. */
  calleeOf(token: number): Callee | undefined {
    const known = this.#known.get(token);
    if (known !== undefined) return known ?? undefined;
    const found = this.#findCallee(token);
    this.#known.set(token, found ?? null);
    return found;
  }

  /** A field. The reference knows those of the file itself only. */
  fieldOf(token: number): Member | undefined {
    const { table, row } = rowOf(token);
    if (table === TABLE.field) return this.fieldDef(row);
    if (table !== TABLE.memberRef || !this.#semantics['dotnet-external-fields']) return undefined;
    const callee = this.calleeOf(token);
    return callee === undefined || isNative(callee) ? undefined : callee;
  }

  fieldDef(row: number): Member | undefined {
    const owner = this.#fieldOwners[row] ?? 0;
    if (owner === 0) return undefined;
    const name = this.metadata.fieldName(row);
    const type = tokenOf(TABLE.typeDef, owner);
    // A field with an empty name is `Class::`, a method with one is `Class`; so is a field without.
    return name === undefined ? this.#member(type, '') : this.#member(type, this.types.text(name), { isField: true });
  }

  /** A method of the file itself; `owner`: the row of the type that it is to belong to, where several claim it. */
  methodDef(row: number, owner: number = this.#methodOwners[row] ?? 0): Member | undefined {
    if (owner === 0) return undefined;
    const name = plainName(this.types.text(this.metadata.methodDef(row).name));
    return this.#member(tokenOf(TABLE.typeDef, owner), name, { access: this.#accessors.get(row) });
  }

  /** Name of a method or field for people: with `get_` and `set_`, which tell two methods of a property apart. */
  shownName(token: number): string | undefined {
    const plain = this.withoutArguments(token) ?? token;
    const { table, row } = rowOf(plain);
    if (table === TABLE.field) return this.fieldDef(row)?.names[0];
    const callee = this.calleeOf(plain);
    if (callee === undefined) return undefined;
    if (isNative(callee)) return callee.module === '' ? callee.symbol : `${callee.module}!${callee.symbol}`;
    const { name } = table === TABLE.memberRef ? this.metadata.memberRef(row) : this.metadata.methodDef(row);
    const prefix = ACCESSOR_PREFIX.exec(this.types.text(name))?.[0];
    const [shown] = callee.names;
    if (prefix === undefined || shown === undefined) return shown;
    const end = shown.lastIndexOf('::') + 2;
    return `${shown.slice(0, end)}${prefix}${shown.slice(end)}`;
  }

  /** A member of another assembly, or of a constructed type. */
  memberRef(row: number): Member | undefined {
    const member = this.metadata.memberRef(row);
    const owner = this.#ownerOfRef(member.parent);
    if (owner === undefined) return undefined;
    const name = this.types.text(member.name);
    const access = name.startsWith('get_') ? 'read' : name.startsWith('set_') ? 'write' : undefined;
    return this.#member(owner, plainName(name), { access });
  }

  /** The method or member that a generic method with its types filled in is made of; any other token as it is. */
  withoutArguments(token: number): number | undefined {
    const { table, row } = rowOf(token);
    if (table !== TABLE.methodSpec) return token;
    const method = this.metadata.methodSpec(row);
    return this.metadata.has({ table, row }) ? tokenOf(method.table, method.row) : undefined;
  }

  /** Row of the method of the file itself that a token leads to, also through generic methods and types; 0 for none. */
  ownMethod(token: number): number {
    const plain = this.withoutArguments(token);
    const { table, row } = rowOf(plain ?? 0);
    if (table === TABLE.methodDef) return row;
    if (table !== TABLE.memberRef || !this.metadata.has({ table, row })) return 0;
    const member = this.metadata.memberRef(row);
    const owner = rowOf(this.#ownerOfRef(member.parent) ?? 0);
    if (owner.table !== TABLE.typeDef) return 0;
    this.#ownMethods ??= this.#indexMethods();
    return this.#ownMethods.get(this.#methodKey(owner.row, member)) ?? 0;
  }

  #findCallee(token: number): Callee | undefined {
    const plain = this.withoutArguments(token);
    if (plain === undefined) return undefined;
    const { table, row } = rowOf(plain);
    if (!this.metadata.has({ table, row })) return undefined;
    if (table === TABLE.memberRef) return this.memberRef(row);
    return this.#natives.get(plain) ?? (table === TABLE.methodDef ? this.methodDef(row) : undefined);
  }

  /** Token of the type that a reference to a member names. */
  #ownerOfRef(parent: RowReference): number | undefined {
    if (!this.metadata.has(parent)) return undefined;
    if (parent.table === TABLE.typeRef) return tokenOf(parent.table, parent.row);
    if (!this.#semantics['dotnet-generic-types']) return undefined;
    if (parent.table === TABLE.typeDef) return tokenOf(parent.table, parent.row);
    if (parent.table === TABLE.methodDef) {
      const owner = this.#methodOwners[parent.row] ?? 0;
      return owner === 0 ? undefined : tokenOf(TABLE.typeDef, owner);
    }
    const signature = parent.table === TABLE.typeSpec ? this.metadata.typeSpec(parent.row) : undefined;
    const type =
      signature === undefined ? undefined : typeInSignature(this.metadata.blob(signature) ?? new Uint8Array());
    return type === undefined || type.isElement ? undefined : type.token;
  }

  #member(type: number, name: string, { access, isField = false }: MemberTraits = {}): Member {
    const owners = this.types.of(type).asOwner;
    const compose = (full: string): string =>
      name === '' && !isField ? full : this.types.compose(() => `${full}::${name}`);
    const names = owners.map(({ full }) => compose(full)).filter((full) => full !== '');
    return { names, owners, ...(access === undefined ? {} : { access }) };
  }

  #readAccessors(): void {
    for (let row = 1; row <= this.metadata.rows(TABLE.methodSemantics); row++) {
      const { bits, method, of } = this.metadata.methodSemantics(row);
      if (of.table !== TABLE.property) continue;
      if ((bits & ACCESSOR.setter) !== 0) this.#accessors.set(method, 'write');
      else if ((bits & ACCESSOR.getter) !== 0) this.#accessors.set(method, 'read');
    }
  }

  #indexMethods(): Map<string, number> {
    const index = new Map<string, number>();
    for (let row = 1; row <= this.metadata.rows(TABLE.methodDef); row++) {
      const key = this.#methodKey(this.#methodOwners[row] ?? 0, this.metadata.methodDef(row));
      if (!index.has(key)) index.set(key, row);
    }
    return index;
  }

  #methodKey(owner: number, { name, signature }: Pick<MemberRow, 'name' | 'signature'>): string {
    const bytes = this.metadata.blob(signature)?.subarray(0, MOST_SIGNATURE) ?? new Uint8Array();
    return this.types.compose(() => `${owner} ${toHexadecimal(bytes)} ${this.types.text(name)}`);
  }
}

/** Bytes of a signature by which overloads are told apart. */
const MOST_SIGNATURE = 256;

function plainName(name: string): string {
  if (name === '.ctor' || name === '.cctor') return name.slice(1);
  return ACCESSOR_PREFIX.test(name) ? name.slice(4) : name;
}

/** By row: the type that owns a method or field, 0 for none. The last one that claims it does. */
function ownersOf(owned: Iterable<OwnedRow>, rows: number): Uint32Array {
  const owners = new Uint32Array(rows + 1);
  for (const [row, type] of owned) owners[row] = type;
  return owners;
}

type OwnedRow = readonly [row: number, type: number];

/** Methods or fields with the types that claim them, type by type. */
export function* ownedRows(
  metadata: Metadata,
  table: typeof TABLE.methodDef | typeof TABLE.field,
): Generator<OwnedRow, void, void> {
  // Runs of real types do not overlap.
  let left = metadata.rows(table) * 2;
  for (let type = 1; type <= metadata.rows(TABLE.typeDef); type++) {
    const { first, last } = table === TABLE.field ? metadata.fieldsOf(type) : metadata.methodsOf(type);
    for (let row = first; row <= last; row++) {
      if (left-- === 0) return;
      yield [row, type];
    }
  }
}
