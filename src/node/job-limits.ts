// How much a job may take, and what ends when it has.

import type { AnalyzeOptions } from '../analyze.ts';
import type { ByteSource } from '../bytes/source.ts';
import type { Unpack } from '../bytes/unpack.ts';
import { unpackSource } from './gunzip.ts';
import type { JobOptions } from './job-options.ts';

/** What a budget means to the steps of a job. */
export interface Limits {
  readonly source: ByteSource;
  /** For detection, which cannot end with a part. */
  readonly unpack: Unpack;
  readonly budget: Pick<AnalyzeOptions, 'budget' | 'matchingBudget'>;
  /** Counts from now again. */
  readonly restart?: () => void;
  /** These throw `budget-exceeded` once matching or showing takes more than it may. */
  readonly checkMatching?: () => void;
  readonly checkShowing?: () => void;
}

/** The source and what unpacks it under the budget, where there is one. */
export async function limit(
  source: ByteSource,
  { timeoutSeconds, maxMemoryMegabytes }: JobOptions,
  host: { timed?(): void },
): Promise<Limits> {
  if (timeoutSeconds === undefined && maxMemoryMegabytes === undefined) {
    return { source, unpack: unpackSource, budget: {} };
  }
  const { createBudget, createMatchingBudget, unpackOnBudget, memoryCheck, withHeartbeat } = await import(
    './budget.ts'
  );
  // Only an analysis asks the budget by itself: not what finds out what the input is, nor what reads a saved result.
  let isAnalysed = false;
  let current = createBudget(timeoutSeconds, maxMemoryMegabytes);
  let matching = createMatchingBudget(timeoutSeconds, maxMemoryMegabytes);
  host.timed?.();
  const budget = (): string | undefined => current();
  return {
    source: withHeartbeat(source, budget, () => !isAnalysed),
    unpack: unpackOnBudget(unpackSource, budget),
    budget: { budget, matchingBudget: () => matching() },
    restart: () => {
      isAnalysed = true;
      current = createBudget(timeoutSeconds, maxMemoryMegabytes);
      matching = createMatchingBudget(timeoutSeconds, maxMemoryMegabytes);
      host.timed?.();
    },
    ...(maxMemoryMegabytes !== undefined && {
      checkMatching: memoryCheck(maxMemoryMegabytes, source.name, 'what was read was not matched to its end'),
      checkShowing: memoryCheck(maxMemoryMegabytes, source.name, 'what was shown is not all'),
    }),
  };
}
