// What was followed of each process, and what became of it.

import type { ExecutedLayer } from '../../../code/executed/executed-code.ts';
import type { RecordedCode } from '../../../code/executed/recorded-code.ts';
import type { NativeFacts } from '../native/native-facts.ts';
import type { Observations } from './observations.ts';

/** One process whose instructions were followed. */
export interface FollowedProcess {
  readonly code: RecordedCode;
  readonly observations: Observations;
  /** Memory of files, where the recording tells of them. */
  readonly modules: readonly { readonly start: number; readonly end: number }[];
}

/** A layer with what is needed to match and to show it. */
export interface ExecutedPart {
  readonly layer: ExecutedLayer;
  readonly facts: NativeFacts;
  readonly process: FollowedProcess;
  isUnpacked(version: number): boolean;
}
