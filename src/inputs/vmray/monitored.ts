// Which processes and threads VMRay monitored: those of the summary, then those that only the function log knows, then those that
// nobody announced and that made calls. VMRay numbers them itself (monitor ids), so recycled operating-system ids stay apart.

import { copyText } from '../../bytes/copy-text.ts';
import { IntegerMap, IntegerSet } from '../../bytes/integer-map.ts';
import type { TraceProcess, TraceThread } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { Caller } from './call-pusher.ts';
import { parseVmrayId } from './integer.ts';
import type { MonitorRecord } from './records.ts';
import type { MonitoredRegions } from './regions.ts';
import { type Complain, cleanPath, type SummaryProcess, type VmraySummary } from './summary.ts';

interface MonitoredThread {
  readonly monitorId: number;
  readonly tid: number;
}

/** A process of which nothing is known but its calls. */
const UNKNOWN_PROCESS = {
  originId: undefined,
  pid: 0,
  ppid: 0,
  imageName: 'unlisted process',
  filename: '',
  commandLine: '',
  reason: '',
};

/** The reason for which VMRay monitors what the user submitted. */
const TARGET_REASON = 'analysis_target';

/** A path for comparison: regions state theirs without a drive. */
function withoutDrive(path: string): string {
  return path.toLowerCase().replace(/^[a-z]:/, '');
}

export class MonitoredProcesses {
  /** By monitor id, in listing order. */
  readonly #processes = new IntegerMap<SummaryProcess>();
  /** Threads of a process, by its monitor id, in the order of the log. */
  readonly #threads = new IntegerMap<MonitoredThread[]>();
  /** Ids of the operating system by monitor id. */
  readonly #tids = new IntegerMap<number>();
  /** By monitor id: why it is monitored, and because of which other. */
  readonly #targets = new IntegerSet();
  readonly #origins = new IntegerMap<number>();
  /** Processes that are kept only because they made calls; of some of them nothing is known. */
  readonly #kept = new IntegerSet();
  readonly #complain: Complain;

  constructor(summary: VmraySummary, complain: Complain) {
    this.#complain = complain;
    for (const process of summary.processes) {
      if (this.#processes.has(process.monitorId)) complain('vmray-process-repeated', 'a monitor id is used twice');
      else this.#addProcess(process);
    }
  }

  #addProcess(process: SummaryProcess): void {
    this.#processes.set(process.monitorId, process);
    this.#addOrigin(process.monitorId, process.originId, process.reason);
  }

  #addOrigin(monitorId: number, originId: number | undefined, reason: string): void {
    if (reason === TARGET_REASON) this.#targets.add(monitorId);
    if (originId !== undefined && !this.#origins.has(monitorId)) this.#origins.set(monitorId, originId);
  }

