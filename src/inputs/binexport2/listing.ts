// The tables of a file joined: where instructions are, what they refer to, who calls whom.

import { findLastAtMost } from '../../bytes/growable.ts';
import { IntegerMap, IntegerSet } from '../../bytes/integer-map.ts';
import { ABSENT, type BinExport2, VERTEX } from '../../formats/binexport2/binexport2.ts';
import { compareNear } from '../../formats/binexport2/near.ts';

/** Thunks that lead to thunks are followed so far. */
const MOST_HOPS = 5;

/** How many times what is in a file is looked at, all together: blocks that several functions have are looked at in each. */
export const MOST_WALKS = 8;

const NOTHING: readonly number[] = [];

/** A function that the file has. */
export interface ListedGraph {
  readonly address: number;
  /** Its flow graph in the file. */
  readonly graph: number;
  /** Its vertex in the call graph, or `ABSENT`. */
  readonly vertex: number;
}

export class Listing {
  readonly file: BinExport2;
  /** Ascending by address; those that only go on to others are left out. */
  readonly functions: readonly ListedGraph[];
  /** Vertices by address. */
  readonly vertices: IntegerMap<number>;
  /** Of each block its first instruction, or `ABSENT`, and how many it has. */
  readonly #first: Int32Array;
  readonly #counts: Float64Array;
  readonly #costs: Float64Array;
  readonly #strings: Links;
  readonly #data: Links;
  readonly #callers: Links;
  readonly #callees: Links;
  /** Where thunks lead, as far as it was asked. */
  readonly #thunks = new IntegerMap<number>();
  /** Beginnings of what is mapped, ascending, and where each ends, or one before it. */
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;

