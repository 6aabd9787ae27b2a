// Details of recorded calls that inputs hand over only where somebody asks: most rules do not, and naming every argument of millions
// of calls would cost more than matching them.

import type { BehaviorKind } from './behaviors.ts';

/** What is asked for of calls, beside the features that all have. */
export interface WantedOfCalls {
  /** Whether `argument` features of a canonical name are asked for. */
  hasArgument(name: string): boolean;
  /** Whether any are. */
  readonly arguments: boolean;
  /** Whether `return` features are asked for, */
  readonly returns: boolean;
  /** `status` features, */
  readonly status: boolean;
  /** and `observed number` features. */
  readonly observed: boolean;
}

/** What is asked for of some calls. */
export interface WantedDetails extends WantedOfCalls {
  /**
   * What is asked for of the calls of one function, which is at most that of all. `names`: those that its calls count under, as in their
   * `api` features. An input may hand over more; it changes nothing that anybody sees.
   */
  ofFunction(names: readonly string[]): WantedOfCalls;
  /** Whether `behavior` features of a kind are asked for. */
  hasBehavior(kind: BehaviorKind): boolean;
  /** Whether any are. */
  readonly behaviors: boolean;
  /** Whether it is asked when calls were made. */
  readonly times: boolean;
}

/** Of calls of which nothing is asked. */
export const NOTHING_WANTED: WantedOfCalls = {
  hasArgument: () => false,
  arguments: false,
  returns: false,
  status: false,
  observed: false,
};
