// Who takes what a job comes to, and what is said on the way.

import type { AnalysisStats, Limitation, Progress } from '../analyze.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { Health } from '../features/health.ts';
import type { RuleDiagnostic } from '../rules/codes.ts';
import type { InputHost } from './input-host.ts';

export interface JobHost extends InputHost {
  /** Takes text of the result, and waits while it cannot be passed on. */
  write(text: string): Promise<void>;
  progress(progress: Progress): void;
  /** Told that the time of the input is counted from now: it is there, or, once more, the rules are. */
  timed?(): void;
  /** Told what is wrong with the rules, before anything is analysed. */
  rules(diagnostics: readonly RuleDiagnostic[]): void;
  /** Told which files with signatures cannot be used, and why. */
  signatures(diagnostics: readonly Diagnostic[]): void;
  /** Told what the input contained and lacked. */
  health(health: Health): void;
  /** Told that results say little about the input, and why. */
  limitation(limitation: Limitation): void;
  /** Told at the end what the analysis cost. */
  finished(stats: AnalysisStats, milliseconds: number): void;
}
