// A function while the program is being followed.

import type { CodeBlock, Evidence } from '../../program-code.ts';

/** What is known about a function that was followed. */
export interface FoundFunction {
  readonly address: number;
  readonly evidence: Evidence;
  blocks: readonly CodeBlock[];
  isThunk: boolean;
  returns: boolean;
}
