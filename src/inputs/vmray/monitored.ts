// Which processes and threads VMRay monitored: those of the summary, then those that only the function log knows. VMRay numbers
// them itself (monitor ids), so recycled operating-system ids stay apart.

import { copyText } from '../../bytes/copy-text.ts';
import type { XmlTag } from '../../bytes/xml-stream.ts';
import type { TraceProcess, TraceThread } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import { parseVmrayId } from './integer.ts';
import { type Complain, cleanPath, type SummaryProcess, type VmraySummary } from './summary.ts';

interface MonitoredThread {
  readonly monitorId: number;
  readonly tid: number;
}

/** The reason for which VMRay monitors what the user submitted. */
const TARGET_REASON = 'analysis_target';

export class MonitoredProcesses {
  /** By monitor id, in listing order. */
  readonly #processes = new Map<number, SummaryProcess>();
  /** Threads of a process, by its monitor id, in the order of the log. */
  readonly #threads = new Map<number, MonitoredThread[]>();
  readonly #threadIds = new Set<number>();
  /** By monitor id: why it is monitored, and because of which other. */
  readonly #targets = new Set<number>();
  readonly #origins = new Map<number, number>();
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

  /** Adds what a `monitor_process` or `monitor_thread` element says. */
  add(kind: 'process' | 'thread', tag: XmlTag): void {
    if (this.#processes.size + this.#threadIds.size >= LIMITS.traceThreads) {
      this.#complain(
        'vmray-too-many-threads',
        `more than ${LIMITS.traceThreads} processes and threads; the rest is left out`,
      );
    } else if (kind === 'process') this.#addProcessTag(tag);
    else this.#addThreadTag(tag);
  }

  #addProcessTag(tag: XmlTag): void {
    const monitorId = parseVmrayId(tag.attribute('process_id'));
    const pid = parseVmrayId(tag.attribute('os_pid'));
    if (monitorId === undefined || pid === undefined) {
      this.#complain('vmray-process-malformed', 'a process has no usable process_id or os_pid');
      return;
    }
    const originId = parseVmrayId(tag.attribute('parent_id'));
    const reason = tag.attribute('monitor_reason') ?? '';
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
      ppid: parseVmrayId(tag.attribute('os_parent_pid')) ?? 0,
      imageName: copyText(tag.attribute('image_name') ?? ''),
      filename: copyText(cleanPath(tag.attribute('filename') ?? '')),
      commandLine: copyText(cleanPath(tag.attribute('cmd_line') ?? '')),
      reason: copyText(reason),
    });
  }

  #addThreadTag(tag: XmlTag): void {
    const monitorId = parseVmrayId(tag.attribute('thread_id'));
    const process = parseVmrayId(tag.attribute('process_id'));
    const tid = parseVmrayId(tag.attribute('os_tid'));
    if (monitorId === undefined || process === undefined || tid === undefined) {
      this.#complain('vmray-thread-malformed', 'a thread has no usable thread_id, process_id or os_tid');
      return;
    }
    if (this.#threadIds.has(monitorId)) {
      this.#complain('vmray-thread-repeated', 'a thread is announced twice; the first one counts');
      return;
    }
    this.#threadIds.add(monitorId);
    const threads = this.#threads.get(process);
    if (threads === undefined) this.#threads.set(process, [{ monitorId, tid }]);
    else threads.push({ monitorId, tid });
  }

  /**
   * Processes with their threads. `numberOf` gives the dense number of a thread, by its process and itself, or -1. As in the
   * reference, processes without a pid or a file name are left out.
   */
  list(numberOf: (process: number, thread: number) => number): TraceProcess[] {
    return [...this.#processes.values()]
      .filter(({ pid, filename }) => pid !== 0 && filename !== '')
      .map(({ monitorId, pid, ppid, imageName, commandLine }) => {
        const threads: TraceThread[] = (this.#threads.get(monitorId) ?? []).map((thread) => ({
          thread: numberOf(monitorId, thread.monitorId),
          tid: thread.tid,
          features: [],
        }));
        const fromSample = this.#isFromSample(monitorId);
        return {
          address: { type: 'process', value: [ppid, pid] },
          name: `${imageName} (${commandLine})`,
          features: [],
          threads,
          ...(fromSample === undefined ? {} : { fromSample }),
        };
      });
  }

  /** True for the target and for everything that is monitored because of it; undefined where no target is named. */
  #isFromSample(monitorId: number): boolean | undefined {
    if (this.#targets.size === 0) return undefined;
    const seen = new Set<number>();
    for (let id: number | undefined = monitorId; id !== undefined && !seen.has(id); id = this.#origins.get(id)) {
      if (this.#targets.has(id)) return true;
      seen.add(id);
    }
    return false;
  }
}
