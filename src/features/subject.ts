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

/** The code that ran in a recorded run which was read, where its recorder followed instructions; of a program nothing: it is code itself. */
export function executedCode(subject: Subject): Program | undefined {
  switch (subject.flavour) {
    case 'static':
      return undefined;
    case 'dynamic':
      return subject.executed?.();
  }
}
