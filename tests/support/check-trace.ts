// Checks a capa-trace file that is in memory.

import { memorySource } from '../../src/bytes/source.ts';
import { readRecords } from '../../src/formats/capa-trace/read-records.ts';
import { TraceCheck, type TraceCounts } from '../../src/formats/capa-trace/trace-check.ts';

export interface CheckedTrace {
  /** `RULE LINE` of each fault. */
  readonly faults: readonly string[];
  readonly counts: TraceCounts;
}

export async function checkTrace(text: string | Uint8Array): Promise<CheckedTrace> {
  const faults: string[] = [];
  const checking = new TraceCheck(({ rule, line }) => faults.push(`${rule} ${line}`));
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for await (const batch of readRecords(memorySource('run', bytes))) {
    for (const { line, record } of batch) checking.add(line, record);
  }
  checking.finish();
  return { faults, counts: checking.counts };
}
