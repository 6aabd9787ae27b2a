// What is analysed: what an input reads, of either flavour.

import type { Program } from './program.ts';
import type { Flavour } from './scopes.ts';
import type { Trace } from './trace.ts';

interface SubjectByFlavour {
  readonly static: Program;
  readonly dynamic: Trace;
}

/** A program or a recorded run. */
export type Subject = SubjectByFlavour[Flavour];
