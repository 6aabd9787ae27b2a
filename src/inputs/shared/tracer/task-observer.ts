// What calls say about the machine they run on: which tasks they make, which programs they run, ids and architecture.

import { isThreadClone } from '../linux-call-names.ts';
import { argumentValue } from './argument-name.ts';
import { decodeEscapes } from './escaped-text.ts';
import type { Notice } from './notice.ts';
import { Pieces } from './pieces.ts';
import { type Birth, type Task, TaskTable } from './task-table.ts';

type Architecture = 'amd64' | 'i386';

/** A call as rules name it. */
export interface PlainCall {
  readonly name: string;
  readonly args: readonly string[];
}

/** Longest path of a program that is kept, in UTF-16 units of the log. */
const MAX_IMAGE = 20_000;
const FORKS: ReadonlySet<string> = new Set(['fork', 'vfork', 'clone', 'clone3', 'clone2']);
const ID = /^(?:0x[0-9a-f]{1,8}|[1-9][0-9]{0,6})(?![0-9a-f.])/;
const ZERO = /^(?:0x)?0(?!\w)/;
/** strace --decode-pids=pidns: the id that the call returned holds in another namespace. */
const OUTER_ID = /\/\* ([1-9][0-9]{0,6}) in strace's PID NS \*\//;
/** The call sets the base of a segment register that only 64-bit x86 programs use so; `4098` is the same as a number. */
const SET_FS = /^(?:ARCH_SET_FS|4098|0x1002)/;

/** What a process runs in, in strace's words. Other machines have 32-bit processes too, and 64-bit ones say nothing about theirs. */
const MODES: ReadonlyMap<string, Architecture> = new Map([
  ['32 bit', 'i386'],
  ['x32', 'amd64'],
]);

/** Keeps the task table while calls go by. */
export class TaskObserver {
  readonly table: TaskTable = new TaskTable();
  /** Where a call has shown it. */
  #shown: Architecture | undefined;
  /** What strace's words about a process mean if the machine is a PC. */
  #told: Architecture | undefined;
  #isArm = false;

  /** Where something has shown it. */
  get architecture(): Architecture | undefined {
    return this.#shown ?? (this.#isArm ? undefined : this.#told);
  }

  /** strace says something about a process. */
  note({ attached, mode }: Notice): void {
    if (attached !== undefined) this.table.attach(attached);
    if (mode !== undefined) this.#told ??= MODES.get(mode);
  }

  /** A call begins whose end is not known yet. `readArgs` reads the arguments that are there. */
  begin(task: Task, name: string, readArgs: () => readonly string[]): Birth | undefined {
    if (FORKS.has(name)) return this.table.expect(task, isThreadClone(readArgs()));
    return name === 'pthread_create' ? this.table.expect(task, true) : undefined;
  }

  /** A call has ended. `since` is where it began, `birth` what `begin` returned; `result` is undefined where it never returned. */
  end(task: Task, call: PlainCall, result: string | undefined, since: number, birth: Birth | undefined): void {
    const { name, args } = call;
    if (FORKS.has(name)) {
      this.table.settle(birth ?? { parent: task, thread: isThreadClone(args) }, readId(result), since);
      return;
    }
    switch (name) {
      case 'pthread_create':
        // Its result is not an id: the next thread that appears is the new one.
        if (result !== '0' && birth !== undefined) this.table.settle(birth, undefined, since);
        if (result === '0' && birth === undefined) this.table.expect(task, true);
        return;
      case 'execve':
      case 'execveat': {
        const image = result?.startsWith('0') ? readImage(args) : '';
        if (image !== '') this.table.execute(task, image);
        return;
      }
      case 'getpid':
      case 'set_tid_address': {
        const id = readId(result);
        if (id !== undefined) this.table.identify(task, id);
        return;
      }
      case 'arch_prctl':
        if (SET_FS.test(argumentValue(args[0] ?? ''))) this.#shown ??= 'amd64';
        return;
      case 'set_thread_area':
        // Other architectures pass a pointer here, which is not followed.
        if (argumentValue(args[0] ?? '').startsWith('{entry_number=')) this.#shown ??= 'i386';
        return;
      case 'set_tls':
        // What 32-bit programs for ARM do instead.
        this.#isArm = true;
        return;
    }
  }
}

/** Whether these are the name and the result of a call that made the task which returns from it: the parent's, not the child's. */
export function isReturnOfChild(name: string, result: string | undefined): boolean {
  return FORKS.has(name) && ZERO.test(result ?? '');
}

function readId(result: string | undefined): number | undefined {
  const id = OUTER_ID.exec(result ?? '')?.[1] ?? ID.exec(result ?? '')?.[0];
  return id === undefined ? undefined : Number(id);
}

/** The path of the program, which is the first quoted argument; empty if it is not readable. */
function readImage(args: readonly string[]): string {
  const path = args.map(argumentValue).find((value) => value.startsWith('"')) ?? '';
  const end = path.length > MAX_IMAGE ? -1 : new Pieces(path, false).end(0);
  return end <= 0 ? '' : decodeEscapes(path.slice(1, end - 1));
}
