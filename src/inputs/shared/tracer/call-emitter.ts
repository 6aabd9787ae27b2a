// Calls as read -> features in the sink: the result's path, the arguments from last to first, then the name, which is the order
// of the other dynamic inputs.

import type { Feature } from '../../../features/feature.ts';
import type { TraceSink } from '../../../features/trace.ts';
import type { Semantics } from '../../../semantics.ts';
import { FeatureCache } from '../feature-cache.ts';
import { libraryCallNames, qualifySystemCall, systemCallNames } from '../linux-call-names.ts';
import { ArgumentReader } from './argument-features.ts';
import type { CallParts } from './call-parts.ts';
import type { Task } from './task-table.ts';

/** `3</etc/passwd>`: strace says what the call opened. */
const DESCRIPTOR = /^\d{1,10}</;

export class CallEmitter {
  calls = 0;
  readonly arguments: ArgumentReader;
  readonly #sink: TraceSink;
  readonly #cache: FeatureCache;
  readonly #readArgument: (text: string) => Feature[];
  readonly #readResult: (text: string) => Feature[];
  #features = new Int32Array(64);
  #count = 0;

  /** `characters`: see `Pieces`. */
  constructor(sink: TraceSink, characters: boolean, semantics: Semantics) {
    this.#sink = sink;
    this.#cache = new FeatureCache(sink);
    this.arguments = new ArgumentReader(characters, semantics);
    this.#readArgument = (text) => this.arguments.features(text);
    this.#readResult = (text) => this.arguments.features(text).filter(({ type }) => type === 'string');
  }

  /** Hands a call on. `name` is a system call's if `system`; `at` is what `describeCalls` will get. */
  emit(task: Task, name: string, system: boolean, { args, result }: CallParts, at: number): void {
    this.#count = 0;
    if (result !== undefined && DESCRIPTOR.test(result))
      this.#push(this.#cache.lookup('result', result, this.#readResult));
    for (let i = args.length - 1; i >= 0; i--) {
      this.#push(this.#cache.lookup('argument', args[i] as string, this.#readArgument));
    }
    if (system) this.#push(this.#cache.lookup('system call', qualifySystemCall(name, args), systemNames));
    else this.#push(this.#cache.lookup('function', name, libraryNames));
    this.#sink.call(task.processNumber, task.number, task.calls++, at, this.#features, this.#count);
    this.calls++;
    this.#cache.trim();
  }

  #push(numbers: readonly number[]): void {
    if (this.#count + numbers.length > this.#features.length) {
      const longer = new Int32Array((this.#count + numbers.length) * 2);
      longer.set(this.#features);
      this.#features = longer;
    }
    for (const number of numbers) this.#features[this.#count++] = number;
  }
}

function systemNames(qualified: string): Feature[] {
  return systemCallNames(qualified).map((value) => ({ type: 'api', value }));
}

function libraryNames(name: string): Feature[] {
  return libraryCallNames(name).map((value) => ({ type: 'api', value }));
}
