// Calls that a debugger recorded -> features in the sink.

import { toInteger } from '../../../bytes/integer.ts';
import { argumentNameAt } from '../../../features/argument-positions.ts';
import type { Feature } from '../../../features/feature.ts';
import type { TraceSink } from '../../../features/trace.ts';
import type { Semantics } from '../../../semantics.ts';
import { CallEmitter } from '../calls/call-emitter.ts';
import type { TextSpellings } from '../calls/spellings.ts';
import { numberFeatures, registerFeatures } from '../value-features.ts';
import {
  apiNames,
  functionOf,
  type RecordedArgument,
  type RecordedCall,
  type RecordedReturn,
  takenArguments,
  textOf,
} from './recorded-call.ts';

/** A thread by the numbers that the sink knows. */
export interface CallingThread {
  readonly number: number;
  readonly process: { readonly number: number };
  /** Its calls so far. */
  calls: number;
}

export class RecordedCalls {
  readonly wantsCallers: boolean;
  readonly #emitter: CallEmitter;
  readonly #names: TextSpellings;
  /** Of values that are known to be arguments, and of whole registers, whose upper half may be rubbish. */
  readonly #values: TextSpellings;
  readonly #registers: TextSpellings;
  readonly #texts: TextSpellings;
  readonly #observed: TextSpellings;
  /** Whether somebody asks for numbers that registers held. */
  readonly wantsObserved: boolean;
  readonly #chain = [0];

  /** `osOf`: the operating system, once the header has been read. */
  constructor(sink: TraceSink, semantics: Semantics, osOf: () => string) {
    this.#emitter = new CallEmitter(sink);
    this.wantsCallers = this.#emitter.wantsCallers;
    this.wantsObserved = sink.details?.observed === true;
    this.#observed = this.#emitter.textSpellings((digits) => [
      { type: 'observed number', value: toInteger(BigInt(digits)) },
    ]);
    this.#names = this.#emitter.textSpellings((plain) =>
      apiNames(plain, osOf()).map((value): Feature => ({ type: 'api', value })),
    );
    this.#values = this.#emitter.textSpellings((digits) => numberFeatures(toInteger(BigInt(digits)), semantics));
    this.#registers = this.#emitter.textSpellings((digits) => registerFeatures(toInteger(BigInt(digits))));
    this.#texts = this.#emitter.textSpellings((value) => [{ type: 'string', value }]);
  }

  /** Calls handed on. */
  get count(): number {
    return this.#emitter.calls;
  }

  /** Hands a call on; `at` is what `describeCalls` will get, `observed` what registers held before it. */
  emit(
    thread: CallingThread,
    call: RecordedCall,
    at: number,
    returned: RecordedReturn | undefined,
    observed: readonly string[] = [],
  ): void {
    this.#emitter.begin();
    const { details } = this.#emitter;
    const plain = functionOf(call);
    const isRaw = call.argsrc === 'abi';
    for (const [position, argument] of takenArguments(call, plain).entries()) {
      const value = argument === undefined ? undefined : this.#valueOf(argument, isRaw);
      if (argument === undefined || value === undefined) continue;
      this.#emitter.argument(value);
      const name = details === undefined ? undefined : (argument.n ?? argumentNameAt(plain, position));
      if (name !== undefined) details?.add(name, value);
    }
    // What the function wrote for its caller.
    for (const out of returned?.outs ?? []) {
      const text = textOf(out);
      if (text !== undefined) this.#emitter.argument(this.#texts.entry(text));
    }
    if (returned !== undefined && details?.wanted.returns === true) {
      const value = this.#valueOf(returned, true);
      if (value !== undefined) details.returns(value);
    }
    if (this.wantsObserved) {
      for (const digits of observed) this.#emitter.argument(this.#observed.entry(digits));
    }
    const entry = this.#names.entry(plain);
    this.#emitter.end(thread.process.number, thread.number, thread.calls++, at, entry, 1, this.#callers(call));
  }

  #valueOf(argument: RecordedArgument, isRaw: boolean): number | undefined {
    const text = textOf(argument);
    if (text !== undefined) return this.#texts.entry(text);
    if (argument.val === undefined) return undefined;
    return (isRaw ? this.#registers : this.#values).entry(argument.val);
  }

  #callers({ from }: RecordedCall): readonly number[] | undefined {
    const address = this.wantsCallers ? Number.parseInt(from, 16) : 0;
    this.#chain[0] = address;
    return Number.isSafeInteger(address) && address !== 0 ? this.#chain : undefined;
  }
}
