// Search for patterns that remember: back-references, conditionals, atomic groups, possessive repetitions. They describe no
// regular language, so paths are tried in order as Python does, and the steps of a search are bounded.

import { LIMITS } from '../../limits.ts';
import { applyFold, toLower } from './characters.ts';
import { bitsOf, EDGE, holds } from './places.ts';
import { FOLDS, type Look, OPERATION, type Program } from './program.ts';
import { StepBudget, withinBudget } from './step-budget.ts';

/** Entries of the stacks of untried paths and of overwritten slots; more is given up like too many steps. */
const MAX_STACK = 4_000_000;

export class Backtracker {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  /** Whether the pattern occurs in `text`; undefined if the search took too many steps. */
  search(text: string): boolean | undefined {
    const codes = Int32Array.from(text, (character) => character.codePointAt(0) as number);
    const budget = new StepBudget(LIMITS.regexBacktrackingSteps + LIMITS.regexBacktrackingStepsPerUnit * text.length);
    const attempt = new Attempt(codes, this.#program.slots, budget);
    return withinBudget(() => {
      for (let at = 0; at <= codes.length; at++) if (attempt.start(this.#program, at)) return true;
      return false;
    });
  }
}

/** One search: the text, what was stored in slots, and how to undo it. */
class Attempt {
  readonly #codes: Int32Array;
  readonly #slots: Int32Array;
  /** Overwritten slots: pairs of slot and old value. */
  readonly #undo: number[] = [];
  readonly #budget: StepBudget;

  constructor(codes: Int32Array, slots: number, budget: StepBudget) {
    this.#codes = codes;
    this.#slots = new Int32Array(slots).fill(-1);
    this.#budget = budget;
  }

  /** Whether `program` matches from `at` on, with empty slots. */
  start(program: Program, at: number): boolean {
    this.#slots.fill(-1);
    this.#undo.length = 0;
    return this.#run(program, at) >= 0;
  }

  /** End of the first match of `program` at `place`, or -1. Slots keep what the match stored; a failure leaves them unchanged. */
  #run(program: Program, place: number): number {
    const { operations, a, b, sets } = program;
    const codes = this.#codes;
    const slots = this.#slots;
    const undo = this.#undo;
    /** Untried paths: instruction, place, length of the undo list. */
    const untried: number[] = [];
    const bottom = undo.length;
    let at = 0;
    for (;;) {
      this.#budget.spend(1);
      if (untried.length > MAX_STACK || undo.length > MAX_STACK) this.#budget.exhaust();
      let passed = true;
      const first = a[at] as number;
      switch (operations[at]) {
        case OPERATION.set:
          passed = place < codes.length && (sets[first] as (code: number) => boolean)(codes[place] as number);
          place++;
          at++;
          break;
        case OPERATION.split:
          untried.push(b[at] as number, place, undo.length);
          at = first;
          break;
        case OPERATION.jump:
          at = first;
          break;
        case OPERATION.assert:
          passed = holds(first, this.#side(place - 1), this.#side(place)) === true;
          at++;
          break;
        case OPERATION.look:
          passed = this.#look(program.looks[first] as Look, place);
          at++;
          break;
        case OPERATION.match:
          return place;
        case OPERATION.store:
          this.#store(first, place);
          at++;
          break;
        case OPERATION.leaveIfEmpty:
          at = slots[first] === place ? (b[at] as number) : at + 1;
          break;
        case OPERATION.reference:
          place = this.#reference(first, b[at] as number, place);
          at++;
          break;
        case OPERATION.branchUnlessGroup:
          at = (slots[first + 1] as number) < 0 ? (b[at] as number) : at + 1;
          break;
        default:
          place = this.#run(program.atoms[first] as Program, place);
          at++;
      }
      if (passed && place >= 0) continue;
      if (untried.length === 0) break;
      this.#rewind(untried.pop() as number);
      place = untried.pop() as number;
      at = untried.pop() as number;
    }
    this.#rewind(bottom);
    return -1;
  }

  #side(index: number): number {
    const codes = this.#codes;
    return index < 0 || index >= codes.length ? EDGE : bitsOf(codes[index] as number, index === codes.length - 1);
  }

  #store(slot: number, value: number): void {
    this.#undo.push(slot, this.#slots[slot] as number);
    this.#slots[slot] = value;
  }

  #rewind(length: number): void {
    while (this.#undo.length > length) {
      const value = this.#undo.pop() as number;
      this.#slots[this.#undo.pop() as number] = value;
    }
  }

  #look({ program, behind, negated, width }: Look, place: number): boolean {
    const from = behind ? place - width : place;
    const mark = this.#undo.length;
    const found = from >= 0 && this.#run(program, from) >= 0;
    if (negated) this.#rewind(mark);
    return found !== negated;
  }

  /** End of a repetition, at `place`, of what a group took; -1 if it took no part or something else stands there. */
  #reference(slot: number, fold: number, place: number): number {
    const codes = this.#codes;
    const start = this.#slots[slot] as number;
    const end = this.#slots[slot + 1] as number;
    if (end < 0 || place + end - start > codes.length) return -1;
    // Python compares lower case here, not the wider equivalence of single characters.
    const form = FOLDS[fold] === 'unicode' ? toLower : (code: number) => applyFold(FOLDS[fold] ?? 'none', code);
    for (let index = start; index < end; index++) {
      this.#budget.spend(1);
      const other = codes[place + index - start] as number;
      if (codes[index] !== other && form(codes[index] as number) !== form(other)) return -1;
    }
    return place + end - start;
  }
}
