// Calls that have begun and not ended, by thread. Other threads' lines come in between, and ltrace's library calls make system calls.

import { LIMITS } from '../../../limits.ts';
import type { Birth, Task } from './task-table.ts';

export interface OpenCall {
  readonly name: string;
  /** Name under which the tracer will say that it goes on, and the number that will stand there. */
  readonly resumedName: string;
  readonly number: string | undefined;
  /** What stood behind the opening parenthesis. */
  readonly text: string;
  /** Position of the line. */
  readonly at: number;
  /** Set if the call makes a task. */
  readonly birth: Birth | undefined;
}

/** What an open call costs besides its text, in UTF-16 units. */
const OVERHEAD = 64;
/** Open calls of one thread among which a call that goes on is looked for. */
const MAX_DEPTH = 1000;

export class OpenCalls {
  /** The latest call last. */
  readonly #calls = new Map<Task, OpenCall[]>();
  #size = 0;

  /** False, and nothing is kept, if there are too many already. */
  push(task: Task, call: OpenCall): boolean {
    if (this.#size + call.text.length + OVERHEAD > LIMITS.openCallText) return false;
    this.#size += call.text.length + OVERHEAD;
    const calls = this.#calls.get(task);
    if (calls === undefined) this.#calls.set(task, [call]);
    else calls.push(call);
    return true;
  }

  /**
   * Takes the latest call that goes on under a name, and those that began after it; undefined if there is none. Where both parts
   * have a number it is the same.
   */
  take(
    task: Task,
    name: string,
    number: string | undefined,
  ): { call: OpenCall; above: readonly OpenCall[] } | undefined {
    const calls = this.#calls.get(task);
    if (calls === undefined) return undefined;
    let index = calls.length - 1;
    const end = Math.max(0, calls.length - MAX_DEPTH);
    while (index >= end && !goesOn(calls[index] as OpenCall, name, number)) index--;
    if (index < end) return undefined;
    const [call, ...above] = calls.splice(index) as [OpenCall, ...OpenCall[]];
    if (calls.length === 0) this.#calls.delete(task);
    for (const { text } of [call, ...above]) this.#size -= text.length + OVERHEAD;
    return { call, above };
  }

  /** Takes all calls of a thread, in the order in which they began. */
  takeAll(task: Task): readonly OpenCall[] {
    const calls = this.#calls.get(task) ?? [];
    this.#calls.delete(task);
    for (const { text } of calls) this.#size -= text.length + OVERHEAD;
    return calls;
  }

  /** Threads with open calls. */
  tasks(): Task[] {
    return [...this.#calls.keys()];
  }
}

function goesOn(call: OpenCall, name: string, number: string | undefined): boolean {
  return call.resumedName === name && (number === undefined || call.number === undefined || number === call.number);
}
