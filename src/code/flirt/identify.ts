// Which functions of a program come from a library, by signatures (spec: static-native.md, 4.6). A signature may ask that the function
// calls another one by name; that one is then recognised first.

import { IntegerMap } from '../../bytes/integer-map.ts';
import { LIMITS } from '../../limits.ts';
import type { SignatureFile } from './signature-file.ts';
import type { SignatureReference, SignatureTree } from './signature-tree.ts';

/** What recognising asks about a program. Addresses are as in `Image`. */
export interface LibraryContext {
  /** At most that many bytes from an address on, to the end of its region. */
  bytesAt(address: number, most: number): Uint8Array;
  /** From the first to behind the last byte of a function; 0 if there is no function at the address. */
  functionSize(address: number): number;
  /** Where the instruction that holds this byte jumps to or calls. */
  codeTargetsAt(address: number): readonly number[];
  /** Whether the instruction that holds this byte refers to data. */
  refersToData(address: number): boolean;
  /** Whether this is executable and belongs neither to an instruction nor to data that is known. */
  isUnclassifiedCode(address: number): boolean;
}

export interface LibraryFunctions {
  /** The library's name by address: of functions, and of other places in them that have a name there. */
  readonly names: IntegerMap<string>;
  /** Addresses of functions that nobody has found before, ascending. */
  readonly added: readonly number[];
}

/** Bytes of a function that are looked at, at least. */
const LEAST_BYTES = 65_536;
/** Stands in signatures for any data. */
const ANY_DATA = '.';

/**
 * Names the library functions among `functions` (addresses, callees before callers where that is possible). Each file has its say about
 * what those before it did not name; give them in the order of their file names.
 */
export function identifyLibraryFunctions(
  functions: Iterable<number>,
  files: readonly SignatureFile[],
  context: LibraryContext,
): LibraryFunctions {
  const names = new IntegerMap<string>();
  const added = new IntegerMap<true>();
  const addresses = [...functions];
  for (const { tree } of files) {
    const matcher = new LibraryMatcher(tree, context, names, added);
    for (const address of addresses) matcher.nameOf(address);
  }
  return { names, added: [...added.keys()].sort((a, b) => a - b) };
}

/** A signature that fits, and the name that it gives. */
interface Fit {
  readonly module: number;
  readonly name: string;
}

/** What the instruction at a place of a function refers to. */
interface Place {
  readonly names: readonly string[];
  readonly isSelf: boolean;
  readonly isData: boolean;
}

function hasMeaning({ names, isSelf, isData }: Place): boolean {
  return names.length > 0 || isSelf || isData;
}

function isNamed({ names, isSelf, isData }: Place, wanted: string, ownName: string): boolean {
  if (wanted === ANY_DATA) return isData;
  return names.includes(wanted) || (isSelf && wanted === ownName);
}

class LibraryMatcher {
  readonly #tree: SignatureTree;
  readonly #context: LibraryContext;
  readonly #names: IntegerMap<string>;
  readonly #added: IntegerMap<true>;
  /** What was decided with this file; undefined where it knows no name, and while one is looked for. */
  readonly #decided = new IntegerMap<string | undefined>();
  #depth = 0;

  constructor(tree: SignatureTree, context: LibraryContext, names: IntegerMap<string>, added: IntegerMap<true>) {
    this.#tree = tree;
    this.#context = context;
    this.#names = names;
    this.#added = added;
  }

  /** The library's name of the function at an address, if it has one. */
  nameOf(address: number): string | undefined {
    const known = this.#names.get(address);
    if (known !== undefined) return known;
    if (this.#decided.has(address)) return this.#decided.get(address);
    if (this.#depth === LIMITS.signatureChain) return undefined;
    this.#decided.set(address, undefined);
    this.#depth++;
    const fit = this.#onlyFit(address);
    this.#depth--;
    if (fit === undefined) return undefined;
    this.#decided.set(address, fit.name);
    this.#apply(address, fit.module);
    return fit.name;
  }

  /** The first of the signatures that fit, if all of them agree about the name. */
  #onlyFit(address: number): Fit | undefined {
    const size = this.#context.functionSize(address);
    const bytes = this.#context.bytesAt(address, Math.max(LEAST_BYTES, size));
    const places = new Map<number, Place>();
    let first: Fit | undefined;
    for (const module of this.#tree.candidates(bytes)) {
      const references = this.#tree.references(module);
      // Most candidates for small functions differ only in what they refer to, and nothing of that is known.
      if (!references.every(({ offset }) => hasMeaning(this.#placeAt(address, offset, places)))) continue;
      const name = this.#tree.nameAtStart(module);
      if (name === undefined || name === first?.name) continue;
      const holds = ({ offset, name: wanted }: SignatureReference): boolean =>
        isNamed(this.#placeAt(address, offset, places), wanted(), name);
      if (!references.every(holds)) continue;
      // Another name: the signatures are not exact enough for this function.
      if (first !== undefined) return undefined;
      first = { module, name };
    }
    return first;
  }

  #placeAt(address: number, offset: number, places: Map<number, Place>): Place {
    const known = places.get(offset);
    if (known !== undefined) return known;
    const targets = this.#context.codeTargetsAt(address + offset);
    const place: Place = {
      names: targets.flatMap((target) => (target === address ? [] : (this.nameOf(target) ?? []))),
      isSelf: targets.includes(address),
      isData: this.#context.refersToData(address + offset),
    };
    places.set(offset, place);
    return place;
  }

  /** Names what the signature names; where it has two names for a place, public ones win. */
  #apply(address: number, module: number): void {
    const names = this.#tree.names(module);
    for (const { offset, text, isLocal } of names) {
      if (!isLocal) continue;
      const place = address + offset;
      if (this.#context.isUnclassifiedCode(place)) this.#added.set(place, true);
      this.#names.set(place, text);
    }
    for (const { offset, text, isLocal } of names) if (!isLocal) this.#names.set(address + offset, text);
  }
}
