// Process records as read -> the processes and threads of the trace's summary.

import { IntegerMap, IntegerSet } from '../../bytes/integer-map.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedMemory } from '../../features/callers.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { TraceProcess, TraceThread } from '../../features/trace.ts';
import type { Semantics } from '../../semantics.ts';
import { toId } from '../shared/report/integers.ts';
import type { CapeCode } from './codes.ts';
import type { ProcessRecord } from './process-record.ts';

/** A record without a usable id cannot be addressed and is left out, as are its calls. */
interface Identified {
  readonly record: ProcessRecord;
  readonly pid: number;
  readonly parentId: number;
}

export interface ListedProcesses {
  readonly processes: readonly TraceProcess[];
  readonly calls: number;
  /** Records that were left out. */
  readonly skipped: number;
}

/** The id of a process; undefined where it has none by which it could be addressed. */
export function usablePid({ pid }: ProcessRecord): number | undefined {
  const id = toId(pid);
  return id === 0 ? undefined : id;
}

/** `memory` says what is mapped in a process. */
export function listProcesses(
  records: readonly ProcessRecord[],
  semantics: Semantics,
  diagnostics: Diagnostics<CapeCode>,
  memory?: (record: ProcessRecord, pid: number) => MappedMemory,
): ListedProcesses {
  const identified: Identified[] = [];
  let skipped = 0;
  for (const record of records) {
    const pid = usablePid(record);
    if (pid === undefined) {
      skipped++;
      const message = 'a process without a usable process_id is left out';
      diagnostics.add('error', 'cape-process-malformed', message, `byte ${record.at}`);
      continue;
    }
    const parentId = toId(record.parentId);
    // Nothing started the first process of a Linux guest.
    if (parentId === undefined && record.parentId !== null) {
      const message = 'a process has no usable parent_id; 0 is used';
      diagnostics.add('warning', 'cape-process-malformed', message, `byte ${record.at}`);
    }
    identified.push({ record, pid, parentId: parentId ?? 0 });
  }
  const fromSample = findDescendants(identified);
  let calls = 0;
  const processes = identified.map(({ record, pid, parentId }, index): TraceProcess => {
    const address = { type: 'process', value: [parentId, pid] } as const;
    if (typeof record.name !== 'string') {
      const message = 'a process has no process_name';
      diagnostics.add('warning', 'cape-process-malformed', message, `byte ${record.at}`);
    }
    calls += record.calls;
    const features: LocatedFeature[] = [];
    for (const value of record.environment?.values() ?? []) {
      if (value !== '') features.push({ feature: { type: 'string', value }, address });
    }
    return {
      address,
      name: typeof record.name === 'string' ? record.name : '',
      features,
      threads: listThreads(record, pid, semantics, diagnostics),
      fromSample: fromSample.has(index),
      ...memory?.(record, pid),
    };
  });
  reportRecycledIds(identified, diagnostics);
  return { processes, calls, skipped };
}

/** Threads in the order of the record's list; the calls decide where there is none. */
function listThreads(
  record: ProcessRecord,
  pid: number,
  semantics: Semantics,
  diagnostics: Diagnostics<CapeCode>,
): TraceThread[] {
  const tidy = semantics['cape-thread-list'];
  const threads = record.identify([record.listed?.length === 1 ? record.listed[0] : undefined, pid]);
  let ids: Iterable<number> = record.listed ?? threads.keys();
  if (record.listed !== undefined && tidy) {
    const distinct = new IntegerSet(record.listed);
    if (distinct.size < record.listed.length) {
      const message = 'a process lists a thread twice; it counts once';
      diagnostics.add('note', 'cape-threads-repeated', message, `byte ${record.at}`);
    }
    for (const id of threads.keys()) {
      if (distinct.has(id)) continue;
      distinct.add(id);
      // Calls that name no thread are told of by themselves.
      if (!record.threads.has(id)) continue;
      const message = 'calls name a thread that its process does not list; it was added';
      diagnostics.add('warning', 'cape-thread-unlisted', message, `byte ${record.at}`);
    }
    ids = distinct;
  }
  return Array.from(ids, (tid) => ({ thread: threads.get(tid) ?? -1, tid, features: [] }));
}

/** Positions of the first process, which is the sample's, and of all that descend from it by their parents' ids. */
function findDescendants(processes: readonly Identified[]): IntegerSet {
  const children = new IntegerMap<number[]>();
  processes.forEach(({ parentId }, index) => {
    const siblings = children.get(parentId);
    if (siblings === undefined) children.set(parentId, [index]);
    else siblings.push(index);
  });
  const found = new IntegerSet(processes.length > 0 ? [0] : []);
  // A set hands out what is added while it is walked.
  for (const index of found) {
    const pid = processes[index]?.pid ?? -1;
    for (const child of children.get(pid) ?? []) found.add(child);
    // Every process with this parent has been added; looking again would take quadratic time.
    children.set(pid, []);
  }
  return found;
}

function reportRecycledIds(processes: readonly Identified[], diagnostics: Diagnostics<CapeCode>): void {
  const met = new Set<string>();
  for (const { pid, parentId, record } of processes) {
    const key = `${parentId} ${pid}`;
    if (met.has(key)) {
      const message = 'two processes have the same ids; they are kept apart';
      diagnostics.add('note', 'cape-process-id-recycled', message, `byte ${record.at}`);
    }
    met.add(key);
  }
}
