// What a DRAKVUF log comes to when it has been read: processes and threads, facts about the guest, and the log's health.

import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { NO_ADDRESS } from '../../features/address.ts';
import type { MissingPart } from '../../features/health.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { TraceProcess, TraceSummary } from '../../features/trace.ts';
import type { Semantics } from '../../semantics.ts';
import type { CallOrder } from './call-order.ts';
import type { DrakvufCode } from './codes.ts';
import { ASSUMED_GUEST, type Guest } from './guest.ts';
import type { GuestModules } from './modules.ts';
import { type Ancestry, listThreads, type ProcessTable } from './process-table.ts';
import type { CallSource } from './record.ts';
import type { UnreadRecords } from './unread-records.ts';

/** What was met in the log. */
export interface Recorded {
  readonly semantics: Semantics;
  readonly calls: Readonly<Record<CallSource, number>>;
  readonly imports: readonly LocatedFeature[];
  readonly table: ProcessTable;
  readonly order: CallOrder;
  readonly ancestry: Ancestry;
  readonly guest: Guest;
  readonly unread: UnreadRecords;
  /** Undefined where nobody looks at where calls come from. */
  readonly modules: GuestModules | undefined;
  readonly diagnostics: Diagnostics<DrakvufCode>;
  readonly skipped: number;
  readonly lostCalls: number;
  /** Whether records were lost, not only lines of another kind. */
  readonly lostRecords: boolean;
}

/** The summary; throws CapaxError `report-no-calls` where the log held neither a call, be it unusable, nor an import. */
export function summarise(recorded: Recorded, where: string): TraceSummary {
  const { semantics, calls, imports, table, order, guest, diagnostics, skipped, lostCalls, lostRecords } = recorded;
  const all = calls.syscall + calls.apimon + calls.effect;
  if (all === 0 && imports.length === 0 && !lostRecords) {
    throw new CapaxError('report-no-calls', 'The log holds no call that DRAKVUF recorded.', {
      where,
      hint: 'Give drakmon.log of an analysis with the plugins apimon or syscalls switched on.',
    });
  }
  if (order.unreadable > 0) {
    const message = `${order.unreadable} calls have no readable time stamp and keep their place in the log`;
    diagnostics.add('warning', 'drakvuf-time-malformed', message);
  }
  return {
    hashes: { md5: '', sha1: '', sha256: '' },
    baseAddress: NO_ADDRESS,
    globals: semantics['drakvuf-guest'] ? guest.features() : ASSUMED_GUEST,
    file: imports,
    processes: listProcesses(recorded),
    lost: { calls: lostCalls, processes: [] },
    health: {
      producer: 'DRAKVUF',
      flavour: 'dynamic',
      processes: table.processCount,
      threads: table.threadCount,
      calls: all,
      skippedRecords: skipped,
      missing: listMissing(recorded),
      diagnostics: diagnostics.list(),
    },
  };
}

function listProcesses({ order, table, ancestry, modules }: Recorded): TraceProcess[] {
  const orders = order.sort(table.threadCount);
  const sample = ancestry.fromSample();
  return table.list().map((process) => {
    const address = { type: 'process', value: [process.ppid, process.pid] } as const;
    const threads = listThreads(process);
    const name = threads[0]?.processName ?? '';
    return {
      address,
      name,
      features: [{ feature: { type: 'string', value: name }, address }],
      threads: threads.map((thread) => {
        const order = orders[thread.number];
        return { thread: thread.number, tid: thread.tid, features: [], ...(order === undefined ? {} : { order }) };
      }),
      ...(sample === undefined ? {} : { fromSample: sample.has(process.pid) }),
      ...modules?.describe(process.pid),
    };
  });
}

function listMissing({ semantics, calls, imports, ancestry, guest, unread }: Recorded): MissingPart[] {
  const missing: MissingPart[] = [
    { part: 'hashes of the sample', consequence: 'the log cannot be matched with a file by its hash' },
  ];
  if (calls.apimon === 0) {
    missing.push({ part: 'apimon calls', consequence: 'rules see no user-mode functions, only system calls' });
  }
  if (calls.syscall === 0) {
    missing.push({ part: 'syscall calls', consequence: 'rules see no system calls' });
  }
  if (imports.length === 0) {
    missing.push({ part: 'apimon dll_loaded records', consequence: 'file-scope import rules cannot match' });
  }
  if (ancestry.fromSample() === undefined) {
    missing.push({
      part: 'inject record',
      consequence: 'the processes of the sample cannot be told from those of the system',
    });
  }
  if (semantics['drakvuf-guest'] && !guest.wide) {
    missing.push({
      part: 'anything that only a 64-bit guest has',
      consequence: 'the architecture is unknown, and rules that ask for one cannot match',
    });
  }
  return [...missing, ...unread.list()];
}
