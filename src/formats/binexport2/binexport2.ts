// A BinExport2 file: what a disassembler saw of a program, as tables that refer to each other by position. Facts about the format: the
// public schema (binexport2.proto), observed files.

import type { Column } from '../../bytes/growable.ts';
import type { Integer } from '../../bytes/integer.ts';
import { LIMITS } from '../../limits.ts';
import { floatColumn, intColumn, ListColumn } from './lists.ts';
import { textAt } from './wire.ts';

/** What a node of an operand's tree is. */
export const EXPRESSION = {
  symbol: 1,
  integer: 2,
  float: 3,
  operator: 4,
  register: 5,
  sizePrefix: 6,
  dereference: 7,
} as const;

/** What a vertex of the call graph is. */
export const VERTEX = { normal: 0, library: 1, imported: 2, thunk: 3, invalid: 4 } as const;

/** A value that is absent. */
export const ABSENT = -1;

export interface Expression {
  readonly type: number;
  readonly symbol: string;
  readonly immediate: Integer;
  /** Position of the parent, or `ABSENT`. */
  readonly parent: number;
}

export interface Vertex {
  /** As the other addresses a number with a sign (near.ts). */
  readonly address: number;
  readonly type: number;
  readonly mangledName: string;
  readonly demangledName: string;
}

export interface Section {
  readonly address: number;
  readonly size: number;
  /** Whether it can be read, written or executed at all. */
  readonly isMapped: boolean;
}

/** Thrown where the tables of a file are larger than what is kept of them. */
export class TablesFull extends Error {
  override readonly name = 'TablesFull';
}

/** Expressions, of which there are very many with very few different symbols. */
export class ExpressionTable {
  readonly #types = intColumn();
  readonly #symbols = intColumn();
  readonly #immediates = floatColumn();
  readonly #large = new Map<number, bigint>();
  readonly #parents = intColumn();
  readonly #texts: string[] = [];
  readonly #positions = new Map<string, number>();

  get length(): number {
    return this.#types.length;
  }

  /** Whether its symbol is a new one. */
  add({ type, symbol, immediate, parent }: Expression): boolean {
    let position = this.#positions.get(symbol);
    const isNew = position === undefined;
    if (position === undefined) {
      position = this.#texts.push(symbol) - 1;
      this.#positions.set(symbol, position);
    }
    if (typeof immediate === 'bigint') this.#large.set(this.length, immediate);
    this.#types.push(type);
    this.#symbols.push(position);
    this.#immediates.push(Number(immediate));
    this.#parents.push(parent);
    return isNew;
  }

  get(at: number): Expression | undefined {
    if (at < 0 || at >= this.length) return undefined;
    return {
      type: this.#types.get(at),
      symbol: this.#texts[this.#symbols.get(at)] as string,
      immediate: this.#large.get(at) ?? this.#immediates.get(at),
      parent: this.#parents.get(at),
    };
  }
}

export class BinExport2 {
  readonly #bytes: Uint8Array;
  #room: number = LIMITS.binexport2Tables;
  /** SHA-256 of the program, lower case; empty where the file does not say it. */
  executableId = '';
  architecture = '';
  readonly expressions: ExpressionTable = new ExpressionTable();
  /** Positions of expressions. */
  readonly operands: ListColumn = new ListColumn();
  readonly mnemonics: string[] = [];
  /** Of each instruction: address, or `ABSENT` where it follows from the one before; length; mnemonic; operands; where it calls. */
  readonly addresses: Column<Float64Array> = floatColumn();
  readonly lengths: Column<Int32Array> = intColumn();
  /** Where its bytes are in the file. */
  readonly starts: Column<Int32Array> = intColumn();
  readonly instructionMnemonics: Column<Int32Array> = intColumn();
  readonly instructionOperands: ListColumn = new ListColumn();
  readonly callTargets: ListColumn = new ListColumn(floatColumn);
  /** Begin and end of the ranges of instructions of each basic block. */
  readonly blockRanges: ListColumn = new ListColumn();
  /** Of each function: its basic blocks, the one where it begins, and pairs of blocks, from where to where. */
  readonly graphBlocks: ListColumn = new ListColumn();
  readonly graphEntries: Column<Int32Array> = intColumn();
  readonly graphEdges: ListColumn = new ListColumn();
  readonly vertices: Vertex[] = [];
  /** Pairs of vertices: who calls whom. */
  readonly calls: Column<Int32Array> = intColumn();
  /** Where texts are in the file, and how long they are. */
  readonly textStarts: Column<Int32Array> = intColumn();
  readonly textLengths: Column<Int32Array> = intColumn();
  /** Pairs of instruction and text. */
  readonly stringReferences: Column<Int32Array> = intColumn();
  /** Pairs of instruction and address. */
  readonly dataReferences: Column<Float64Array> = floatColumn();
  readonly sections: Section[] = [];

  /** `bytes`: the whole file. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Counts what is about to be kept, roughly in bytes of memory. Throws TablesFull where that is too much. */
  spend(bytes: number): void {
    this.#room -= bytes;
    if (this.#room < 0) throw new TablesFull();
  }

  /** The bytes of an instruction; a view. */
  bytesOf(instruction: number): Uint8Array {
    const start = this.starts.get(instruction);
    return this.#bytes.subarray(start, start + this.lengths.get(instruction));
  }

  /** A text of the table; undefined where it has none at the position. */
  text(at: number): string | undefined {
    if (at < 0 || at >= this.textStarts.length) return undefined;
    return textAt(this.#bytes, this.textStarts.get(at), this.textLengths.get(at));
  }
}
