// Who made each call, once it is known what is mapped where: the characteristics of callers are added to the values of calls between
// recording and matching, so that recording pays for the numbers of chains only. Calls that differ in this alone become different sets.

import { CALLER_CHARACTERISTICS, CallerMap, type CallOrigin, type MappedMemory } from '../../features/callers.ts';
import type { Feature } from '../../features/feature.ts';
import type { TraceProcess } from '../../features/trace.ts';
import type { MatchRun } from '../run/match-run.ts';
import type { OriginCounts } from '../run/run-notes.ts';
import type { CallTable } from './call-table.ts';
import { NO_CHAIN, type TraceRecorder } from './trace-recorder.ts';

const ORIGINS = ['unknown', 'sample', 'unbacked', 'library'] as const satisfies readonly CallOrigin[];
/** Origins that are kept of each chain: the number of its map, and its origin. */
const RADIX = ORIGINS.length;
const NOT_YET = -1;

/** Finds out who made the calls, and tells the rules if they ask. */
export function findOrigins(table: CallTable, run: MatchRun): OriginCounts {
  const counts: OriginCounts = { unknown: 0, sample: 0, unbacked: 0, library: 0, absent: 0 };
  const origins = new ChainOrigins(table.recorder);
  const sets = run.plan.looksAtCallers ? new ExtendedSets(table.recorder, run) : undefined;
  const seen = new Set<number>();
  for (const { process, thread, start, end } of table.threads) {
    run.check?.();
    if (seen.has(thread.thread)) continue;
    seen.add(thread.thread);
    const ofCall = origins.in(table.processes[process] as TraceProcess);
    for (let position = start; position < end; position++) {
      const row = table.rowOf(position);
      const chain = table.recorder.chainOf(row);
      const origin = chain === NO_CHAIN ? undefined : ofCall(chain);
      counts[origin ?? 'absent']++;
      if (origin !== undefined && origin !== 'unknown') sets?.extend(row, thread.thread, origin);
    }
  }
  return counts;
}

/** Origins of chains. Each is worked out once for each map; processes may share one. */
class ChainOrigins {
  readonly #recorder: TraceRecorder;
  /** Of each chain: the number of the map that it was looked up in last, and what it said. */
  readonly #known: Int32Array;
  readonly #maps: CallerMap[] = [];
  #last: MappedMemory = {};

  constructor(recorder: TraceRecorder) {
    this.#recorder = recorder;
    this.#known = new Int32Array(recorder.chains.size).fill(NOT_YET);
  }

  in({ modules, unbacked, modulesAreAll, callersAre }: TraceProcess): (chain: number) => CallOrigin {
    const last = this.#last;
    const isSame = last.modules === modules && last.unbacked === unbacked && last.modulesAreAll === modulesAreAll;
    if (!isSame || this.#maps.length === 0)
      this.#maps.push(new CallerMap({ modules, unbacked, modulesAreAll, callersAre }));
    this.#last = { modules, unbacked, modulesAreAll };
    const number = this.#maps.length - 1;
    const map = this.#maps[number] as CallerMap;
    return (chain) => {
      const known = this.#known[chain] as number;
      if (known !== NOT_YET && Math.floor(known / RADIX) === number) return ORIGINS[known % RADIX] as CallOrigin;
      const origin = map.originOf(this.#recorder.chains.get(chain));
      this.#known[chain] = number * RADIX + ORIGINS.indexOf(origin);
      return origin;
    };
  }
}

/** Sets of values with a characteristic more. */
class ExtendedSets {
  readonly #recorder: TraceRecorder;
  /** By origin. */
  readonly #features: ReadonlyMap<CallOrigin, Feature>;
  /** New set of each old one, by origin; no entry for characteristics that no rule names. */
  readonly #sets = new Map<CallOrigin, Int32Array>();
  /** Process and origin of which the feature is counted. */
  readonly #counted = new Set<string>();

  constructor(recorder: TraceRecorder, run: MatchRun) {
    this.#recorder = recorder;
    this.#features = new Map(
      Object.entries(CALLER_CHARACTERISTICS).map(([origin, value]) => [
        origin as CallOrigin,
        { type: 'characteristic', value },
      ]),
    );
    for (const [origin, feature] of this.#features) {
      if (run.leavesOf(feature).length === 0) continue;
      this.#sets.set(origin, new Int32Array(recorder.valueSets.size).fill(NOT_YET));
    }
  }

  extend(row: number, thread: number, origin: CallOrigin): void {
    const recorder = this.#recorder;
    const feature = this.#features.get(origin) as Feature;
    const process = recorder.threadProcess[thread] as number;
    const counted = `${process} ${origin}`;
    if (!this.#counted.has(counted)) {
      this.#counted.add(counted);
      recorder.countFeature(process, feature);
    }
    const sets = this.#sets.get(origin);
    if (sets === undefined) return;
    const old = recorder.valueSetOf(row);
    if (sets[old] === NOT_YET) sets[old] = recorder.extendedSet(old, feature);
    recorder.setValueSet(row, sets[old] as number);
  }
}
