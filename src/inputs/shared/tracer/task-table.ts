// Threads and processes as a tracer's log shows them. The kernel has one kind of thing, the task, with one kind of id: a process is
// the tasks that share the id of their first one. Ids are used again after an exit, and a child may speak before its parent's
// `clone` has returned, so a task may be recognised late.

import { IntegerMap, IntegerSet } from '../../../bytes/integer-map.ts';
import { LIMITS } from '../../../limits.ts';

export interface TracedProcess {
  /** Dense number. */
  readonly number: number;
  /** Undefined while the log has not said it. */
  pid: number | undefined;
  /** The task that started it. */
  parent: Task | undefined;
  /** Program that it ran last, and all that it ran. */
  name: string;
  readonly images: Set<string>;
  /** In order of appearance. One whose own `process` is another has been moved there. */
  readonly tasks: Task[];
}

export interface Task {
  /** Dense number of the thread. */
  readonly number: number;
  tid: number | undefined;
  /** The process it is known to belong to now. */
  process: TracedProcess;
  /** Number of the process that it seemed to belong to when it appeared, under which its calls are handed on. */
  readonly processNumber: number;
  alive: boolean;
  /** Whether it is known who made the task. */
  claimed: boolean;
  /** Position of its first line. */
  readonly since: number;
  /** Calls handed on so far. */
  calls: number;
}

/** Somebody who is making a task whose id is not known yet. */
export interface Birth {
  readonly parent: Task;
  readonly thread: boolean;
}

/** Programs that are remembered for one process, and the text of all their paths together, in UTF-16 units. */
const MAX_IMAGES = 64;
const MAX_IMAGE_TEXT = 16_777_216;
/** Births that are waited for at the same time. */
const MAX_EXPECTED = 10_000;

export class TaskTable {
  /** In order of appearance. */
  readonly processes: TracedProcess[] = [];
  /** Newest task with each id. */
  readonly #tasks = new IntegerMap<Task>();
  /** Parents of tasks that have not spoken yet, by id; and births whose id is not known yet. */
  readonly #announced = new IntegerMap<Birth | undefined>();
  readonly #expected = new Set<Birth>();
  readonly #attached = new IntegerSet();
  readonly #living = new Set<Task>();
  #root: Task | undefined;
  #last: Task | undefined;
  #taskCount = 0;
  #imageText = 0;

  /** The task that a line belongs to; undefined if the log has too many. Lines without an id belong to the only living task. */
  enter(tid: number | undefined, at: number): Task | undefined {
    const task = tid === undefined ? this.#unnamed(at) : (this.#named(tid) ?? this.#create(tid, at));
    this.#last = task ?? this.#last;
    return task;
  }

  /** The living task with an id, also one that is to get it. */
  #named(tid: number): Task | undefined {
    const known = this.#tasks.get(tid);
    if (known?.alive) return known;
    const root = this.#root;
    if (!root?.alive || root.tid !== undefined || this.#attached.has(tid) || this.#announced.get(tid) !== undefined)
      return undefined;
    // A tracer writes no ids until there is a second task, which may speak first while it is being made.
    if (this.#expected.size > 0 && this.#attached.size === 0) return undefined;
    this.identify(root, tid);
    return root;
  }

  /** Gives a task whose lines had no id the one that it turns out to have. */
  identify(task: Task, tid: number): void {
    if (task.tid !== undefined || this.#tasks.get(tid)?.alive) return;
    task.tid = tid;
    task.process.pid ??= tid;
    this.#tasks.set(tid, task);
  }

  #unnamed(at: number): Task | undefined {
    const [only] = this.#living;
    if (only !== undefined && this.#living.size === 1) return only;
    if (this.#root?.alive) return this.#root;
    return this.#last?.alive ? this.#last : this.#create(undefined, at);
  }

  #create(tid: number | undefined, since: number): Task | undefined {
    let birth = tid === undefined ? undefined : this.#announced.get(tid);
    const claimed = birth !== undefined || this.#root === undefined;
    if (birth === undefined) [birth] = this.#expected;
    if (this.#taskCount >= LIMITS.traceThreads) return undefined;
    const process = birth?.thread === true ? birth.parent.process : this.#createProcess(tid, birth?.parent);
    if (process === undefined) return undefined;
    if (birth !== undefined) this.#expected.delete(birth);
    const processNumber = process.number;
    const number = this.#taskCount++;
    const task: Task = { number, tid, process, processNumber, alive: true, claimed, since, calls: 0 };
    process.tasks.push(task);
    if (tid !== undefined) {
      if (this.#announced.has(tid)) this.#announced.set(tid, undefined);
      this.#tasks.set(tid, task);
    }
    this.#living.add(task);
    this.#root ??= task;
    return task;
  }

  #createProcess(pid: number | undefined, parent: Task | undefined): TracedProcess | undefined {
    const number = this.processes.length;
    if (number >= LIMITS.traceProcesses) return undefined;
    const name = parent?.process.name ?? '';
    const process: TracedProcess = { number, pid, parent, name, images: new Set(), tasks: [] };
    this.processes.push(process);
    return process;
  }

  /** `tid` was announced as new by the tracer. */
  attach(tid: number): void {
    if (this.#attached.size < LIMITS.traceThreads) this.#attached.add(tid);
  }

  /** A task is about to make another one. Give the result to `settle` when it is known how that went. */
  expect(parent: Task, thread: boolean): Birth {
    const birth = { parent, thread };
    this.#expected.add(birth);
    const [oldest] = this.#expected.size > MAX_EXPECTED ? this.#expected : [];
    if (oldest !== undefined) this.#expected.delete(oldest);
    return birth;
  }

  /** The child has an id, or none: then making it failed. `since` is where the call that made it began. */
  settle(birth: Birth, tid: number | undefined, since: number): void {
    this.#expected.delete(birth);
    if (tid === undefined || tid === birth.parent.tid) return;
    const known = this.#tasks.get(tid);
    if (known !== undefined && !known.claimed) {
      this.#adopt(known, birth);
      return;
    }
    // Both a library function and the system call that it makes return the id.
    if (known !== undefined && known.since > since) return;
    // An older task with this id has ended, although nothing said so.
    if (known !== undefined) this.exit(known);
    if (this.#announced.size < LIMITS.traceThreads) this.#announced.set(tid, birth);
  }

  /** Puts a task that spoke before its parent's call had returned where it belongs. */
  #adopt(task: Task, { parent, thread }: Birth): void {
    task.claimed = true;
    const { process } = task;
    const isLeader = process.tasks[0] === task && process !== parent.process;
    if (!thread && isLeader) {
      process.parent = parent;
      process.name ||= parent.process.name;
      return;
    }
    if (thread && process === parent.process) return;
    const target = thread ? parent.process : this.#createProcess(task.tid, parent);
    if (target === undefined) return;
    task.process = target;
    target.tasks.push(task);
  }

  exit(task: Task): void {
    task.alive = false;
    this.#living.delete(task);
  }

  /** A task has become another program. A path for which there is no room left is not remembered. */
  execute({ process }: Task, image: string): void {
    if (!process.images.has(image)) {
      if (process.images.size >= MAX_IMAGES || this.#imageText + image.length > MAX_IMAGE_TEXT) return;
      this.#imageText += image.length;
      process.images.add(image);
    }
    process.name = image;
  }
}