  /** Adds what the function log says of a process or thread. */
  add(kind: 'process' | 'thread', record: MonitorRecord): void {
    if (this.#processes.size + this.#tids.size >= LIMITS.traceThreads) {
      this.#complain(
        'vmray-too-many-threads',
        `more than ${LIMITS.traceThreads} processes and threads; the rest is left out`,
      );
    } else if (kind === 'process') this.#addProcessRecord(record);
    else this.#addThreadRecord(record);
  }

  #addProcessRecord(record: MonitorRecord): void {
    const monitorId = parseVmrayId(record.attribute('process_id'));
    const pid = parseVmrayId(record.attribute('os_pid'));
    if (monitorId === undefined || pid === undefined) {
      this.#complain('vmray-process-malformed', 'a process has no usable process_id or os_pid');
      return;
    }
    const originId = parseVmrayId(record.attribute('parent_id'));
    const reason = record.attribute('monitor_reason') ?? '';
    const known = this.#processes.get(monitorId);
    if (known !== undefined) {
      this.#addOrigin(monitorId, originId, reason);
      if (known.pid !== pid) {
        this.#complain('vmray-process-contradiction', 'the function log and the summary give a process different pids');
      }
      return;
    }
    this.#addProcess({
      monitorId,
      originId,
      pid,
      ppid: parseVmrayId(record.attribute('os_parent_pid')) ?? 0,
      imageName: copyText(record.attribute('image_name') ?? ''),
      filename: copyText(cleanPath(record.attribute('filename') ?? '')),
      commandLine: copyText(cleanPath(record.attribute('cmd_line') ?? '')),
      reason: copyText(reason),
    });
  }

  #addThreadRecord(record: MonitorRecord): void {
    const monitorId = parseVmrayId(record.attribute('thread_id'));
    const process = parseVmrayId(record.attribute('process_id'));
    const tid = parseVmrayId(record.attribute('os_tid'));
    if (monitorId === undefined || process === undefined || tid === undefined) {
      this.#complain('vmray-thread-malformed', 'a thread has no usable thread_id, process_id or os_tid');
      return;
    }
    if (this.#tids.has(monitorId)) {
      this.#complain('vmray-thread-repeated', 'a thread is announced twice; the first one counts');
      return;
    }
    this.#tids.set(monitorId, tid);
    this.#addThread(process, { monitorId, tid });
  }

  #addThread(process: number, thread: MonitoredThread): void {
    const threads = this.#threads.get(process);
    if (threads === undefined) this.#threads.set(process, [thread]);
    else threads.push(thread);
  }

  /**
   * Adds what made calls without being listed, whatever the reason. Where the ids of the operating system are unknown VMRay's own stand
   * for them.
   */
  addUnlisted(callers: IntegerMap<Caller>): void {
    for (const [process, { threads }] of callers) {
      const known = this.#processes.get(process);
      if (known === undefined) this.#processes.set(process, { ...UNKNOWN_PROCESS, monitorId: process });
      if (known === undefined || !this.#isListed(known)) this.#kept.add(process);
      const listed = new IntegerSet(this.#threads.get(process)?.map(({ monitorId }) => monitorId));
      for (const monitorId of threads.keys()) {
        if (!listed.has(monitorId))
          this.#addThread(process, { monitorId, tid: this.#tids.get(monitorId) ?? monitorId });
      }
    }
  }

  /** As in the reference, processes without a pid or a file name are left out if nothing speaks for them. */
  #isListed({ monitorId, pid, filename }: SummaryProcess): boolean {
    return (pid !== 0 && filename !== '') || this.#kept.has(monitorId);
  }

  /** Names of the files that the processes run. */
  get filenames(): string[] {
    return [...this.#processes.values()].map(({ filename }) => filename);
  }

  /**
   * Processes with their threads; `callers` have the dense numbers of those that made calls, `regions` what was mapped where that is
   * looked at.
   */
  list(callers: IntegerMap<Caller>, regions?: MonitoredRegions): TraceProcess[] {
    const targets = new Set([...this.#targets].map((id) => withoutDrive(this.#processes.get(id)?.filename ?? '')));
    const isSample = (path: string): boolean => targets.has(withoutDrive(path));
    const fromSample = this.#findFromSample();
    return [...this.#processes.values()]
      .filter((process) => this.#isListed(process))
      .map(({ monitorId, pid, ppid, imageName, commandLine }) => {
        const numbers = callers.get(monitorId)?.threads;
        const isFromSample = fromSample?.has(monitorId);
        const threads: TraceThread[] = (this.#threads.get(monitorId) ?? []).map((thread) => ({
          thread: numbers?.get(thread.monitorId) ?? -1,
          tid: thread.tid,
          features: [],
        }));
        return {
          address: { type: 'process', value: [ppid, pid || monitorId] },
          name: imageName === UNKNOWN_PROCESS.imageName ? imageName : `${imageName} (${commandLine})`,
          features: [],
          threads,
          ...(isFromSample === undefined || (!isFromSample && this.#kept.has(monitorId))
            ? {}
            : { fromSample: isFromSample }),
          ...regions?.describe(monitorId, isSample),
        };
      });
  }

  /** The target and everything that is monitored because of it; undefined where no target is named. */
  #findFromSample(): IntegerSet | undefined {
    if (this.#targets.size === 0) return undefined;
    const children = new IntegerMap<number[]>();
    for (const [process, origin] of this.#origins) {
      const siblings = children.get(origin);
      if (siblings === undefined) children.set(origin, [process]);
      else siblings.push(process);
    }
    const found = new IntegerSet(this.#targets);
    // A set hands out what is added while it is walked.
    for (const process of found) for (const child of children.get(process) ?? []) found.add(child);
    return found;
  }
}
