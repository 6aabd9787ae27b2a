// Matching by definition, from an input to its outcome: for questions about the planned matcher, and for small inputs, because every
// feature is held in memory and every rule is evaluated everywhere.

import { type Address, addressKey, type CallAddress } from '../../features/address.ts';
import { CALLER_CHARACTERISTICS, CallerMap, callerFeatures } from '../../features/callers.ts';
import type { WantedDetails } from '../../features/details.ts';
import type { Feature } from '../../features/feature.ts';
import { GivingCalls, type HandleGivers } from '../../features/giving-calls.ts';
import { locateFunctions } from '../../features/located-program.ts';
import type { Program } from '../../features/program.ts';
import { namesByPid, type Trace, type TraceSink, type TraceSummary, type TraceThread } from '../../features/trace.ts';
import type { RuleSet } from '../../rules/rule.ts';
import { featuresIn } from '../../rules/walk.ts';
import { wantedDetails } from '../../rules/wanted-details.ts';
import type { Semantics } from '../../semantics.ts';
import type { Evidence } from '../evidence/evidence.ts';
import {
  type LayoutCalls,
  type LayoutProcess,
  type MatchStats,
  type MatchWatch,
  type ProgramOutcome,
  silentProcesses,
  type TraceOutcome,
} from '../outcome.ts';
import { definedHits } from './defined-hits.ts';
import { type Defined, type DefinedInstance, defineMatches } from './definition.ts';

/** The definition counts no work. */
const NO_STATS: MatchStats = {
  calls: 0,
  distinctCalls: 0,
  evaluations: 0,
  instances: 0,
  stringScans: 0,
  regexRuns: 0,
};

/** The outcome of a program. */
export function defineProgram(
  program: Program,
  ruleSet: RuleSet,
  semantics: Semantics,
  { onFileMatched }: MatchWatch,
): ProgramOutcome {
  const libraryFunctions: { address: Address; name: string }[] = [];
  const functions: DefinedInstance[] = [];
  for (const { address, library, features, blocks } of locateFunctions(program)) {
    if (library !== undefined) {
      libraryFunctions.push({ address, name: library });
      continue;
    }
    const parts = blocks.map((block): DefinedInstance => {
      const instructions = block.instructions.map(
        (instruction): DefinedInstance => ({ ...instruction, scope: 'instruction', parts: [] }),
      );
      return { scope: 'basic block', address: block.address, features: block.features, parts: instructions };
    });
    functions.push({ scope: 'function', address, features, parts });
  }
  const file = { globals: program.globals, file: program.file, fromParts: program.fileFromCode?.() ?? [] };
  const defined = defineMatches(file, functions, ruleSet, 'static', semantics, onFileMatched);
  const matchedBlocks = new Set<DefinedInstance>();
  for (const matches of defined.matches.get('basic block')?.values() ?? []) {
    for (const { standing } of matches) {
      const block = standing?.within.parts[standing.position];
      if (block !== undefined) matchedBlocks.add(block);
    }
  }
  return {
    flavour: 'static',
    facts: program,
    health: program.health(),
    notes: [],
    stats: NO_STATS,
    matches: definedHits(defined, ruleSet, 'static'),
    featureCounts: defined.featureCounts,
    layout: functions
      .map(({ address, parts }) => ({
        address,
        matchedBlocks: parts.filter((block) => matchedBlocks.has(block)).map((block) => block.address),
      }))
      .filter((fn) => fn.matchedBlocks.length > 0),
    libraryFunctions,
  };
}

/** The outcome of a trace. `prepare` is given what the trace says at its end and decides what is looked at. */
export async function defineTrace(
  trace: Trace,
  ruleSet: RuleSet,
  semantics: Semantics,
  prepare: (summary: TraceSummary) => TraceSummary,
  { onFileMatched }: MatchWatch,
): Promise<TraceOutcome> {
  const details = semantics['named-values'] ? wantedDetails(ruleSet.rules) : undefined;
  // All of every call: what functions the planned matcher can do without is one of the questions to it.
  const calls = new CallsInMemory(
    semantics['call-origins'] && looksAtCallers(ruleSet),
    details && { ...details, ofFunction: () => details },
  );
  const summary = prepare(await trace.read(calls));
  const processes = summary.processes.map((process): DefinedInstance => {
    const { address, features, threads } = process;
    const callers = new CallerMap(process);
    const parts = threads.map((thread): DefinedInstance => {
      const own: Address = { type: 'thread', value: [...address.value, thread.tid] };
      return { scope: 'thread', address: own, features: thread.features, parts: calls.of(thread, own.value, callers) };
    });
    return { scope: 'process', address, features, parts };
  });
  const file = { ...summary, fromParts: [] };
  const defined = defineMatches(file, processes, ruleSet, 'dynamic', semantics, onFileMatched);
  return {
    flavour: 'dynamic',
    facts: summary,
    health: summary.health,
    notes: [],
    stats: NO_STATS,
    matches: definedHits(defined, ruleSet, 'dynamic'),
    featureCounts: defined.featureCounts,
    layout: [...layOut(summary, processes, defined, calls), ...silentProcesses(summary)],
    processNames: namesByPid(summary.processes),
  };
}

