// Report health: what an input contained, what was missing, and what could therefore not match. An analyst who sees "no
// capabilities" must be able to tell a harmless program from a broken report.

import type { Diagnostic } from '../diagnostics.ts';

/** A part of the input that was absent or unusable, and its consequence for rules. */
export interface MissingPart {
  /** What is missing, in the words of the input's own format: `behavior.processes[].environ`. */
  readonly part: string;
  /** What could therefore not match: `file-scope string rules see no registry keys`. */
  readonly consequence: string;
}

interface HealthFacts {
  /** The tool that recorded the input, e.g. `CAPE`, and its version as the input states it. */
  readonly producer: string;
  readonly producerVersion?: string;
  /** What was analysed, e.g. the target's category: `file`, `url`. */
  readonly target?: string;
  /** Records that were present but could not be used. */
  readonly skippedRecords: number;
  readonly missing: readonly MissingPart[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ProgramHealth extends HealthFacts {
  readonly flavour: 'static';
}

export interface TraceHealth extends HealthFacts {
  readonly flavour: 'dynamic';
  /** Whether the recorder tells what was done, but not by which calls: that there are none then says nothing of the run. */
  readonly factsOnly?: boolean;
  /** What was recorded and could be used. */
  readonly processes: number;
  readonly threads: number;
  readonly calls: number;
}

export type Health = ProgramHealth | TraceHealth;
