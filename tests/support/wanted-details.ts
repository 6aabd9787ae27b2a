// What rules may ask for beside the values of calls, for tests of inputs.

import type { WantedDetails } from '../../src/features/details.ts';

/** Asks for what is said, of all calls. `arguments`: of all names. */
export function wantedDetails(
  asked: Partial<Record<'arguments' | 'returns' | 'status' | 'observed' | 'behaviors' | 'times', boolean>>,
): WantedDetails {
  const { arguments: named = false, returns = false, status = false, observed = false } = asked;
  const { behaviors = false, times = false } = asked;
  const ofAll = { hasArgument: () => named, arguments: named, returns, status, observed };
  return { ...ofAll, ofFunction: () => ofAll, hasBehavior: () => behaviors, behaviors, times };
}
