// The bound on the work of one search. A search that meets it is abandoned, which its caller must be able to tell.

class OutOfSteps extends Error {}

export class StepBudget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** Accounts for work done; ends the search when nothing is left. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new OutOfSteps();
  }

  /** Ends the search at once. */
  exhaust(): never {
    throw new OutOfSteps();
  }
}

/** The result of `search`, or undefined if it ran out of steps. */
export function withinBudget(search: () => boolean): boolean | undefined {
  try {
    return search();
  } catch (error) {
    if (error instanceof OutOfSteps) return undefined;
    throw error;
  }
}
