// Calls as read -> features in the sink. The path of a result counts as one more argument.

import { argumentNameAt } from '../../../features/argument-positions.ts';
import type { Feature } from '../../../features/feature.ts';
import type { TraceSink } from '../../../features/trace.ts';
import { LIMITS } from '../../../limits.ts';
import type { Semantics } from '../../../semantics.ts';
import type { CallDetails } from '../calls/call-details.ts';
import { CallEmitter } from '../calls/call-emitter.ts';
import type { TextSpellings } from '../calls/spellings.ts';
import { libraryCallNames, qualifySystemCall, systemCallNames } from '../linux-call-names.ts';
import { ArgumentReader } from './argument-features.ts';
import { splitArgument } from './argument-name.ts';
import type { CallParts } from './call-parts.ts';
import { StackFrames } from './stack-frames.ts';
import type { Task } from './task-table.ts';

/** `O_WRONLY|O_CREAT`, perhaps with a number for the rest. */
const FLAGS = /^[A-Z][A-Z0-9_]*(?:\|(?:[A-Z][A-Z0-9_]*|0x[0-9a-f]+))*$/;
/** `3</etc/passwd>`: strace says what the call opened. */
const DESCRIPTOR = /^\d{1,10}</;

/** A call that waits for its stack. */
interface WaitingCall {
  readonly process: number;
  readonly thread: number;
  readonly id: number;
  readonly at: number;
  readonly name: string;
  readonly isSystem: boolean;
  readonly parts: CallParts;
  /** The address in front of it; 0 where there is none. */
  readonly instruction: number;
  readonly time: number | undefined;
}
/** `-1 ENOENT (No such file or directory)`. */
const FAILED = /^-1 E[A-Z]/;

export class TracedCalls {
  readonly arguments: ArgumentReader;
  /** Undefined where nobody looks at where calls come from. */
  readonly frames: StackFrames | undefined;
  #waiting: WaitingCall | undefined;
  /** Its return addresses, innermost first. */
  #chain: number[] = [];
  readonly #emitter: CallEmitter;
  readonly #arguments: TextSpellings;
  readonly #flags: TextSpellings;
  readonly #results: TextSpellings;
  readonly #systemCalls: TextSpellings;
  readonly #functions: TextSpellings;

  /** `characters`: see `Pieces`. */
  constructor(sink: TraceSink, characters: boolean, semantics: Semantics) {
    const reader = new ArgumentReader(characters, semantics);
    this.arguments = reader;
    this.#emitter = new CallEmitter(sink);
    this.frames = this.#emitter.wantsCallers ? new StackFrames() : undefined;
    this.#arguments = this.#emitter.textSpellings((text) => reader.features(text));
    this.#flags = this.#emitter.textSpellings((text) => (FLAGS.test(text) ? [{ type: 'string', value: text }] : []));
    this.#results = this.#emitter.textSpellings((text) =>
      reader.features(text).filter(({ type }) => type === 'string'),
    );
    this.#systemCalls = this.#emitter.textSpellings((qualified) => systemCallNames(qualified).map(toApi));
    this.#functions = this.#emitter.textSpellings((name) => libraryCallNames(name).map(toApi));
  }

  /** Calls handed on. */
  get count(): number {
    return this.#emitter.calls;
  }

  /**
   * Hands a call on. `name` is a system call's if `isSystem`; `at` is what `describeCalls` will get; `instruction` is the address in front of
   * it, or 0; `time` when it ended, in milliseconds.
   */
  emit(
    task: Task,
    name: string,
    isSystem: boolean,
    parts: CallParts,
    at: number,
    instruction: number,
    time: number | undefined,
  ): void {
    const { processNumber: process, number: thread } = task;
    const call = { process, thread, id: task.calls++, at, name, isSystem, parts, instruction, time };
    if (this.frames === undefined) {
      this.#hand(call);
      return;
    }
    // Its stack is in the lines behind it.
    this.flush();
    this.#waiting = call;
  }

  /** A line of the stack of the latest call. */
  addFrame(text: string): void {
    if (this.#waiting === undefined || this.frames === undefined || this.#chain.length === LIMITS.callers) return;
    const { length } = this.#chain;
    this.#chain.push(this.frames.read(text, length === 0, this.#waiting.instruction));
  }

  /** Hands on what waits. */
  flush(): void {
    const call = this.#waiting;
    if (call === undefined) return;
    this.#waiting = undefined;
    if (this.#chain.length === 0) this.#chain.push(call.instruction);
    this.#hand(call, this.#chain.some((address) => address !== 0) ? this.#chain : undefined);
    this.#chain = [];
  }

  #hand(call: WaitingCall, callers?: number[]): void {
    const { process, thread, id, at, name, isSystem, time } = call;
    const { args, result } = call.parts;
    this.#emitter.begin();
    const { details } = this.#emitter;
    for (const [position, argument] of args.entries()) {
      const value = this.#arguments.entry(argument);
      this.#emitter.argument(value);
      const known = details === undefined ? undefined : nameOf(name, position, argument);
      // Flags by their names are no values of a call, but an argument's value they are.
      if (known !== undefined) details?.add(known, this.#emitter.isEmpty(value) ? this.#flags.entry(argument) : value);
    }
    if (result !== undefined && DESCRIPTOR.test(result)) this.#emitter.argument(this.#results.entry(result));
    if (details !== undefined && result !== undefined) this.#addResult(details, isSystem, result);
    const entry = isSystem ? this.#systemCalls.entry(qualifySystemCall(name, args)) : this.#functions.entry(name);
    this.#emitter.end(process, thread, id, at, entry, 1, callers, time);
  }

  /** What the call returned. System calls of Linux return -1 and the name of an error where they fail; functions have no such rule. */
  #addResult(details: CallDetails, system: boolean, result: string): void {
    if (result.startsWith('?')) return;
    if (details.wanted.returns) details.returns(this.#arguments.entry(result));
    if (system) details.status(FAILED.test(result) ? 'failure' : 'success');
  }
}

function toApi(value: string): Feature {
  return { type: 'api', value };
}

/** The name of an argument: where it stands says it for functions that are known, and else the tracer where it writes names. */
function nameOf(api: string, position: number, argument: string): string | undefined {
  return argumentNameAt(api, position) ?? splitArgument(argument).name;
}
