// Calls of a `.tag` file -> features in the sink.

import { callNames } from '../../features/api-names.ts';
import { argumentNameAt } from '../../features/argument-positions.ts';
import { UNKNOWN_BASE } from '../../features/callers.ts';
import type { Feature } from '../../features/feature.ts';
import type { TraceSink } from '../../features/trace.ts';
import type { Semantics } from '../../semantics.ts';
import { CallEmitter } from '../shared/calls/call-emitter.ts';
import type { IntegerSpellings, TextSpellings } from '../shared/calls/spellings.ts';
import { systemCallNames } from '../shared/linux-call-names.ts';
import { numberFeatures } from '../shared/value-features.ts';
import { readTagArgument } from './tag-argument.ts';
import type { TagPlace } from './tag-line.ts';

/** A call with the arguments that follow its line. */
export interface TagCall {
  /** Position of its line. */
  readonly at: number;
  readonly name: string;
  readonly isSystemCall: boolean;
  /** Undefined where only its arguments were logged. */
  readonly place: TagPlace | undefined;
  readonly args: string[];
}

/** The kernel's own name of a system call of Windows. */
const ZW = /^Zw(?=[A-Z])/;
const OF_WINDOWS = /^(?:Nt|Zw)[A-Z]/;

export class TagCalls {
  readonly wantsCallers: boolean;
  readonly #emitter: CallEmitter;
  readonly #names: TextSpellings;
  readonly #systemCalls: TextSpellings;
  readonly #numbers: IntegerSpellings;
  readonly #texts: TextSpellings;
  readonly #chain = [0];

  constructor(sink: TraceSink, semantics: Semantics) {
    this.#emitter = new CallEmitter(sink);
    this.wantsCallers = this.#emitter.wantsCallers;
    this.#names = this.#emitter.textSpellings((name) => apiFeatures(callNames(name)));
    this.#systemCalls = this.#emitter.textSpellings((name) => apiFeatures(systemNames(name)));
    this.#numbers = this.#emitter.integerSpellings((value) => numberFeatures(value, semantics));
    this.#texts = this.#emitter.textSpellings((value) => [{ type: 'string', value }]);
  }

  /** Calls handed on. */
  get count(): number {
    return this.#emitter.calls;
  }

  emit({ at, name, isSystemCall, place, args }: TagCall): void {
    const emitter = this.#emitter;
    emitter.begin();
    for (const [position, value] of args.entries()) {
      const { number, text } = readTagArgument(value);
      if (number === undefined && text === undefined) continue;
      const entry = text === undefined ? this.#numbers.entry(number ?? 0) : this.#texts.entry(text);
      emitter.argument(entry);
      const known = emitter.details === undefined ? undefined : argumentNameAt(name, position);
      if (known !== undefined) emitter.details?.add(known, entry);
    }
    const entry = (isSystemCall ? this.#systemCalls : this.#names).entry(name);
    emitter.end(0, 0, emitter.calls, at, entry, 1, this.#callers(place));
  }

  #callers(place: TagPlace | undefined): readonly number[] | undefined {
    if (!this.wantsCallers || place === undefined) return undefined;
    const address = addressOf(place);
    this.#chain[0] = address;
    return address === 0 ? undefined : this.#chain;
  }
}

/** An address, in the sample behind the base that stands for its unknown one; 0 for none. */
export function addressOf({ base = UNKNOWN_BASE, offset }: TagPlace): number {
  const address = base + offset;
  return Number.isSafeInteger(address) ? address : 0;
}

function apiFeatures(names: readonly string[]): Feature[] {
  return [...new Set(names)].map((value) => ({ type: 'api', value }));
}

/** Of Windows also with the kernel's other beginning; of Linux also the functions of the C library that it stands for. */
function systemNames(name: string): string[] {
  return OF_WINDOWS.test(name) ? [name, name.replace(ZW, 'Nt')].flatMap(callNames) : systemCallNames(name);
}
