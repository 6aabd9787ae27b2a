// From recorded calls back to the functions that made them: a return address in the sample's image, moved to where the program's file has
// it, with a call just before it.

import { type Address, addressKey } from '../../features/address.ts';
import { CallerMap, type CallOrigin } from '../../features/callers.ts';
import type { CodeView } from '../../features/code-view.ts';
import type { TraceProcess } from '../../features/trace.ts';
import type { TraceOutcome } from '../outcome.ts';
import { findBase } from './find-base.ts';

/** Why a call has no function. */
export const REASONS = {
  none: 'the run does not say where they came from',
  unmapped: 'they came from memory of which the run does not say what it holds',
  unbacked: 'they came from memory that no file explains',
  library: 'libraries made them by themselves',
  beyond: 'their return addresses lie outside of the sections of the program',
  noCall: 'there is no call before their return addresses in what was found of the code',
} as const;

export type Reason = keyof typeof REASONS;

/** Where a call came from. */
export interface FollowedCall {
  readonly origin: CallOrigin;
  /** In the sample: where the program has the return address, and how far from its beginning. */
  readonly returnAddress?: Address;
  readonly offset?: number;
  /** The function that made it. */
  readonly function?: Address;
  /** What stands in the way of a function. */
  readonly reason?: Reason;
  /** The file and the offset in it, where it is not the sample. */
  readonly module?: { readonly path: string; readonly offset: number };
}

/** Where the sample is in a process. */
export interface FollowedBase {
  readonly process: number;
  readonly base: number;
  readonly isFound: boolean;
}

/** Number of the chain of calls of which no return address is known. */
const NO_CHAIN = -1;
const NOWHERE: FollowedCall = { origin: 'unknown', reason: 'none' };

/** Where the calls of one run came from. */
export interface Callers {
  readonly bases: readonly FollowedBase[];
  at(position: number): FollowedCall;
}

/** Callers by return addresses and what is mapped where. */
export class FollowedCallers implements Callers {
  readonly #outcome: TraceOutcome;
  readonly #code: CodeView;
  readonly #maps: readonly CallerMap[];
  readonly bases: readonly FollowedBase[];
  /** By process and chain; the same few call sites make most calls. */
  readonly #known: Map<number, FollowedCall>[];

  constructor(outcome: TraceOutcome, code: CodeView) {
    this.#outcome = outcome;
    this.#code = code;
    const { processes } = outcome.facts;
    const found = findBase(outcome, code);
    this.#maps = processes.map((process, i) => new CallerMap(withSample(process, found.get(i))));
    this.#known = processes.map(() => new Map());
    this.bases = processes.flatMap((process, i): FollowedBase[] => {
      const stated = process.modules?.find(
        ({ isSample, offsets, baseIsUnknown }) => isSample && offsets !== 'file' && baseIsUnknown !== true,
      )?.base;
      const base = found.get(i) ?? stated;
      return base === undefined ? [] : [{ process: i, base, isFound: base !== stated }];
    });
  }

  /** Where the call at a position came from. */
  at(position: number): FollowedCall {
    const { calls } = this.#outcome;
    const number = calls?.chainOf(position) ?? NO_CHAIN;
    if (calls === undefined || number === NO_CHAIN) return NOWHERE;
    const process = calls.processOf(position);
    const known = this.#known[process] as Map<number, FollowedCall>;
    let found = known.get(number);
    if (found === undefined) {
      found = this.#follow(process, calls.callersOf(position) ?? []);
      known.set(number, found);
    }
    return found;
  }

  #follow(process: number, chain: readonly number[]): FollowedCall {
    const place = (this.#maps[process] as CallerMap).decidingPlace(chain);
    switch (place.kind) {
      case 'unknown':
        return this.#followRecorded(chain[place.position] as number, 'unknown', 'unmapped');
      case 'unbacked':
        return this.#followRecorded(chain[place.position] as number, 'unbacked', 'unbacked');
      case 'module': {
        const { module, offset } = place;
        const where = { module: { path: module.path, offset } };
        if (!module.isSample) return { origin: 'library', reason: 'library', ...where };
        const returnAddress = this.#code.addressAt(offset, module.offsets ?? 'image');
        if (returnAddress === undefined) return { origin: 'sample', reason: 'beyond', ...where };
        const isSite = this.#outcome.facts.processes[process]?.callersAre === 'call sites';
        const caller = isSite
          ? this.#code.functionCallingAt(returnAddress)
          : this.#code.functionCallingFrom(returnAddress);
        const inSample = { origin: 'sample', returnAddress, offset } as const;
        return caller === undefined ? { ...inSample, reason: 'noCall' } : { ...inSample, function: caller };
      }
    }
  }

  /** Code of which no file tells is known only where it was recorded when it ran. */
  #followRecorded(address: number, origin: CallOrigin, reason: Reason): FollowedCall {
    const returnAddress = this.#code.addressOfProcess?.(address);
    const caller = returnAddress && this.#code.functionCallingFrom(returnAddress);
    if (returnAddress === undefined || caller === undefined) return { origin, reason };
    return { origin, returnAddress, function: caller };
  }
}

function withSample(process: TraceProcess, base: number | undefined): TraceProcess {
  if (base === undefined) return process;
  const sample = { path: process.name, base, isSample: true };
  const others = (process.modules ?? []).filter((module) => module.base !== base);
  return { ...process, modules: [sample, ...others.map((module) => ({ ...module, isSample: false }))] };
}

/** Positions of the calls that each function made, in order. */
export function callsByFunction(followed: Callers, size: number): Map<string, CallsOfFunction> {
  const functions = new Map<string, CallsOfFunction>();
  for (let position = 0; position < size; position++) {
    const caller = followed.at(position).function;
    if (caller === undefined) continue;
    const key = addressKey(caller);
    const entry = functions.get(key) ?? { address: caller, positions: [] };
    functions.set(key, entry);
    entry.positions.push(position);
  }
  return functions;
}

export interface CallsOfFunction {
  readonly address: Address;
  readonly positions: number[];
}
