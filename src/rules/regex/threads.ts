// All states that a program can be in at one place of a text: the common ground of the cached and the uncached linear search.

import { holds, neededBits } from './places.ts';
import { OPERATION, type Program } from './program.ts';

/** Follows a program on all paths at once. One instance serves one program; its buffers are reused. */
export class Threads {
  readonly program: Program;
  /** Properties of places that the program asks for: others need not be kept apart. */
  readonly bits: number;
  /** True if some assertion or look-around must wait for what comes after it. */
  readonly waits: boolean;
  /** Instructions visited so far. */
  steps = 0;
  readonly #seen: Uint32Array;
  #round = 0;
  readonly #stack: number[] = [];

  constructor(program: Program) {
    this.program = program;
    this.#seen = new Uint32Array(program.operations.length);
    let bits = 0;
    let waits = false;
    program.operations.forEach((operation, at) => {
      if (operation === OPERATION.assert) {
        const test = program.a[at] as number;
        bits |= neededBits(test);
        waits ||= holds(test, 0, undefined) === undefined;
      } else if (operation === OPERATION.look) waits = true;
    });
    this.bits = bits;
    this.waits = waits;
  }

  /**
   * The instructions among `from` and behind them that take a code point, match, or cannot be decided yet, in ascending order.
   * `after` undefined: what follows is not known yet. `look` says which look-arounds hold here.
   */
  close(
    from: readonly number[],
    before: number,
    after: number | undefined,
    look?: (index: number) => boolean,
  ): number[] {
    const { operations, a, b } = this.program;
    const seen = this.#seen;
    const stack = this.#stack;
    const round = ++this.#round;
    const result: number[] = [];
    for (const start of from) {
      stack.push(start);
      while (stack.length > 0) {
        const at = stack.pop() as number;
        if (seen[at] === round) continue;
        seen[at] = round;
        this.steps++;
        switch (operations[at]) {
          case OPERATION.split:
            stack.push(b[at] as number, a[at] as number);
            break;
          case OPERATION.jump:
            stack.push(a[at] as number);
            break;
          case OPERATION.assert: {
            const passed = holds(a[at] as number, before, after);
            if (passed === undefined) result.push(at);
            else if (passed) stack.push(at + 1);
            break;
          }
          case OPERATION.look:
            if (look === undefined) result.push(at);
            else if (look(a[at] as number)) stack.push(at + 1);
            break;
          default:
            result.push(at);
        }
      }
    }
    return result.sort((left, right) => left - right);
  }

  /** Where the instructions of `states` go that take the code point for which `takes(set)` holds. */
  advance(states: readonly number[], takes: (set: number) => boolean): number[] {
    const { operations, a } = this.program;
    const targets: number[] = [];
    for (const at of states) {
      if (operations[at] === OPERATION.set && takes(a[at] as number)) targets.push(at + 1);
    }
    this.steps += states.length;
    return targets;
  }

  /** True if the pattern has matched in one of `states`. Match is the last instruction, so it can only come last. */
  matched(states: readonly number[]): boolean {
    return states.length > 0 && this.program.operations[states[states.length - 1] as number] === OPERATION.match;
  }
}
