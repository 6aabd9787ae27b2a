// Search in linear time for patterns with look-around. Every look-around is first answered for all places of the text at once:
// look-behind by a run from the start that notes where its body ends, look-ahead by a run from the end that notes where it begins.

import { LIMITS } from '../../limits.ts';
import { bitsOf, EDGE } from './places.ts';
import type { Program } from './program.ts';
import { StepBudget, withinBudget } from './step-budget.ts';
import { Threads } from './threads.ts';

/** Answers of one program and of the look-arounds in it. */
class LookThreads {
  readonly #threads: Threads;
  readonly #looks: readonly { readonly body: LookThreads; readonly behind: boolean; readonly negated: boolean }[];

  constructor(program: Program) {
    this.#threads = new Threads(program);
    this.#looks = program.looks.map(({ program: body, behind, negated }) => ({
      body: new LookThreads(body),
      behind,
      negated,
    }));
  }

  /**
   * Runs over `codes`, from the end if `backward`, starting anew at every place (0 to the number of code points). Tells `found`
   * every place at which a match ends, in the direction of the run, until it answers true.
   */
  run(codes: Int32Array, backward: boolean, budget: StepBudget, found: (place: number) => boolean): void {
    const threads = this.#threads;
    const answers = this.#looks.map(({ body, behind }) => {
      const places = new Uint8Array(codes.length + 1);
      body.run(codes, !behind, budget, (place) => {
        places[place] = 1;
        return false;
      });
      return places;
    });
    const count = codes.length;
    const sideOf = (index: number): number =>
      index < 0 || index >= count ? EDGE : bitsOf(codes[index] as number, index === count - 1);
    let before = EDGE;
    let states: number[] = [];
    for (let step = 0; step <= count; step++) {
      const place = backward ? count - step : step;
      const ahead = backward ? place - 1 : place;
      const after = sideOf(ahead);
      const start = threads.steps;
      states.push(0);
      const open = threads.close(states, before, after, (index) => {
        const held = (answers[index] as Uint8Array)[place] === 1;
        return held !== (this.#looks[index] as { negated: boolean }).negated;
      });
      if (threads.matched(open) && found(place)) return;
      if (step < count) {
        const { sets } = threads.program;
        const code = codes[ahead] as number;
        states = threads.advance(open, (set) => (sets[set] as (code: number) => boolean)(code));
      }
      budget.spend(threads.steps - start);
      before = after;
    }
  }
}

export class LookAroundSearch {
  readonly #threads: LookThreads;

  constructor(program: Program) {
    this.#threads = new LookThreads(program);
  }

  /** Whether the pattern occurs in `text`; undefined if the search took too many steps. */
  search(text: string): boolean | undefined {
    const codes = Int32Array.from(text, (character) => character.codePointAt(0) as number);
    const budget = new StepBudget(LIMITS.regexLinearSteps + LIMITS.regexLinearStepsPerUnit * text.length);
    return withinBudget(() => {
      let occurs = false;
      this.#threads.run(codes, false, budget, () => {
        occurs = true;
        return true;
      });
      return occurs;
    });
  }
}
