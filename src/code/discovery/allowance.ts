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
  readonly programBlockInstructions: number;
  readonly programTrialSteps: number;
  readonly programTableSlots: number;
  readonly programPointers: number;
  readonly definitionSteps: number;
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
const ASKED_MORE_EVERY = ASKED_EVERY * 16;

/** How many functions an instruction is in, about, and instructions of small programs that may be in more. */
const SHARED_TIMES = 3;
const SHARED_FREE = 300_000;

type Taken = Record<'programTrialSteps' | 'programTableSlots' | 'programPointers' | 'definitionSteps', number>;

export class Allowance {
  readonly limits: CodeLimits;
  readonly #options: AllowanceOptions;
  #instructions = 0;
  #functions = 0;
  #blocks = 0;
  #blockInstructions = 0;
  readonly #taken: Taken = { programTrialSteps: 0, programTableSlots: 0, programPointers: 0, definitionSteps: 0 };
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
    this.#functions = functions;
    if (count % ASKED_EVERY === 0) this.#ask();
    const { programInstructions, programReferences, programFunctions } = this.limits;
    if (count >= programInstructions) this.#end('code-left-out', leftOut(programInstructions, 'instructions'));
    else if (references >= programReferences) this.#end('code-left-out', leftOut(programReferences, 'jumps and calls'));
    else if (functions >= programFunctions) this.#end('code-left-out', leftOut(programFunctions, 'functions'));
    return !this.#isOver;
  }

  /** Counts the blocks of a function, and the instructions in them. */
  takeBlocks(blocks: number, instructions: number): void {
    this.#blocks += blocks;
    const before = this.#blockInstructions;
    this.#blockInstructions += instructions;
    if (Math.floor(before / ASKED_EVERY) !== Math.floor(this.#blockInstructions / ASKED_EVERY)) this.#ask();
    const { programBlocks, programBlockInstructions } = this.limits;
    if (this.#blocks > programBlocks) this.#end('code-left-out', leftOut(programBlocks, 'blocks of functions'));
    const shared = SHARED_FREE + this.#instructions * SHARED_TIMES;
    const most = Math.min(programBlockInstructions, shared);
    if (this.#blockInstructions > most) this.#end('code-left-out', leftOut(most, 'instructions in its functions'));
  }

  /** Asked before each instruction that is only tried: whether it may be. */
  takeTrialStep(): boolean {
    return this.#take('programTrialSteps', 'instructions that may be none');
  }

  /** Asked before each slot of a table: whether it may be looked at. */
  takeSlot(): boolean {
    return this.#take('programTableSlots', 'slots of tables');
  }

  /** Asked before each pointer in data: whether it may be followed. */
  takePointer(): boolean {
    return this.#take('programPointers', 'pointers');
  }

  /** Asked before instructions are looked at again to learn where a jump goes: whether they may be. */
  takeDefinitionSteps(count: number): boolean {
    return this.#take('definitionSteps', 'instructions before jumps through registers', count);
  }

  /** Told of what is left out without being counted here. */
  leaveOut(what: string): void {
    const message = `the program has more ${what} than are looked at; the rest is left out`;
    this.#options.diagnostics?.add('error', 'code-left-out', message);
  }

  #ask(): void {
    this.#options.onFound?.(this.#functions);
    const reason = this.#options.budget?.();
    if (reason === undefined) return;
    const found = `${groupDigits(this.#functions)} were found until then`;
    this.#end('code-stopped', `the search for functions was stopped: ${reason}; ${found}`);
  }

  /** Of what can be left out without leaving out what comes after it. */
  #take(what: keyof Taken, words: string, count = 1): boolean {
    if (this.#isOver) return false;
    const before = this.#taken[what];
    const after = before + count;
    const most = this.limits[what];
    if (before > most) return false;
    this.#taken[what] = after;
    if (Math.floor(before / ASKED_MORE_EVERY) !== Math.floor(after / ASKED_MORE_EVERY)) this.#ask();
    if (after > most) this.#options.diagnostics?.add('error', 'code-left-out', leftOut(most, words));
    return after <= most && !this.#isOver;
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
