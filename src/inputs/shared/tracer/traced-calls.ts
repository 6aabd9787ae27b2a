// Calls as read -> features in the sink. The path of a result counts as one more argument.

import type { Feature } from '../../../features/feature.ts';
import type { TraceSink } from '../../../features/trace.ts';
import type { Semantics } from '../../../semantics.ts';
import { CallEmitter } from '../calls/call-emitter.ts';
import type { TextSpellings } from '../calls/spellings.ts';
import { libraryCallNames, qualifySystemCall, systemCallNames } from '../linux-call-names.ts';
import { ArgumentReader } from './argument-features.ts';
import type { CallParts } from './call-parts.ts';
import type { Task } from './task-table.ts';

/** `3</etc/passwd>`: strace says what the call opened. */
const DESCRIPTOR = /^\d{1,10}</;

export class TracedCalls {
  readonly arguments: ArgumentReader;
  readonly #emitter: CallEmitter;
  readonly #arguments: TextSpellings;
  readonly #results: TextSpellings;
  readonly #systemCalls: TextSpellings;
  readonly #functions: TextSpellings;

  /** `characters`: see `Pieces`. */
  constructor(sink: TraceSink, characters: boolean, semantics: Semantics) {
    const reader = new ArgumentReader(characters, semantics);
    this.arguments = reader;
    this.#emitter = new CallEmitter(sink);
    this.#arguments = this.#emitter.textSpellings((text) => reader.features(text));
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
    for (const argument of args) this.#emitter.argument(this.#arguments.entry(argument));
    if (result !== undefined && DESCRIPTOR.test(result)) this.#emitter.argument(this.#results.entry(result));
    const entry = system ? this.#systemCalls.entry(qualifySystemCall(name, args)) : this.#functions.entry(name);
    this.#emitter.end(task.processNumber, task.number, task.calls++, at, entry);
  }
}

function toApi(value: string): Feature {
  return { type: 'api', value };
}
