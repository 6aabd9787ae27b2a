// Calls as read -> features in the sink. The path of a result counts as one more argument.

import { argumentNameAt } from '../../../features/argument-positions.ts';
import type { Feature } from '../../../features/feature.ts';
import type { TraceSink } from '../../../features/trace.ts';
import type { Semantics } from '../../../semantics.ts';
import type { CallDetails } from '../calls/call-details.ts';
import { CallEmitter } from '../calls/call-emitter.ts';
import type { TextSpellings } from '../calls/spellings.ts';
import { libraryCallNames, qualifySystemCall, systemCallNames } from '../linux-call-names.ts';
import { ArgumentReader } from './argument-features.ts';
import { splitArgument } from './argument-name.ts';
import type { CallParts } from './call-parts.ts';
import type { Task } from './task-table.ts';

/** `O_WRONLY|O_CREAT`, perhaps with a number for the rest. */
const FLAGS = /^[A-Z][A-Z0-9_]*(?:\|(?:[A-Z][A-Z0-9_]*|0x[0-9a-f]+))*$/;
/** `3</etc/passwd>`: strace says what the call opened. */
const DESCRIPTOR = /^\d{1,10}</;

/** `-1 ENOENT (No such file or directory)`. */
const FAILED = /^-1 E[A-Z]/;

export class TracedCalls {
  readonly arguments: ArgumentReader;
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

  /** Hands a call on. `name` is a system call's if `system`; `at` is what `describeCalls` will get. */
  emit(task: Task, name: string, system: boolean, { args, result }: CallParts, at: number): void {
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
    if (details !== undefined && result !== undefined) this.#addResult(details, system, result);
    const entry = system ? this.#systemCalls.entry(qualifySystemCall(name, args)) : this.#functions.entry(name);
    this.#emitter.end(task.processNumber, task.number, task.calls++, at, entry);
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
