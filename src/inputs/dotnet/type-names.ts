// Names of types: `Namespace.Outer/Inner`. What is nested in what is a chain of rows, which hostile files close to a circle.

import type { Diagnostics } from '../../diagnostics.ts';
import type { DotnetCode } from '../../formats/dotnet/codes.ts';
import type { Metadata, Name, TypeRow } from '../../formats/dotnet/metadata.ts';
import { rowOf, TABLE } from '../../formats/dotnet/schema.ts';
import { typeInSignature } from '../../formats/dotnet/signatures.ts';
import { NameBudget } from '../../formats/name-budget.ts';
import type { Semantics } from '../../semantics.ts';

export interface TypeName {
  readonly namespace: string;
  /** With its namespace. */
  readonly full: string;
}

/** Names of a type in one place or another; the first one is the true one, where it is known. */
export interface TypeSpellings {
  /** Where it is used as a type. */
  readonly asType: readonly TypeName[];
  /** Where it is what a member belongs to. */
  readonly asOwner: readonly TypeName[];
}

const NO_NAMES: TypeSpellings = { asType: [], asOwner: [] };
/** Types that are nested in each other. Real ones are ten deep at most. */
const MOST_NESTED = 64;
/** How many times as long as the metadata names may be once they are put together. */
const COMPOSED_TIMES = 16;

export class TypeNames {
  readonly #metadata: Metadata;
  readonly #semantics: Semantics;
  readonly #budget: NameBudget;
  /** By row of the nested type. */
  readonly #enclosing: Uint32Array;
  readonly #typeDefs: TypeSpellings[] = [];
  readonly #typeRefs: TypeSpellings[] = [];
  readonly #typeSpecs: TypeSpellings[] = [];

  constructor(metadata: Metadata, fileSize: number, semantics: Semantics, diagnostics: Diagnostics<DotnetCode>) {
    this.#metadata = metadata;
    this.#semantics = semantics;
    this.#budget = new NameBudget(fileSize * COMPOSED_TIMES, () =>
      diagnostics.add('warning', 'dotnet-names-cut', 'The names of types and members are longer than real ones.'),
    );
    this.#enclosing = enclosingTypes(metadata);
  }

  /** A name as rules know it. The reference takes one that is missing for `None`, and one that is no UTF-8 for empty. */
  text(name: Name): string {
    if (this.#semantics['dotnet-damage']) return name?.text ?? '';
    return name === undefined ? 'None' : name.isDamaged ? '' : name.text;
  }

  /** Text that is put together of names; empty once that is too much. */
  compose(compose: () => string): string {
    return this.#budget.take(compose) ?? '';
  }

  /** Names of the type that a token stands for; none for what is no type. */
  of(token: number): TypeSpellings {
    const { table, row } = rowOf(token);
    if (!this.#metadata.has({ table, row })) return NO_NAMES;
    switch (table) {
      case TABLE.typeDef:
        this.#typeDefs[row] ??= this.#ofTypeDef(row);
        return this.#typeDefs[row];
      case TABLE.typeRef:
        this.#typeRefs[row] ??= this.#ofTypeRef(row);
        return this.#typeRefs[row];
      case TABLE.typeSpec:
        if (!this.#semantics['dotnet-generic-types']) return NO_NAMES;
        this.#typeSpecs[row] ??= this.#ofTypeSpec(row);
        return this.#typeSpecs[row];
      default:
        return NO_NAMES;
    }
  }

  #ofTypeDef(row: number): TypeSpellings {
    const own = this.#metadata.typeDef(row);
    const chain = [own];
    let namespace = own.namespace;
    let at = row;
    while (this.#enclosing[at] !== 0 && chain.length < MOST_NESTED) {
      at = this.#enclosing[at] as number;
      if (!this.#metadata.has({ table: TABLE.typeDef, row: at })) break;
      const outer = this.#metadata.typeDef(at);
      chain.push(outer);
      if (this.#enclosing[at] === 0) namespace = outer.namespace;
    }
    const names = [this.#join(namespace, this.#namesOf(chain))];
    return { asType: names, asOwner: names };
  }

  #ofTypeRef(row: number): TypeSpellings {
    const own = this.#metadata.typeRef(row);
    const chain: TypeRow[] = [own];
    let { namespace, scope } = own;
    while (scope.table === TABLE.typeRef && this.#metadata.has(scope) && chain.length < MOST_NESTED) {
      const outer = this.#metadata.typeRef(scope.row);
      chain.push(outer);
      ({ namespace, scope } = outer);
    }
    const names = this.#namesOf(chain);
    if (names.length === 1) {
      const plain = [this.#join(namespace, names)];
      return { asType: plain, asOwner: plain };
    }
    // The reference leaves the second of the names out, and repeats the last one where the type owns a member. A missing row counts.
    const isMissing = scope.table === TABLE.typeRef && !this.#metadata.has(scope);
    const short = isMissing ? names.slice(1) : [names[0] as string, ...names.slice(2)];
    const asType = [this.#join(namespace, short)];
    const asOwner = [this.#join(namespace, [...short, names.at(-1) as string])];
    if (!this.#semantics['dotnet-nested-types']) return { asType, asOwner };
    const whole = this.#join(namespace, names);
    return { asType: distinct(whole, asType), asOwner: distinct(whole, asOwner) };
  }

  #ofTypeSpec(row: number): TypeSpellings {
    const signature = this.#metadata.blob(this.#metadata.typeSpec(row));
    const type = signature === undefined ? undefined : typeInSignature(signature);
    // One that is made of another such is not followed: compilers write none.
    if (type === undefined || rowOf(type.token).table === TABLE.typeSpec) return NO_NAMES;
    const { asType, asOwner } = this.of(type.token);
    return { asType, asOwner: type.isElement ? [] : asOwner };
  }

  /** Outermost first. */
  #namesOf(chain: readonly TypeRow[]): string[] {
    return chain.map(({ name }) => this.text(name)).reverse();
  }

  #join(namespace: Name, names: readonly string[]): TypeName {
    const prefix = this.text(namespace);
    const full = this.compose(() => (prefix === '' ? names.join('/') : `${prefix}.${names.join('/')}`));
    return { namespace: prefix, full };
  }
}

function distinct(whole: TypeName, others: readonly TypeName[]): TypeName[] {
  return [whole, ...others.filter(({ full }) => full !== whole.full)];
}

function enclosingTypes(metadata: Metadata): Uint32Array {
  const types = metadata.rows(TABLE.typeDef);
  const enclosing = new Uint32Array(types + 1);
  const rows = metadata.rows(TABLE.nestedClass);
  for (let row = 1; row <= rows; row++) {
    const nested = metadata.tables.cell(TABLE.nestedClass, row, 0);
    if (nested >= 1 && nested <= types) enclosing[nested] = metadata.tables.cell(TABLE.nestedClass, row, 1);
  }
  return enclosing;
}
