// When V8 compiles a function a second time, for speed: its optimising compiler takes a third of the processor time of a run of a second,
// most of it for functions that have little left to do by then.

import { setFlagsFromString } from 'node:v8';

/** How much bytecode a function runs before V8 looks at it again: what V8 has by itself, and what pays for one input. */
const USUAL_BUDGET = 67_584;
const LATER_BUDGET = 500_000;

/** The V8 of Node 20. Others decide by other means, and complain about flags that they do not know. */
const IS_KNOWN = process.versions.v8.startsWith('11.3.');

/**
 * Makes V8 compile for speed later than it does by itself, in the whole process. To be called when nearly all of Node's own modules that will
 * be needed are there: V8 takes stored code, theirs too, only under the flags under which it was stored.
 */
export function compileLater(): void {
  if (!IS_KNOWN) return;
  setBudget(LATER_BUDGET);
  // Before the code of this run is stored.
  process.prependOnceListener('exit', () => setBudget(USUAL_BUDGET));
}

function setBudget(budget: number): void {
  setFlagsFromString(`--interrupt-budget=${budget}`);
}
