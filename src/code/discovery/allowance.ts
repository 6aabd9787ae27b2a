// How much code of a program is looked at. What is left out is told once for each reason, so that a result never seems to be whole when it is
// not.

import type { Integer } from '../../bytes/integer.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { groupDigits } from '../../features/count-text.ts';
import { formatHexadecimal } from '../../features/feature-text.ts';
import { LIMITS } from '../../limits.ts';
import type { CodeCode } from '../codes.ts';

/** What discovery may look at; see LIMITS. */
export interface CodeLimits {
  readonly programInstructions: number;
  readonly programReferences: number;
  readonly programFunctions: number;
  readonly programBlocks: number;
  readonly functionBlocks: number;
  readonly functionInstructions: number;
}

export interface AllowanceOptions {
  readonly limits?: Partial<CodeLimits>;
  /** Says why discovery has to end, or undefined while it may go on. */
  readonly budget?: (() => string | undefined) | undefined;
  readonly diagnostics?: Diagnostics<CodeCode>;
  /** Told now and then how many functions were found. */
  readonly onFound?: ((functions: number) => void) | undefined;
}

/** The budget costs more to ask than an instruction to follow. */
const ASKED_EVERY = 256;

export class Allowance {
  readonly limits: CodeLimits;
  readonly #options: AllowanceOptions;
  #instructions = 0;
  #blocks = 0;
  #isOver = false;

  constructor(options: AllowanceOptions = {}) {
    this.limits = { ...LIMITS, ...options.limits };
    this.#options = options;
  }

  /** Whether nothing more is to be looked for. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Asked before each instruction that is followed, with what was found until then: whether it may be. */
  takeInstruction(functions: number, references: number): boolean {
    if (this.#isOver) return false;
    const count = this.#instructions++;
    if (count % ASKED_EVERY === 0) {
      this.#options.onFound?.(functions);
      const reason = this.#options.budget?.();
      if (reason !== undefined) {
        const found = `${groupDigits(functions)} were found until then`;
        this.#end('code-stopped', `the search for functions was stopped: ${reason}; ${found}`);
      }
    }
    const { programInstructions, programReferences, programFunctions } = this.limits;
    if (count >= programInstructions) this.#end('code-left-out', leftOut(programInstructions, 'instructions'));
    else if (references >= programReferences) this.#end('code-left-out', leftOut(programReferences, 'jumps and calls'));
    else if (functions >= programFunctions) this.#end('code-left-out', leftOut(programFunctions, 'functions'));
    return !this.#isOver;
  }

  /** Counts the blocks of a function. */
  takeBlocks(blocks: number): void {
    this.#blocks += blocks;
    const { programBlocks } = this.limits;
    if (this.#blocks > programBlocks) this.#end('code-left-out', leftOut(programBlocks, 'blocks of functions'));
  }

  /** Told of a function that has more blocks or instructions than a function may have. */
  cut(address: Integer): void {
    // Then it has been said already that something is left out.
    if (this.#isOver) return;
    const { functionBlocks, functionInstructions } = this.limits;
    const most = `${groupDigits(functionBlocks)} blocks or ${groupDigits(functionInstructions)} instructions`;
    const message = `a function has more than ${most}; the rest of it is left out`;
    this.#options.diagnostics?.add('warning', 'code-function-cut', message, formatHexadecimal(address));
  }

  #end(code: CodeCode, message: string): void {
    if (!this.#isOver) this.#options.diagnostics?.add('error', code, message);
    this.#isOver = true;
  }
}

function leftOut(most: number, what: string): string {
  return `the program has more than ${groupDigits(most)} ${what}; what comes after them is left out`;
}
