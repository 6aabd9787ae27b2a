// Processes and threads of a capa-trace file. Both are announced, and an id that is announced again is another one's from then on.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { MappedModule } from '../../features/callers.ts';
import { addressOfText } from '../../formats/capa-trace/instruction-record.ts';
import { LIMITS } from '../../limits.ts';
import type { CallRecord, ModuleRecord, ProcessRecord } from './records.ts';

/** A call that has begun. */
export interface OpenCall {
  readonly call: CallRecord;
  readonly at: number;
  /** UTF-16 units that are kept for it. */
  readonly size: number;
  /** Numbers that registers held before it. */
  readonly observed: readonly string[];
}

export class TracedThread {
  readonly number: number;
  readonly tid: number;
  readonly process: TracedProcess;
  /** The latest last. */
  readonly open: OpenCall[] = [];
  calls = 0;
  hasEnded = false;

  constructor(number: number, tid: number, process: TracedProcess) {
    this.number = number;
    this.tid = tid;
    this.process = process;
  }
}

export class TracedProcess {
  readonly number: number;
  readonly pid: number;
  readonly ppid: number;
  readonly path: string;
  readonly threads: TracedThread[] = [];
  readonly modules: ModuleRecord[] = [];

  constructor(number: number, pid: number, ppid: number, path: string) {
    this.number = number;
    this.pid = pid;
    this.ppid = ppid;
    this.path = path;
  }

  /** A file is mapped. That it goes away again does not matter: calls from it were made while it was there. */
  load(module: ModuleRecord): void {
    if (module.unload !== true && this.modules.length < LIMITS.mappedModules) this.modules.push(module);
  }

  /** Whether an address lies in a file that was ever mapped. */
  holds(address: number): boolean {
    return this.modules.some(({ base, size }) => {
      const start = addressOfText(base);
      return address >= start && address < start + size;
    });
  }

  describeModules(isSample: (module: ModuleRecord) => boolean): MappedModule[] {
    return this.modules.map((module) => ({
      path: module.path,
      base: Number.parseInt(module.base, 16),
      size: module.size,
      isSample: isSample(module),
    }));
  }
}

export class TraceTasks {
  readonly processes: TracedProcess[] = [];
  readonly #byPid = new IntegerMap<TracedProcess>();
  readonly #byTid = new IntegerMap<TracedThread>();
  #threads = 0;

  /** Undefined if there are too many; so below. */
  startProcess({ pid, ppid, path }: Pick<ProcessRecord, 'pid' | 'ppid' | 'path'>): TracedProcess | undefined {
    if (this.processes.length === LIMITS.traceProcesses) return undefined;
    const process = new TracedProcess(this.processes.length, pid, ppid ?? 0, path);
    this.processes.push(process);
    this.#byPid.set(pid, process);
    return process;
  }

  process(pid: number): TracedProcess | undefined {
    return this.#byPid.get(pid) ?? this.startProcess({ pid, ppid: 0, path: '' });
  }

  /** A thread begins. The one that had its id is returned by `thread` no longer. */
  startThread(pid: number, tid: number): TracedThread | undefined {
    const process = this.process(pid);
    if (process === undefined || this.#threads === LIMITS.traceThreads) return undefined;
    const thread = new TracedThread(this.#threads++, tid, process);
    process.threads.push(thread);
    this.#byTid.set(tid, thread);
    return thread;
  }

  /** The thread of a record; one that was not announced is the latest process's. */
  thread(tid: number): TracedThread | undefined {
    const known = this.#byTid.get(tid);
    return known !== undefined && !known.hasEnded ? known : this.startThread(this.processes.at(-1)?.pid ?? 0, tid);
  }

  /** The thread that has this id now, if there is one. */
  running(tid: number): TracedThread | undefined {
    const known = this.#byTid.get(tid);
    return known?.hasEnded === true ? undefined : known;
  }
}
