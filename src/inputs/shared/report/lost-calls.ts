// What was lost of the calls of a report.

import type { JsonScalar } from '../../../bytes/json-cursor.ts';
import type { LostCalls } from '../../../features/trace.ts';
import type { ProcessEntry, ProcessList } from './process-list.ts';

/**
 * `usable` says which records are used; of the others all calls are lost. `describe` names a record for people.
 */
export function lostCalls<Entry extends ProcessEntry>(
  list: ProcessList<Entry>,
  usable: (entry: Entry) => boolean,
  describe: (entry: Entry) => string,
): LostCalls {
  const processes: string[] = [];
  let calls = list.skippedCalls;
  for (const entry of list.records ?? []) {
    const used = usable(entry) ? entry.calls : 0;
    const lost = entry.calls + entry.lost - used;
    calls += lost;
    if (used === 0 && lost > 0) processes.push(describe(entry));
  }
  return { calls, processes };
}

/** A process record as people name it; `name` and `pid` are as the report has them. */
export function processText(name: JsonScalar | undefined, pid: JsonScalar | undefined): string {
  return `${typeof name === 'string' && name !== '' ? name : 'a process'} (pid ${pid ?? 'unknown'})`;
}
