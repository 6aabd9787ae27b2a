// What a job tells, in words for standard error, and what its outcome means to a shell.

import type { InputHost } from '../node/input-host.ts';
import type { JobHost } from '../node/job-host.ts';
import { escapeText } from '../render/terminal/escape.ts';
import { describeLimitation } from './limitation.ts';
import { describeRuleProblems } from './rule-problems.ts';
import { describeSignatureProblems } from './signature-problems.ts';
import { formatStats } from './stats.ts';

/** How much is told. Cloneable: it is sent to workers. */
export interface Talk {
  readonly stats: boolean;
  readonly quiet: boolean;
  /** Cells of a line of a message. */
  readonly width: number;
  /** Whether there is one input, whose progress can be shown and which the user can interrupt. */
  readonly isAlone: boolean;
}

/** What talks with the user, whatever is said. */
export type JobMeans = InputHost &
  Pick<JobHost, 'write' | 'progress' | 'timed' | 'health'> & {
    /** Takes lines that are about the whole run, each with its end; several inputs may say the same. */
    tell(text: string): void;
  };

/** A host that puts everything but the result into words. */
export function createJobHost({ stats, quiet, width }: Talk, host: JobMeans): JobHost {
  const warn = (text: string): void => {
    if (!quiet) host.warn(text);
  };
  return {
    ...host,
    // What an input tells may be in the words of a server.
    warn: (text) => warn(escapeText(text)),
    rules: (diagnostics) => {
      if (!quiet && diagnostics.length > 0) host.tell(describeRuleProblems(diagnostics, width));
    },
    signatures: (diagnostics) => {
      if (!quiet && diagnostics.length > 0) host.tell(describeSignatureProblems(diagnostics));
    },
    limitation: (limitation) => warn(describeLimitation(limitation)),
    finished: (cost, milliseconds) => {
      if (stats) host.warn(formatStats(cost, milliseconds));
    },
  };
}
