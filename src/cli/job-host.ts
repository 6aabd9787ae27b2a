// What a job tells, in words for standard error, and what its outcome means to a shell.

import type { InputHost } from '../node/input-host.ts';
import type { JobHost, JobOutcome } from '../node/job.ts';
import type { RuleDiagnostic } from '../rules/load.ts';
import { EXIT_LIMITATION, EXIT_OK } from './exit-codes.ts';
import { describeSource } from './failure.ts';
import { describeLimitation } from './limitation.ts';
import { formatStats } from './stats.ts';

/** How much is told. Cloneable: it is sent to workers. */
export interface Talk {
  readonly stats: boolean;
  readonly quiet: boolean;
}

/** Exit code of a job that came to its end. */
export const EXIT_CODES_OF_OUTCOMES: Readonly<Record<JobOutcome, number>> = {
  shown: EXIT_OK,
  limited: EXIT_LIMITATION,
};

/** What talks with the user, whatever is said. */
export type JobMeans = InputHost & Pick<JobHost, 'write' | 'progress' | 'health'>;

/** A host that puts everything but the result into words. */
export function createJobHost({ stats, quiet }: Talk, host: JobMeans): JobHost {
  const warn = (text: string): void => {
    if (!quiet) host.warn(text);
  };
  return {
    ...host,
    warn,
    rules: (diagnostics) => {
      for (const diagnostic of diagnostics) warn(describeRuleProblem(diagnostic));
    },
    limitation: (rule) => warn(describeLimitation(rule)),
    finished: (cost, milliseconds) => {
      if (stats) host.warn(formatStats(cost, milliseconds));
    },
  };
}

function describeRuleProblem({ message, where, count, source }: RuleDiagnostic): string {
  const place = where === undefined ? '' : ` (${where})`;
  const times = count > 1 ? ` (${count} times)` : '';
  return `${message}${place}${times}${source === undefined ? '' : describeSource(source)}`;
}
