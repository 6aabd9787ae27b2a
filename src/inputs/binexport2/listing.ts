// The tables of a file joined: where instructions are, what they refer to, who calls whom.

import { findLastAtMost } from '../../bytes/growable.ts';
import { IntegerMap, IntegerSet } from '../../bytes/integer-map.ts';
import { ABSENT, type BinExport2, type FlowGraph, VERTEX } from '../../formats/binexport2/binexport2.ts';

/** Thunks that lead to thunks are followed so far. */
const MOST_HOPS = 5;

const NOTHING: readonly number[] = [];
const NO_TEXTS: readonly string[] = [];

/** A function that the file has. */
export interface ListedGraph {
  readonly address: number;
  readonly graph: FlowGraph;
  /** Its vertex in the call graph, or `ABSENT`. */
  readonly vertex: number;
}

export class Listing {
  readonly file: BinExport2;
  /** Ascending by address; those that only go on to others are left out. */
  readonly functions: readonly ListedGraph[];
  /** Vertices by address. */
  readonly vertices: IntegerMap<number>;
  readonly #strings: Links;
  readonly #data: Links;
  readonly #callers: Links;
  readonly #callees: Links;
  /** Beginnings of what is mapped, ascending, and where each ends, or one before it. */
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;

  constructor(file: BinExport2) {
    this.file = file;
    placeInstructions(file);
    const { length } = file.addresses;
    const { stringReferences, dataReferences, calls } = file;
    this.#strings = new Links(length, pairsOf(stringReferences));
    this.#data = new Links(length, pairsOf(dataReferences));
    this.vertices = new IntegerMap();
    for (const [i, { address }] of file.vertices.entries()) this.vertices.set(address, i);
    const edges = { count: calls.length / 2, at: (i: number) => calls[i] as number };
    this.#callees = new Links(file.vertices.length, edges);
    this.#callers = new Links(file.vertices.length, {
      count: edges.count,
      at: (i) => calls[i % 2 === 0 ? i + 1 : i - 1] as number,
    });
    const mapped = file.sections.filter(({ isMapped }) => isMapped).sort((a, b) => a.address - b.address);
    this.#starts = Float64Array.from(mapped, ({ address }) => address);
    let end = 0;
    this.#ends = Float64Array.from(mapped, ({ address, size }) => {
      end = Math.max(end, address + size);
      return end;
    });
    this.functions = this.#listFunctions();
  }

  /** Lowest address of what is mapped; undefined where nothing is. */
  get base(): number | undefined {
    return this.#starts[0];
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
    const ranges = this.file.blockRanges.of(block);
    let count = 0;
    for (let i = 0; i + 1 < ranges.length; i += 2) {
      const end = Math.min(ranges[i + 1] as number, this.file.addresses.length);
      count += Math.max(end - Math.max(ranges[i] as number, 0), 0);
    }
    return count;
  }

  /** The first instruction of a block, or `ABSENT`. */
  firstOf(block: number): number {
    const ranges = this.file.blockRanges.of(block);
    for (let i = 0; i + 1 < ranges.length; i += 2) {
      const begin = Math.max(ranges[i] as number, 0);
      if (begin < Math.min(ranges[i + 1] as number, this.file.addresses.length)) return begin;
    }
    return ABSENT;
  }

  stringsOf(instruction: number): readonly string[] {
    const found = this.#strings.of(instruction);
    return found.length === 0 ? NO_TEXTS : found.flatMap((index) => this.file.strings[index] ?? []);
  }

  dataOf(instruction: number): readonly number[] {
    return this.#data.of(instruction);
  }

  /** Different vertices that call one. */
  callersOf(vertex: number): number[] {
    return [...new Set(this.#callers.of(vertex))];
  }

  /** What a called address is: the vertex that thunks lead to in the end; undefined where there is none. */
  resolve(target: number): number | undefined {
    let vertex = this.vertices.get(target);
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      if (vertex === undefined || this.file.vertices[vertex]?.type !== VERTEX.thunk) return vertex;
      const callees = [...new Set(this.#callees.of(vertex))];
      if (callees.length !== 1) return undefined;
      vertex = callees[0];
    }
    return vertex !== undefined && this.file.vertices[vertex]?.type === VERTEX.thunk ? undefined : vertex;
  }

  #listFunctions(): ListedGraph[] {
    const { flowGraphs, vertices } = this.file;
    const met = new IntegerSet();
    const functions = flowGraphs.flatMap((graph): ListedGraph[] => {
      const first = this.firstOf(graph.entry);
      if (first === ABSENT) return [];
      const address = this.addressOf(first);
      const vertex = this.vertices.get(address) ?? ABSENT;
      if (met.has(address) || vertices[vertex]?.type === VERTEX.thunk) return [];
      met.add(address);
      return [{ address, graph, vertex }];
    });
    return functions.sort((a, b) => a.address - b.address);
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
  readonly #starts: Int32Array;
  readonly #items: Float64Array;

  constructor(entries: number, pairs: Pairs) {
    const starts = new Int32Array(entries + 1);
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
    const items = new Float64Array(starts[entries] as number);
    const free = starts.slice();
    each((entry, item) => {
      const at = free[entry] as number;
      items[at] = item;
      free[entry] = at + 1;
    });
    this.#starts = starts;
    this.#items = items;
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
