// What a function does, as far as recognising asks: its instructions, which functions it calls, which imported ones.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { CodeFunction, ImportedSymbol, ProgramCode } from '../program-code.ts';
import { decodeAt } from '../x86/decode-at.ts';
import { Instruction, OPERAND } from '../x86/instruction.ts';
import { MNEMONICS } from '../x86/mnemonics.ts';

export interface Callee {
  /** A function of the program; absent where it is imported. */
  readonly inner?: CodeFunction;
  readonly imported?: ImportedSymbol;
}

export interface FunctionUses {
  readonly inner: readonly CodeFunction[];
  readonly imported: readonly ImportedSymbol[];
}

export class CodeReader {
  readonly code: ProgramCode;
  readonly #functions = new IntegerMap<CodeFunction>();
  readonly #uses = new IntegerMap<FunctionUses>();
  readonly #instruction = new Instruction();

  constructor(code: ProgramCode) {
    this.code = code;
    for (const one of code.functions) this.#functions.set(one.address, one);
  }

  functionAt(address: number): CodeFunction | undefined {
    return this.#functions.get(address);
  }

  /** The instructions of a function, from its start to the highest address, then those that lie before it. The record is the same each time. */
  *instructions({ address: start, blocks }: CodeFunction): Generator<Instruction, void, void> {
    const first = Math.max(
      0,
      blocks.findIndex((block) => block.start >= start),
    );
    for (const { instructions } of [...blocks.slice(first), ...blocks.slice(0, first)]) {
      for (const address of instructions) {
        if (decodeAt(this.code.image, address, this.#instruction)) yield this.#instruction;
      }
    }
  }

  mnemonic({ mnemonic }: Instruction): string {
    return MNEMONICS[mnemonic] as string;
  }

  /** What the instruction at an address calls or goes to. */
  calleesAt(address: number): Callee[] {
    return this.code.references.from(address).flatMap(({ target, isDereferenced }): Callee[] => {
      const imported = isDereferenced ? this.code.imports.get(target) : undefined;
      if (imported !== undefined) return [{ imported }];
      const inner = this.functionAt(target);
      if (inner === undefined) return [];
      const behind = inner.isThunk ? this.#importBehind(inner) : undefined;
      return [behind === undefined ? { inner } : { imported: behind }];
    });
  }

  /** All that a function calls or goes on to, each once. */
  uses(one: CodeFunction): FunctionUses {
    const known = this.#uses.get(one.address);
    if (known !== undefined) return known;
    const found = this.#findUses(one);
    this.#uses.set(one.address, found);
    return found;
  }

  #findUses(one: CodeFunction): FunctionUses {
    const inner = new Set<CodeFunction>();
    const imported = new Set<ImportedSymbol>();
    for (const { start, instructions } of one.blocks) {
      const other = this.functionAt(start);
      if (other !== undefined && other !== one) inner.add(other);
      for (const address of instructions) {
        for (const callee of this.calleesAt(address)) {
          if (callee.inner !== undefined && callee.inner !== one) inner.add(callee.inner);
          if (callee.imported !== undefined) imported.add(callee.imported);
        }
      }
    }
    return { inner: [...inner], imported: [...imported] };
  }

  #importBehind({ blocks }: CodeFunction): ImportedSymbol | undefined {
    const address = blocks[0]?.instructions.at(-1);
    const reference = address === undefined ? undefined : this.code.references.from(address)[0];
    return reference?.isDereferenced === true ? this.code.imports.get(reference.target) : undefined;
  }
}

/** Whether an operand is this immediate, taken as an unsigned number. */
export function isImmediate(instruction: Instruction, operand: number, low: number, high = 0): boolean {
  return (
    instruction.kind[operand] === OPERAND.immediate &&
    instruction.low[operand] === low &&
    (instruction.high[operand] as number) === high
  );
}
