// What is told of the callers of a run: how far calls could be followed, which function made which, and where each call came from.

import { type Address, addressKey, type CallAddress, compareAddresses } from '../../features/address.ts';
import type { CallParts } from '../../features/call.ts';
import type { CodeView, ListedFunction } from '../../features/code-view.ts';
import { readCalls } from '../../features/read-calls.ts';
import {
  type Callers,
  callsByFunction,
  type FollowedCall,
  REASONS,
  type Reason,
} from '../../match/both/follow-callers.ts';
import type { RunSide } from '../../match/both/sides.ts';
import type { Evidence } from '../../match/evidence/evidence.ts';
import type { RuleHits } from '../../match/outcome.ts';
import { addressesOf, type DynamicAnalysis } from '../document.ts';
import { SEEN } from './convert-both.ts';
import type { CallerFacts, CallFromFunction, CallingFunction, Capability, HalfDocument } from './document.ts';

/** How many calls could be followed back. */
export function callerFacts(run: number, { outcome }: RunSide, followed: Callers): CallerFacts {
  const { calls, facts } = outcome;
  const counts = { fromSample: 0, mapped: 0, fromUnbacked: 0, fromLibraries: 0 };
  const reasons = new Map<Reason, number>();
  const size = calls?.size ?? 0;
  for (let position = 0; position < size; position++) {
    const { origin, function: caller, reason } = followed.at(position);
    if (origin === 'sample') counts.fromSample++;
    if (origin === 'unbacked') counts.fromUnbacked++;
    if (origin === 'library') counts.fromLibraries++;
    if (caller !== undefined) counts.mapped++;
    if (reason !== undefined && !IS_SAID[reason]) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return {
    run,
    calls: size,
    ...counts,
    bases: followed.bases.flatMap(({ process, base, isFound }) => {
      const address = facts.processes[process]?.address;
      return address === undefined ? [] : [{ process: address, base, isFound }];
    }),
    reasons: [...reasons].map(([reason, count]) => ({ reason: REASONS[reason], calls: count })),
  };
}

/** Reasons that the counts say already. */
const IS_SAID: Readonly<Record<Reason, boolean>> = {
  none: false,
  unmapped: false,
  unbacked: true,
  library: true,
  beyond: false,
  noCall: false,
};

/** Matches of one rule whose calls are looked at, and calls of a run whose wider matches are. */
const LOOKED_AT = 2000;
const FEW_CALLS = 50_000;

/** Who made the calls that rules of a run rest on. Evidence is built for it, so no more is looked at than decides. */
export class RuleOrigins {
  readonly #run: RunSide;
  readonly #hasUnbacked: boolean;

  constructor(run: RunSide) {
    const { outcome, followed } = run;
    this.#run = run;
    const size = followed === undefined ? 0 : (outcome.calls?.size ?? 0);
    let position = 0;
    while (position < size && followed?.at(position).origin !== 'unbacked') position++;
    this.#hasUnbacked = position < size;
  }

  /** Whether some came from memory that no file explains. */
  isUnbacked(name: string): boolean {
    if (!this.#hasUnbacked) return false;
    for (const origin of this.#originsOf(name)) if (origin === 'unbacked') return true;
    return false;
  }

  /** Whether libraries made all of them by themselves. */
  isByLibraries(name: string): boolean {
    if ((this.#run.outcome.matches.get(name)?.count ?? 0) > LOOKED_AT) return false;
    let isAny = false;
    for (const origin of this.#originsOf(name)) {
      if (origin !== 'library') return false;
      isAny = true;
    }
    return isAny;
  }

  *#originsOf(name: string): Iterable<FollowedCall['origin']> {
    const { outcome, followed } = this.#run;
    const hits = outcome.matches.get(name);
    if (hits === undefined || followed === undefined) return;
    const isNarrow = hits.scope === 'call' || hits.scope === 'span of calls';
    if (!isNarrow && (outcome.calls?.size ?? 0) > FEW_CALLS) return;
    for (let index = 0; index < Math.min(hits.count, LOOKED_AT); index++) {
      for (const position of positionsIn(hits, index)) yield followed.at(position).origin;
    }
  }
}

/** Positions of calls that a match rests on; one may be there several times. */
function positionsIn(hits: RuleHits, index: number): number[] {
  const positions: number[] = [];
  const waiting: Evidence[] = [hits.evidenceOf(index)];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!node.success) continue;
    for (const { key } of node.sites) if (typeof key === 'number') positions.push(key);
    for (const child of node.children) waiting.push(child);
  }
  return positions;
}

/** The document of a run whose calls say where they came from. `path`: of the program. */
export function withCallers(
  document: HalfDocument<DynamicAnalysis>,
  run: RunSide,
  path: string,
  functions: CallingFunctions,
): HalfDocument<DynamicAnalysis> {
  const { followed, outcome } = run;
  const { calls } = outcome;
  if (followed === undefined || calls === undefined) return document;
  const { analysis } = document.meta;
  let positions: ReadonlyMap<string, number> | undefined;
  const explain = (address: CallAddress, call: CallParts): CallParts => {
    positions ??= new Map(Array.from({ length: calls.size }, (_, i) => [addressKey(calls.addressOf(i)), i]));
    const position = positions.get(addressKey(address));
    const from = position === undefined ? undefined : callerText(followed.at(position), path, functions);
    return from === undefined ? call : { ...call, from };
  };
  return {
    ...document,
    meta: {
      ...document.meta,
      analysis: {
        ...analysis,
        async *describeCalls(addresses) {
          const asked = [...addresses];
          let i = 0;
          for await (const call of analysis.describeCalls(asked)) {
            const address = asked[i++] as CallAddress;
            yield call && explain(address, call);
          }
        },
      },
    },
  };
}

/** `sample.exe+0x1565 in write_stage_file`. */
function callerText(
  { origin, offset, module, function: caller }: FollowedCall,
  path: string,
  functions: CallingFunctions,
): string | undefined {
  switch (origin) {
    case 'sample': {
      const place = `${fileName(path)}+0x${(offset ?? module?.offset ?? 0).toString(16)}`;
      return caller === undefined ? place : `${place} in ${functions.nameOf(caller)}`;
    }
    case 'library':
      return module && `${fileName(module.path)}+0x${module.offset.toString(16)}`;
    case 'unbacked':
      return 'memory without a file';
    case 'unknown':
      return undefined;
  }
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

interface OwnCall {
  readonly run: number;
  readonly position: number;
}

interface OwnCalls {
  readonly address: Address;
  readonly calls: readonly OwnCall[];
}

/** Functions with the calls that were made from them. */
export class CallingFunctions {
  readonly #runs: readonly RunSide[];
  readonly #view: CodeView | undefined;
  readonly #capabilities: readonly Capability[];
  #listed: ReadonlyMap<string, ListedFunction> | undefined;
  #calls: ReadonlyMap<string, OwnCalls> | undefined;

  constructor(runs: readonly RunSide[], view: CodeView | undefined, capabilities: readonly Capability[]) {
    this.#runs = runs;
    this.#view = view;
    this.#capabilities = capabilities;
  }

  /** The name that a function has, or its address. */
  nameOf(address: Address): string {
    const listed = this.#functions().get(addressKey(address));
    const library = listed?.library === '?' ? undefined : listed?.library;
    return listed?.names[0] ?? library ?? plainAddress(address);
  }

  /** Functions with calls, by address. */
  list(): readonly CallingFunction[] {
    const rulesAt = this.#rulesByFunction();
    return [...this.#callsByFunction().values()].map(({ address, calls }) => {
      const listed = this.#functions().get(addressKey(address));
      return {
        address,
        names: listed?.names ?? [],
        ...(listed?.library === undefined ? {} : { library: listed.library }),
        calls: calls.length,
        rules: rulesAt.get(addressKey(address)) ?? [],
      };
    });
  }

  async *callsFrom(address: Address): AsyncIterable<CallFromFunction> {
    const own = this.#callsByFunction().get(addressKey(address))?.calls ?? [];
    for (const [number, { trace, outcome, followed }] of this.#runs.entries()) {
      const { calls } = outcome;
      if (calls === undefined) continue;
      const mine = own.filter(({ run }) => run === number);
      let i = 0;
      for await (const call of readCalls(
        trace,
        mine.map(({ position }) => calls.atOf(position)),
      )) {
        const { position } = mine[i++] as OwnCall;
        const { offset = 0 } = followed?.at(position) ?? {};
        yield { run: number, address: calls.addressOf(position), offset, call };
      }
    }
  }

  #functions(): ReadonlyMap<string, ListedFunction> {
    this.#listed ??= new Map((this.#view?.functions() ?? []).map((one) => [addressKey(one.address), one]));
    return this.#listed;
  }

  #callsByFunction(): ReadonlyMap<string, OwnCalls> {
    if (this.#calls !== undefined) return this.#calls;
    const found = new Map<string, { address: Address; calls: OwnCall[] }>();
    for (const [run, { outcome, followed }] of this.#runs.entries()) {
      if (followed === undefined) continue;
      for (const [key, { address, positions }] of callsByFunction(followed, outcome.calls?.size ?? 0)) {
        const entry = found.get(key) ?? { address, calls: [] };
        found.set(key, entry);
        for (const position of positions) entry.calls.push({ run, position });
      }
    }
    this.#calls = new Map([...found].sort(([, a], [, b]) => compareAddresses(a.address, b.address)));
    return this.#calls;
  }

  /** Rules that matched in each function: in its code, in calls that it made, or in both together. */
  #rulesByFunction(): ReadonlyMap<string, CallingFunction['rules']> {
    const rules = new Map<string, Map<string, CallingFunction['rules'][number]>>();
    const add = (at: Address | undefined, name: string, seen: CallingFunction['rules'][number]['seen']): void => {
      if (at === undefined) return;
      const key = addressKey(at);
      const known = rules.get(key) ?? new Map();
      rules.set(key, known);
      const before = known.get(name)?.seen;
      known.set(name, { name, seen: before === undefined || before === seen ? seen : 'both' });
    };
    for (const { meta, code, both } of this.#capabilities) {
      if (meta.lib) continue;
      if (code !== undefined)
        for (const at of addressesOf(code)) for (const fn of this.#functionsWith(at)) add(fn, meta.name, SEEN.static);
      if (both !== undefined) for (const at of addressesOf(both)) add(at, meta.name, 'both');
    }
    for (const { outcome, followed } of this.#runs) {
      for (const hits of outcome.matches.values()) {
        const { rule, scope } = hits;
        if (rule.derived !== undefined || rule.meta.lib || (scope !== 'call' && scope !== 'span of calls')) continue;
        for (let index = 0; index < Math.min(hits.count, LOOKED_AT); index++) {
          for (const position of positionsIn(hits, index)) {
            add(followed?.at(position).function, rule.meta.name, SEEN.dynamic);
          }
        }
      }
    }
    return new Map([...rules].map(([key, named]) => [key, [...named.values()]]));
  }

  #functionsWith(address: Address): readonly Address[] {
    return address.type === 'no address' ? [] : (this.#view?.functionsWith(address) ?? []);
  }
}

function plainAddress(address: Address): string {
  return address.type === 'absolute' ? `0x${address.value.toString(16)}` : addressKey(address);
}
