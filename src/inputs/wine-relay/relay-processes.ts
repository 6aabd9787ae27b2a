// The processes and threads of a Wine log. No line says that one starts: a new id is one, and the process that was starting another then is
// its parent (spec wine-relay.md section 5). Ids are small and used again, so a process that has ended gives its id back.

import { findLastAtMost } from '../../bytes/growable.ts';
import { IntegerMap } from '../../bytes/integer-map.ts';
import type { MappedModule } from '../../features/callers.ts';
import { LIMITS } from '../../limits.ts';
import { type OtherMemory, ProcessActs } from '../shared/memory/memory-acts.ts';
import type { ModuleLoaded, RelayCall } from './relay-line.ts';

/** How far a part of Wine may reach whose size the log does not say, if no other module begins before. */
const MOST_OF_MODULE = 1 << 25;
/** Files that Wine has put where Windows has its own are no samples. */
const OF_WINDOWS = /^[a-z]:\\windows\\/i;
const PROGRAM = /\.exe$/i;
const FILE_NAME = /[^\\/]*$/;

/** A call that has begun. */
export interface OpenCall {
  readonly call: RelayCall;
  readonly at: number;
  /** Whether it is handed on; calls between parts of Wine are not. */
  readonly isWanted: boolean;
}

export class RelayThread {
  readonly number: number;
  readonly tid: number;
  readonly process: RelayProcess;
  /** The latest last. */
  readonly open: OpenCall[] = [];
  calls = 0;

  constructor(number: number, tid: number, process: RelayProcess) {
    this.number = number;
    this.tid = tid;
    this.process = process;
  }
}

export class RelayProcess {
  readonly number: number;
  readonly pid: number;
  readonly parent: RelayProcess | undefined;
  readonly threads: IntegerMap<RelayThread> = new IntegerMap();
  readonly acts: ProcessActs;
  /** Its program: the first file that is loaded into it. */
  program: ModuleLoaded | undefined;
  calls = 0;
  hasEnded = false;
  /** Ascending bases, and what is there. */
  #bases = new Float64Array();
  readonly #modules: ModuleLoaded[] = [];

  constructor(number: number, pid: number, parent: RelayProcess | undefined, others: OtherMemory) {
    this.number = number;
    this.pid = pid;
    this.parent = parent;
    this.acts = new ProcessActs(others);
  }

  get name(): string {
    return FILE_NAME.exec(this.program?.path ?? '')?.[0] ?? '';
  }

  /** Whether the log says what is loaded into the process. */
  get hasModules(): boolean {
    return this.program !== undefined;
  }

  load(module: ModuleLoaded): void {
    if (PROGRAM.test(module.path)) this.program ??= module;
    const at = findLastAtMost(this.#bases, module.base) + 1;
    if (this.#bases[at - 1] === module.base) {
      this.#modules[at - 1] = module;
      return;
    }
    if (this.#modules.length === MOST_MODULES) return;
    this.#modules.splice(at, 0, module);
    const bases = new Float64Array(this.#modules.length);
    bases.set(this.#bases.subarray(0, at));
    bases[at] = module.base;
    bases.set(this.#bases.subarray(at), at + 1);
    this.#bases = bases;
  }

  /** Whether a return address lies in a part of Wine. */
  isInWine(address: number): boolean {
    const module = this.#modules[findLastAtMost(this.#bases, address - 1)];
    return module?.isBuiltin === true && address - module.base <= MOST_OF_MODULE;
  }

  /** The first file that is neither a part of Wine nor of Windows. */
  get firstOwnModule(): ModuleLoaded | undefined {
    if (isOwn(this.program)) return this.program;
    return this.#modules.find((module) => isOwn(module));
  }

  describeModules(samplePath: string | undefined): MappedModule[] {
    return this.#modules.map(({ path, base }) => ({ path, base, isSample: path.toLowerCase() === samplePath }));
  }
}

/** Modules of one process: real ones have a hundred. */
const MOST_MODULES = 4096;

function isOwn(module: ModuleLoaded | undefined): boolean {
  return module !== undefined && !module.isBuiltin && !OF_WINDOWS.test(module.path);
}

export class RelayProcesses {
  readonly all: RelayProcess[] = [];
  readonly #others: OtherMemory;
  readonly #byPid = new IntegerMap<RelayProcess>();
  #threads = 0;
  /** The process that started another one last. */
  #starter: RelayProcess | undefined;

  constructor(others: OtherMemory) {
    this.#others = others;
  }

  /** The thread of a line; undefined if there are too many. */
  enter(pid: number, tid: number): RelayThread | undefined {
    const process = this.#process(pid);
    if (process === undefined) return undefined;
    const known = process.threads.get(tid);
    if (known !== undefined) return known;
    if (this.#threads === LIMITS.traceThreads) return undefined;
    const thread = new RelayThread(this.#threads++, tid, process);
    process.threads.set(tid, thread);
    return thread;
  }

  /** Something is loaded into a process: into a new one, if the last one of that id has ended. */
  load(pid: number, module: ModuleLoaded): void {
    if (PROGRAM.test(module.path) && this.#byPid.get(pid)?.hasEnded === true) this.#start(pid);
    this.#process(pid)?.load(module);
  }

  /** The process starts another. */
  startsAnother(process: RelayProcess): void {
    this.#starter = process;
  }

  #process(pid: number): RelayProcess | undefined {
    return this.#byPid.get(pid) ?? this.#start(pid);
  }

  #start(pid: number): RelayProcess | undefined {
    if (this.all.length === LIMITS.traceProcesses) return undefined;
    const process = new RelayProcess(this.all.length, pid, this.#starter, this.#others);
    this.all.push(process);
    this.#byPid.set(pid, process);
    return process;
  }
}