  constructor(file: BinExport2) {
    this.file = file;
    placeInstructions(file);
    const { length } = file.addresses;
    const { stringReferences, dataReferences, calls, blockRanges } = file;
    this.#strings = new Links(length, pairsOf(stringReferences));
    this.#data = new Links(length, pairsOf(dataReferences));
    this.#first = new Int32Array(blockRanges.length).fill(ABSENT);
    this.#counts = new Float64Array(blockRanges.length);
    this.#costs = new Float64Array(blockRanges.length);
    this.#measureBlocks();
    this.vertices = new IntegerMap();
    for (const [i, { address }] of file.vertices.entries()) this.vertices.set(address, i);
    const edges = pairsOf(calls);
    this.#callees = new Links(file.vertices.length, edges);
    this.#callers = new Links(file.vertices.length, {
      count: edges.count,
      at: (i) => edges.at(i % 2 === 0 ? i + 1 : i - 1),
    });
    const mapped = file.sections.filter(({ isMapped }) => isMapped).sort((a, b) => a.address - b.address);
    this.#starts = Float64Array.from(mapped, ({ address }) => address);
    let end = Number.NEGATIVE_INFINITY;
    this.#ends = Float64Array.from(mapped, ({ address, size }) => {
      end = Math.max(end, address + size);
      return end;
    });
    this.functions = this.#listFunctions();
  }

  /** Lowest address of what is mapped; undefined where nothing is. */
  get base(): number | undefined {
    return this.#starts.find((start) => start >= 0) ?? this.#starts[0];
  }

  isMapped(address: number): boolean {
    const found = findLastAtMost(this.#starts, address);
    return found >= 0 && address < (this.#ends[found] as number);
  }

  addressOf(instruction: number): number {
    return this.file.addresses.get(instruction);
  }

  /** Instructions of a block, in the order of the file. */
  instructionsOf(block: number): number[] {
    const ranges = this.file.blockRanges.of(block);
    const { length } = this.file.addresses;
    const instructions: number[] = [];
    for (let i = 0; i + 1 < ranges.length; i += 2) {
      const end = Math.min(ranges[i + 1] as number, length);
      for (let at = Math.max(ranges[i] as number, 0); at < end; at++) instructions.push(at);
    }
    return instructions;
  }

  /** How many instructions a block has. */
  countOf(block: number): number {
    return this.#counts[block] ?? 0;
  }

  /** How much there is to look at in a block: instructions and what they refer to. */
  costOf(block: number): number {
    return this.#costs[block] ?? 1;
  }

  /** How much there is to look at in the file, if each instruction is in one block. */
  get cost(): number {
    const { addresses, blockRanges, callTargets, stringReferences, dataReferences } = this.file;
    const references = callTargets.size + stringReferences.length / 2 + dataReferences.length / 2;
    return addresses.length + blockRanges.length + blockRanges.size + references;
  }

  /** The first instruction of a block, or `ABSENT`. */
  firstOf(block: number): number {
    return this.#first[block] ?? ABSENT;
  }

  /** Positions of the texts that an instruction refers to. */
  stringsOf(instruction: number): readonly number[] {
    return this.#strings.of(instruction);
  }

  dataOf(instruction: number): readonly number[] {
    return this.#data.of(instruction);
  }

  /** Different vertices that call one. */
  callersOf(vertex: number): number[] {
    return [...new IntegerSet(this.#callers.of(vertex))];
  }

  /** What a called address is: the vertex that thunks lead to in the end; undefined where there is none. */
  resolve(target: number): number | undefined {
    const vertex = this.vertices.get(target);
    if (vertex === undefined || !this.#isThunk(vertex)) return vertex;
    let end = this.#thunks.get(vertex);
    if (end === undefined) {
      end = this.#endOf(vertex);
      this.#thunks.set(vertex, end);
    }
    return end === ABSENT ? undefined : end;
  }

  #isThunk(vertex: number): boolean {
    return this.file.vertices[vertex]?.type === VERTEX.thunk;
  }

  /** Where a thunk leads, or `ABSENT`. */
  #endOf(thunk: number): number {
    let vertex = thunk;
    for (let hop = 0; hop < MOST_HOPS && this.#isThunk(vertex); hop++) {
      const callees = this.#callees.of(vertex);
      const [only] = callees;
      if (only === undefined || only >= this.file.vertices.length) return ABSENT;
      if (callees.some((callee) => callee !== only)) return ABSENT;
      vertex = only;
    }
    return this.#isThunk(vertex) ? ABSENT : vertex;
  }

  /** Ranges are walked here once: a block may have very many empty ones, and may be that of very many functions. */
  #measureBlocks(): void {
    const { blockRanges, callTargets, addresses } = this.file;
    for (let block = 0; block < blockRanges.length; block++) {
      let cost = 1 + blockRanges.count(block);
      for (let i = 0; i + 1 < blockRanges.count(block); i += 2) {
        const begin = Math.max(blockRanges.at(block, i), 0);
        const count = Math.min(blockRanges.at(block, i + 1), addresses.length) - begin;
        if (count <= 0) continue;
        if (this.#first[block] === ABSENT) this.#first[block] = begin;
        this.#counts[block] = (this.#counts[block] as number) + count;
        const end = begin + count;
        const references = this.#strings.countIn(begin, end) + this.#data.countIn(begin, end);
        cost += count + references + callTargets.countIn(begin, end);
      }
      this.#costs[block] = cost;
    }
  }

  #listFunctions(): ListedGraph[] {
    const { graphEntries } = this.file;
    const met = new IntegerSet();
    const functions: ListedGraph[] = [];
    for (let graph = 0; graph < graphEntries.length; graph++) {
      const first = this.firstOf(graphEntries.get(graph));
      if (first === ABSENT) continue;
      const address = this.addressOf(first);
      const vertex = this.vertices.get(address) ?? ABSENT;
      if (met.has(address) || this.#isThunk(vertex)) continue;
      met.add(address);
      functions.push({ address, graph, vertex });
    }
    return functions.sort((a, b) => compareNear(a.address, b.address));
  }
}

/** An instruction without an address stands behind the one before. */
function placeInstructions({ addresses, lengths }: BinExport2): void {
  let next = 0;
  for (let i = 0; i < addresses.length; i++) {
    const address = addresses.get(i);
    if (address === ABSENT) addresses.set(i, next);
    next = (address === ABSENT ? next : address) + lengths.get(i);
  }
}

interface Pairs {
  readonly count: number;
  at(index: number): number;
}

function pairsOf(column: { readonly length: number; get(row: number): number }): Pairs {
  return { count: column.length / 2, at: (i) => column.get(i) };
}

/** What each entry is linked to, from pairs of an entry and something. */
class Links {
  /** Where the things of each entry begin; empty where there is none. */
  readonly #starts: Int32Array;
  readonly #items: Float64Array;

  constructor(entries: number, pairs: Pairs) {
    const starts = new Int32Array(pairs.count === 0 ? 0 : entries + 1);
    this.#starts = starts;
    this.#items = new Float64Array(pairs.count);
    if (pairs.count > 0) this.#sort(entries, pairs);
  }

  #sort(entries: number, pairs: Pairs): void {
    const starts = this.#starts;
    const items = this.#items;
    const each = (use: (entry: number, item: number) => void): void => {
      for (let i = 0; i < pairs.count; i++) {
        const entry = pairs.at(2 * i);
        if (entry >= 0 && entry < entries) use(entry, pairs.at(2 * i + 1));
      }
    };
    each((entry) => {
      starts[entry + 1] = (starts[entry + 1] as number) + 1;
    });
    for (let i = 0; i < entries; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
    // Each start moves to the end of its entry, which is where the next one begins, and back.
    each((entry, item) => {
      const at = starts[entry] as number;
      items[at] = item;
      starts[entry] = at + 1;
    });
    starts.copyWithin(1, 0, entries);
    starts[0] = 0;
  }

  /** How many things some entries are linked to, from one entry until before another. */
  countIn(from: number, to: number): number {
    return (this.#starts[to] ?? 0) - (this.#starts[from] ?? 0);
  }

  of(entry: number): readonly number[] {
    const start = this.#starts[entry];
    const end = this.#starts[entry + 1];
    if (start === undefined || end === undefined || start === end) return NOTHING;
    const items: number[] = [];
    for (let i = start; i < end; i++) items.push(this.#items[i] as number);
    return items;
  }
}
