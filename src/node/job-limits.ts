// How much a job may take, and what ends when it has.

import type { AnalyzeOptions } from '../analyze.ts';
import type { Gunzip } from '../bytes/gunzip.ts';
import type { ByteSource } from '../bytes/source.ts';
import { gunzipSource } from './gunzip.ts';
import type { JobOptions } from './job-options.ts';

/** What a budget means to the steps of a job. */
export interface Limits {
  readonly source: ByteSource;
  /** For detection, which cannot end with a part. */
  readonly gunzip: Gunzip;
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
    return { source, gunzip: gunzipSource, budget: {} };
  }
  const { createBudget, createMatchingBudget, gunzipOnBudget, memoryCheck, withHeartbeat } = await import(
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
    gunzip: gunzipOnBudget(gunzipSource, budget),
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
