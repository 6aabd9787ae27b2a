// Is this one of the documents of Hatching Triage (Recorded Future Sandbox)? There are three of interest: the report of a task, the
// overview of a sample, and the log of the kernel monitor.

import type { Probe } from '../input.ts';
import { outlineJson } from '../shared/json-outline.ts';

export type TriageShape = 'report' | 'overview' | 'kernel log' | 'other';

/** The first record of a log. */
const KERNEL_RECORD = /^[\ufeff\s]*\{\s*(?:"event"\s*:\s*\{[^{}]{0,20000}\}\s*,\s*)?"kind"\s*:\s*"onemon\./;
/** UTF-16 units in which it has to be. */
const RECORD_LENGTH = 32_768;

/** Looks at the beginning of an input. */
export function recogniseShape(head: Uint8Array): TriageShape {
  const { paths } = outlineJson(head);
  if (paths.has('kind')) {
    const text = new TextDecoder().decode(head).slice(0, RECORD_LENGTH);
    return KERNEL_RECORD.test(text) ? 'kernel log' : 'other';
  }
  const isOwn = paths.has('version') && paths.has('sample') && paths.has('analysis') && paths.has('analysis.score');
  if (!isOwn || paths.has('behavior')) return 'other';
  if (paths.has('tasks')) return 'overview';
  // The static report of a sample has files and no run.
  return paths.has('task') && !paths.has('files') ? 'report' : 'other';
}

export function recogniseTriage({ head }: Probe): 0 | 1 | 2 {
  return recogniseShape(head) === 'other' ? 0 : 2;
}
