// Calls of a Wine log -> features in the sink. A parameter of 32 bits is a register of 64 whose upper half is rubbish, and the log does not
// say which parameters are (spec wine-relay.md section 1), so a wide number counts as its lower half too.

import { toInteger } from '../../bytes/integer.ts';
import { callNames } from '../../features/api-names.ts';
import { argumentNameAt } from '../../features/argument-positions.ts';
import type { Feature } from '../../features/feature.ts';
import type { TraceSink } from '../../features/trace.ts';
import { CallEmitter } from '../shared/calls/call-emitter.ts';
import type { TextSpellings } from '../shared/calls/spellings.ts';
import { registerFeatures } from '../shared/value-features.ts';
import { functionOf, importedName } from './forwarded-names.ts';
import type { RelayCall } from './relay-line.ts';
import type { RelayThread } from './relay-processes.ts';
import { splitRelayArguments } from './relay-text.ts';

const HEXADECIMAL = /^[0-9a-f]{1,32}$/;

export class RelayCalls {
  readonly wantsCallers: boolean;
  /** Texts that Wine cut. */
  cutTexts = 0;
  readonly #emitter: CallEmitter;
  readonly #names: TextSpellings;
  readonly #numbers: TextSpellings;
  readonly #texts: TextSpellings;
  readonly #chain = [0];

  constructor(sink: TraceSink) {
    this.#emitter = new CallEmitter(sink);
    this.wantsCallers = this.#emitter.wantsCallers;
    this.#names = this.#emitter.textSpellings(nameFeatures);
    this.#numbers = this.#emitter.textSpellings(numberFeatures);
    this.#texts = this.#emitter.textSpellings((value) => [{ type: 'string', value }]);
  }

  /** Calls handed on. */
  get count(): number {
    return this.#emitter.calls;
  }

  /** Hands a call on; `at` is what `describeCalls` will get, `time` when it ended, in milliseconds. */
  emit(thread: RelayThread, { name, args, ret }: RelayCall, at: number, result?: string, time?: number): void {
    this.#emitter.begin();
    const { details } = this.#emitter;
    const api = details === undefined ? '' : functionOf(name);
    let position = 0;
    for (const { number, text, isCut } of splitRelayArguments(args)) {
      if (isCut === true) this.cutTexts++;
      const value = text === undefined ? this.#numbers.entry(number) : this.#texts.entry(text);
      this.#emitter.argument(value);
      const known = details === undefined ? undefined : argumentNameAt(api, position++);
      if (known !== undefined) details?.add(known, value);
    }
    if (result !== undefined && details?.wanted.returns === true) details.returns(this.#numbers.entry(result));
    const id = thread.calls++;
    thread.process.calls++;
    const callers = this.#callers(ret);
    this.#emitter.end(thread.process.number, thread.number, id, at, this.#names.entry(name), 1, callers, time);
  }

  #callers(ret: string): readonly number[] | undefined {
    const address = this.wantsCallers ? addressOf(ret) : 0;
    this.#chain[0] = address;
    return address === 0 ? undefined : this.#chain;
  }
}

/** An address of hexadecimal digits; 0 for one beyond 2^53. */
export function addressOf(digits: string): number {
  const address = Number.parseInt(digits, 16);
  return Number.isSafeInteger(address) ? address : 0;
}

function nameFeatures(name: string): Feature[] {
  const plain = functionOf(name);
  const imported = importedName(plain);
  const names = [plain, ...(imported === undefined ? [] : [imported])].flatMap(callNames);
  return names.map((value) => ({ type: 'api', value }));
}

function numberFeatures(digits: string): Feature[] {
  return HEXADECIMAL.test(digits) ? registerFeatures(toInteger(BigInt(`0x${digits}`))) : [];
}
