// A BinExport2 file: what a disassembler saw of a program, as tables that refer to each other by position. Facts about the format: the
// public schema (binexport2.proto), observed files.

import type { Column } from '../../bytes/growable.ts';
import { floatColumn, intColumn, ListColumn } from './lists.ts';

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
  readonly immediate: number | bigint;
  /** Position of the parent, or `ABSENT`. */
  readonly parent: number;
}

export interface Vertex {
  /** As the file has it, less the high bits that all addresses share. */
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

export interface FlowGraph {
  /** Positions of basic blocks. */
  readonly blocks: readonly number[];
  readonly entry: number;
  /** Pairs of blocks, from where to where. */
  readonly edges: readonly number[];
}

export class BinExport2 {
  readonly #bytes: Uint8Array;
  executableName = '';
  /** SHA-256 of the program, lower case. */
  executableId = '';
  architecture = '';
  readonly expressions: Expression[] = [];
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
  readonly flowGraphs: FlowGraph[] = [];
  readonly vertices: Vertex[] = [];
  /** Pairs of vertices: who calls whom. */
  readonly calls: number[] = [];
  readonly strings: string[] = [];
  /** Pairs of instruction and string. */
  readonly stringReferences: Column<Int32Array> = intColumn();
  /** Pairs of instruction and address. */
  readonly dataReferences: Column<Float64Array> = floatColumn();
  readonly sections: Section[] = [];
  /** What is added to addresses: the high bits of those of the kernel. */
  shift = 0n;

  /** `bytes`: the whole file. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The bytes of an instruction; a view. */
  bytesOf(instruction: number): Uint8Array {
    const start = this.starts.get(instruction);
    return this.#bytes.subarray(start, start + this.lengths.get(instruction));
  }

  /** An address less what all addresses of the file share, so that a number holds it. */
  toNear(address: number | bigint): number {
    if (typeof address === 'number') return address;
    const near = BigInt.asUintN(48, address);
    this.shift = address - near;
    return Number(near);
  }
}