/** Whether some rule asks where calls come from. */
function looksAtCallers({ rules }: RuleSet): boolean {
  const words: readonly string[] = Object.values(CALLER_CHARACTERISTICS);
  return rules.some(({ statement }) =>
    [...featuresIn(statement)].some((feature) => feature.type === 'characteristic' && words.includes(feature.value)),
  );
}

interface CallInMemory {
  readonly id: number;
  readonly at: number;
  readonly times: number;
  readonly arrival: number;
  readonly time: number;
  readonly features: readonly Feature[];
  readonly callers: readonly number[];
}

/** Keeps every call with its features. */
class CallsInMemory implements TraceSink {
  readonly #features: Feature[] = [];
  readonly #threads = new Map<number, CallInMemory[]>();
  #arrived = 0;
  readonly #at = new Map<DefinedInstance, number>();
  readonly #giving = new GivingCalls();
  readonly #processes = new Map<number, number>();
  readonly wantsCallers: boolean;
  readonly details?: WantedDetails;

  constructor(wantsCallers: boolean, details: WantedDetails | undefined) {
    this.wantsCallers = wantsCallers;
    if (details !== undefined) this.details = details;
  }

  feature(feature: Feature): number {
    const number = this.#features.push(feature) - 1;
    this.#giving.learn(feature, number);
    return number;
  }

  forgetFeatures(): void {
    // Numbers are never reused.
  }

  call(
    process: number,
    thread: number,
    id: number,
    at: number,
    features: Int32Array,
    count: number,
    times = 1,
    callers: ArrayLike<number> = [],
    time: number = Number.NaN,
  ): void {
    const call = {
      id,
      at,
      times,
      callers: Array.from(callers),
      arrival: this.#arrived++,
      time,
      features: Array.from(features.subarray(0, count), (n) => this.#features[n] as Feature),
    };
    const known = this.#threads.get(thread);
    if (known === undefined) this.#threads.set(thread, [call]);
    else known.push(call);
    this.#processes.set(thread, process);
    if (count > 0) this.#giving.call(process, at, features[count - 1] as number);
  }

  /** The calls that give handles, of the process that a thread is of. */
  giversOf({ thread }: TraceThread): HandleGivers {
    return this.#giving.of(this.#processes.get(thread) ?? -1);
  }

  /** The calls of a thread in order of time. */
  of({ thread, order }: TraceThread, ids: readonly [number, number, number], map: CallerMap): DefinedInstance[] {
    const arrived = this.#threads.get(thread) ?? [];
    const sorted =
      order === undefined ? arrived : Array.from(order, (i, id) => ({ ...(arrived[i] as CallInMemory), id }));
    return sorted.map(({ id, at, times, arrival, time, features: own, callers }) => {
      const features = [...own, ...(this.wantsCallers ? callerFeatures(map, callers) : [])];
      const address: CallAddress = { type: 'call', value: [...ids, id] };
      const instance: DefinedInstance = {
        scope: 'call',
        address,
        features: features.map((feature) => ({ feature, address })),
        parts: [],
        times,
        arrival,
        time,
      };
      this.#at.set(instance, at);
      return instance;
    });
  }

  atOf(call: DefinedInstance): number {
    return this.#at.get(call) as number;
  }
}

/** Processes and threads with calls that are a location anywhere in the evidence of any match. */
function layOut(
  { processes }: TraceSummary,
  instances: readonly DefinedInstance[],
  defined: Defined,
  calls: CallsInMemory,
): LayoutProcess[] {
  const named = new Set<string>();
  const gather = ({ sites, children }: Evidence): void => {
    for (const { address } of sites) if (address.type === 'call') named.add(addressKey(address));
    for (const child of children) gather(child);
  };
  for (const ofScope of defined.matches.values()) {
    for (const matches of ofScope.values()) for (const { evidence } of matches) gather(evidence);
  }
  const layout: LayoutProcess[] = [];
  for (const [number, { address, name, threads: listed }] of processes.entries()) {
    const threads = (instances[number]?.parts ?? []).map((thread) => ({
      address: thread.address as LayoutProcess['threads'][number]['address'],
      calls: listCalls(
        thread.parts.filter((call) => named.has(addressKey(call.address))),
        calls,
      ),
    }));
    const shown = threads.filter((thread) => thread.calls.count > 0);
    if (shown.length === 0) continue;
    const first = listed[threads.indexOf(shown[0] as (typeof shown)[number])] as TraceThread;
    layout.push({ address, name, givers: calls.giversOf(first), threads: shown });
  }
  return layout;
}

function listCalls(list: readonly DefinedInstance[], calls: CallsInMemory): LayoutCalls {
  const call = (index: number): DefinedInstance => list[index] as DefinedInstance;
  return {
    count: list.length,
    addressOf: (index) => call(index).address as CallAddress,
    atOf: (index) => calls.atOf(call(index)),
  };
}
