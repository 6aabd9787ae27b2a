// Phase 2 of dynamic matching: from recorded calls to matches, scope by scope (spec dynamic.md section 6). Call rules see a
// call; span rules a window; thread and process rules the union of their calls; file rules the file's features and the matches
// of all smaller scopes.

import type { LocatedFeature } from '../features/located.ts';
import type { DynamicScope } from '../features/scopes.ts';
import type { TraceProcess, TraceSummary } from '../features/trace.ts';
import type { RuleSet } from '../rules/rule.ts';
import type { Semantics } from '../semantics.ts';
import { type CallResult, CallStage } from './call-stage.ts';
import { CallTable, type ThreadRange } from './call-table.ts';
import type { CompiledRule, CompiledRules } from './compile.ts';
import { DistinctCounter, hashFeature } from './distinct-counter.ts';
import type { MatchCounters } from './evaluate.ts';
import { countFileKeys, type FileLeaves, findFileLeaves, matchFileLeaves } from './file-stage.ts';
import { IntList } from './hits.ts';
import { Instance } from './instance.ts';
import { includesSorted, intersects } from './int-sets.ts';
import { collectReferences } from './references.ts';
import { SpanStage, type WindowMatch } from './span-stage.ts';
import type { TraceRecorder } from './trace-recorder.ts';

/** Matches of one rule: what `places` are depends on the scope (call positions, thread or process numbers, one 0 for file). */
export interface Recorded {
  readonly rule: CompiledRule;
  readonly scope: DynamicScope;
  readonly places: IntList;
  /** Filled while matching for call and span rules; the few others are derived from evidence. */
  readonly references: Set<string>;
}

/** Everything known after matching, still in numbers. */
export interface TraceMatching {
  readonly table: CallTable;
  readonly rules: CompiledRules;
  readonly summary: TraceSummary;
  readonly semantics: Semantics;
  readonly globals: readonly number[];
  readonly callStage: CallStage;
  readonly spanStage: SpanStage;
  readonly recorded: ReadonlyMap<string, Recorded>;
  /** 1 for positions that are a location in some evidence. */
  readonly isEvidence: Uint8Array;
  /** Distinct features of each process and of the file, matches of smaller scopes included, as documents state them. */
  readonly processFeatureCounts: readonly number[];
  readonly fileFeatureCount: number;
  /** File rules that match on the file's own features, without any match of a smaller scope. */
  readonly matchedByFileAlone: readonly CompiledRule[];
  readonly counters: MatchCounters;
}

const SCOPES: readonly DynamicScope[] = ['call', 'span of calls', 'thread', 'process', 'file'];

/** Matches the recorded calls of a trace. `summary.processes` decides which are looked at. */
export function matchTrace(
  ruleSet: RuleSet,
  rules: CompiledRules,
  recorder: TraceRecorder,
  summary: TraceSummary,
  semantics: Semantics,
): TraceMatching {
  return new TraceMatcher(ruleSet, rules, recorder, summary, semantics).run();
}

class TraceMatcher {
  readonly #rules: CompiledRules;
  readonly #summary: TraceSummary;
  readonly #semantics: Semantics;
  readonly #table: CallTable;
  readonly #globals: readonly number[];
  readonly #derived: ReadonlyMap<string, CompiledRule>;
  readonly #calls: CallStage;
  readonly #spans: SpanStage;
  readonly #counters: MatchCounters = { evaluations: 0, instances: 0 };
  readonly #recorded: Record<DynamicScope, Map<CompiledRule, Recorded>> = {
    call: new Map(),
    'span of calls': new Map(),
    thread: new Map(),
    process: new Map(),
    file: new Map(),
  };
  readonly #isEvidence: Uint8Array;

  constructor(
    ruleSet: RuleSet,
    rules: CompiledRules,
    recorder: TraceRecorder,
    summary: TraceSummary,
    semantics: Semantics,
  ) {
    this.#rules = rules;
    this.#summary = summary;
    this.#semantics = semantics;
    this.#table = new CallTable(recorder, summary);
    this.#globals = [...new Set(summary.globals.flatMap((feature) => rules.leavesOf(feature)))];
    const derived = rules.rules.filter(({ rule }) => rule.derived !== undefined);
    this.#derived = new Map(derived.map((rule) => [rule.rule.meta.name, rule]));
    this.#calls = new CallStage(rules, recorder.leafSets, this.#globals, this.#derived, this.#counters);
    this.#spans = new SpanStage(rules, this.#globals, ruleSet.dependencies, this.#counters);
    this.#isEvidence = new Uint8Array(this.#table.size);
  }

  run(): TraceMatching {
    const processFeatureCounts: number[] = [];
    const threadsOf: number[][] = this.#summary.processes.map(() => []);
    for (const [number, range] of this.#table.threads.entries()) (threadsOf[range.process] as number[]).push(number);
    for (const [number, process] of this.#summary.processes.entries()) {
      processFeatureCounts.push(this.#matchProcess(number, process, threadsOf[number] as number[]));
    }
    this.#table.recorder.finish();
    const fileLeaves = findFileLeaves(this.#rules, this.#summary, this.#semantics);
    const fileFeatureCount = this.#matchFile(fileLeaves);
    return {
      table: this.#table,
      rules: this.#rules,
      summary: this.#summary,
      semantics: this.#semantics,
      globals: this.#globals,
      callStage: this.#calls,
      spanStage: this.#spans,
      recorded: this.#merge(),
      isEvidence: this.#isEvidence,
      processFeatureCounts,
      fileFeatureCount,
      matchedByFileAlone: matchFileLeaves(this.#rules, fileLeaves, [], this.#counters),
      counters: this.#counters,
    };
  }

  /** One map by rule name; a rule that matched at two scopes keeps the larger one, as in the reference. */
  #merge(): Map<string, Recorded> {
    const merged = new Map<string, Recorded>();
    for (const scope of SCOPES) {
      for (const found of this.#recorded[scope].values()) merged.set(found.rule.rule.meta.name, found);
    }
    return merged;
  }

  #record(rule: CompiledRule, scope: DynamicScope, place: number): Recorded {
    let found = this.#recorded[scope].get(rule);
    if (found === undefined) {
      found = { rule, scope, places: new IntList(), references: new Set() };
      this.#recorded[scope].set(rule, found);
    }
    found.places.push(place);
    return found;
  }

  #matchProcess(number: number, process: TraceProcess, threads: readonly number[]): number {
    const matchKeys = new Set<string>();
    const inProcess = new Totals();
    const processInstance = this.#instance('process');
    const threadInstance = this.#instance('thread');
    const seen = new Set<number>();
    let dense = -1;
    for (const threadNumber of threads) {
      const range = this.#table.threads[threadNumber] as ThreadRange;
      const totals = new Totals();
      const spanLeaves = this.#matchCalls(range, totals, matchKeys);
      const owner = this.#table.recorder.threadProcess[range.thread.thread];
      if (owner !== undefined && owner >= 0) dense = owner;
      const visible = this.#semantics['span-to-thread'] ? spanLeaves : new Map<number, number>();
      if (threadInstance !== undefined) {
        totals.addTo(threadInstance);
        for (const [leaf, count] of visible) threadInstance.add(leaf, count);
        this.#addOwn(threadInstance, range.thread.features);
        const added = this.#matchInstance(threadInstance, 'thread', threadNumber, matchKeys, (rule) => {
          this.#markCalls(rule, range);
        });
        // Thread matches are located at the thread, so each thread adds one location.
        for (const leaf of added) inProcess.extra(leaf, 1);
        threadInstance.clear();
      }
      if (processInstance !== undefined && !seen.has(range.thread.thread)) {
        seen.add(range.thread.thread);
        inProcess.merge(totals);
        for (const [leaf, count] of visible) inProcess.extra(leaf, count);
      }
    }
    if (processInstance !== undefined) {
      inProcess.addTo(processInstance);
      for (const threadNumber of threads) {
        this.#addOwn(processInstance, (this.#table.threads[threadNumber] as ThreadRange).thread.features);
      }
      this.#addOwn(processInstance, process.features);
      this.#matchInstance(processInstance, 'process', number, undefined, (rule) => {
        for (const threadNumber of threads) this.#markCalls(rule, this.#table.threads[threadNumber] as ThreadRange);
      });
    }
    return this.#countFeatures(dense, process, threads, matchKeys);
  }

  /** An instance of a scope, or undefined where no rule works at it. */
  #instance(scope: DynamicScope): Instance | undefined {
    const bucket = this.#rules.buckets.get(scope);
    if (bucket === undefined || bucket.rules.length === 0) return undefined;
    return new Instance(bucket, this.#rules.leafCount, this.#globals, this.#counters);
  }

  /** Adds features that are located at the instance itself: one location for each leaf, however many features satisfy it. */
  #addOwn(instance: Instance, features: readonly LocatedFeature[]): void {
    const leaves = new Set(features.flatMap(({ feature }) => this.#rules.leavesOf(feature)));
    for (const leaf of leaves) instance.add(leaf, 1);
  }

  #matchInstance(
    instance: Instance,
    scope: DynamicScope,
    place: number,
    matchKeys: Set<string> | undefined,
    mark: (rule: CompiledRule) => void,
  ): readonly number[] {
    const { matched, added } = instance.run(() => false);
    for (const rank of matched) {
      const rule = instance.bucket.rules[rank] as CompiledRule;
      this.#record(rule, scope, place);
      mark(rule);
      if (matchKeys !== undefined) for (const key of rule.matchKeys) matchKeys.add(key);
    }
    return added;
  }

  /** Marks the calls that are locations in the evidence of a thread or process match. */
  #markCalls(rule: CompiledRule, range: ThreadRange): void {
    for (let position = range.start; position < range.end; position++) {
      const { closed } = this.#calls.evaluate(this.#table.leafSetOf(position));
      if (intersects(rule.leaves, closed)) this.#isEvidence[position] = 1;
    }
  }

  /**
   * Call and span scope of one thread. Fills `totals` with the thread's leaves and `matchKeys` with names and namespaces of
   * matching call rules; returns the leaves of reported span matches with their number of locations beyond the calls' own.
   */
  #matchCalls(range: ThreadRange, totals: Totals, matchKeys: Set<string>): Map<number, number> {
    const spanLeaves = new Map<number, number>();
    const keyed = new Set<CallResult>();
    this.#spans.reset();
    let position = range.start;
    const report = (ranks: readonly number[], window: WindowMatch): void => {
      this.#reportSpan(range, position, ranks, window, spanLeaves);
      if (!this.#semantics['span-to-thread']) return;
      for (const rank of ranks) for (const key of this.#spans.rule(rank).matchKeys) matchKeys.add(key);
    };
    for (; position < range.end; position++) {
      const result = this.#calls.evaluate(this.#table.leafSetOf(position));
      for (const rule of result.rules) {
        const found = this.#record(rule, 'call', position);
        const references = result.references.get(rule.order);
        if (references !== undefined && !keyed.has(result)) for (const name of references) found.references.add(name);
      }
      if (!keyed.has(result)) {
        keyed.add(result);
        for (const rule of result.rules) for (const key of rule.matchKeys) matchKeys.add(key);
      }
      if (result.isEvidence) this.#isEvidence[position] = 1;
      totals.count(result);
      this.#spans.advance(result, report);
    }
    return spanLeaves;
  }

  #reportSpan(
    range: ThreadRange,
    position: number,
    ranks: readonly number[],
    window: WindowMatch,
    spanLeaves: Map<number, number>,
  ): void {
    const start = Math.max(range.start, position - this.#spans.size + 1);
    const own = this.#calls.evaluate(this.#table.leafSetOf(position)).closed;
    const leaves = new Set<number>();
    for (const rank of ranks) {
      const rule = this.#spans.rule(rank);
      const found = this.#record(rule, 'span of calls', position);
      for (const leaf of rule.matchLeaves) if (!includesSorted(own, leaf)) leaves.add(leaf);
      for (let at = start; at <= position; at++) {
        if (this.#isEvidence[at] === 1) continue;
        const { closed } = this.#calls.evaluate(this.#table.leafSetOf(at));
        if (intersects(rule.leaves, closed)) this.#isEvidence[at] = 1;
      }
      if (window.added.some((leaf) => includesSorted(rule.leaves, leaf))) this.#isEvidence[position] = 1;
      if (rule.refersToRules) this.#collectSpanReferences(rule, start, position, window, found.references);
    }
    for (const leaf of leaves) spanLeaves.set(leaf, (spanLeaves.get(leaf) ?? 0) + 1);
  }

  #collectSpanReferences(
    rule: CompiledRule,
    start: number,
    position: number,
    window: WindowMatch,
    references: Set<string>,
  ): void {
    const visitDerived = (derived: CompiledRule, leaf: number): void => {
      if (derived.rule.meta.scopes.dynamic === 'span of calls') {
        walk(derived);
        return;
      }
      for (let at = start; at <= position; at++) {
        const call = this.#calls.evaluate(this.#table.leafSetOf(at));
        if (!includesSorted(call.closed, leaf)) continue;
        for (const name of call.references.get(derived.order) ?? []) references.add(name);
      }
    };
    const walk = (from: CompiledRule): void =>
      collectReferences(from.root, window.counts, this.#derived, (name) => references.add(name), visitDerived);
    walk(rule);
  }

  /** Distinct features of a process: those of its calls, of itself, global ones, and the matches of its calls and threads. */
  #countFeatures(
    dense: number,
    process: TraceProcess,
    threads: readonly number[],
    matchKeys: ReadonlySet<string>,
  ): number {
    const counter = dense < 0 ? new DistinctCounter() : this.#table.recorder.takeDistinct(dense);
    for (const feature of this.#summary.globals) counter.add(...hashFeature(feature));
    for (const { feature } of process.features) counter.add(...hashFeature(feature));
    for (const threadNumber of threads) {
      for (const { feature } of (this.#table.threads[threadNumber] as ThreadRange).thread.features) {
        counter.add(...hashFeature(feature));
      }
    }
    return counter.size + matchKeys.size;
  }

  #matchFile(leaves: FileLeaves): number {
    const matchKeys = new Set<string>();
    const places = new Map<number, Set<number>>();
    for (const [base, scope] of SCOPES.slice(0, 4).entries()) {
      for (const { rule, places: found } of this.#recorded[scope].values()) {
        for (const key of rule.matchKeys) matchKeys.add(key);
        for (const leaf of rule.matchLeaves) {
          const set = places.get(leaf) ?? new Set();
          places.set(leaf, set);
          // Calls and the spans that end at them share addresses; threads and processes have their own.
          const offset = base < 2 ? 0 : base;
          const all = found.items();
          // Only leaves that are counted need every place; for the others one shows that they are present.
          const needed = this.#rules.counted[leaf] === 1 ? all : all.subarray(0, 1);
          for (const at of needed) set.add(at * 4 + offset);
        }
      }
    }
    const matches = [...places].map(([leaf, set]) => [leaf, set.size] as const);
    for (const rule of matchFileLeaves(this.#rules, leaves, matches, this.#counters)) {
      this.#record(rule, 'file', 0);
      this.#markMatchLocations(rule);
    }
    return countFileKeys(this.#summary) + matchKeys.size;
  }

  /** A file rule's evidence lists every call at which a rule that it refers to matched. */
  #markMatchLocations(rule: CompiledRule): void {
    for (const scope of ['call', 'span of calls'] as const) {
      for (const found of this.#recorded[scope].values()) {
        if (!found.rule.matchLeaves.some((leaf) => includesSorted(rule.leaves, leaf))) continue;
        for (const position of found.places.items()) this.#isEvidence[position] = 1;
      }
    }
  }
}

/** How often each leaf occurs in the calls of a thread or process, counted by distinct call result. */
class Totals {
  readonly #calls = new Map<CallResult, number>();
  readonly #extra = new Map<number, number>();

  count(result: CallResult): void {
    this.#calls.set(result, (this.#calls.get(result) ?? 0) + 1);
  }

  extra(leaf: number, locations: number): void {
    this.#extra.set(leaf, (this.#extra.get(leaf) ?? 0) + locations);
  }

  merge(other: Totals): void {
    for (const [result, times] of other.#calls) this.#calls.set(result, (this.#calls.get(result) ?? 0) + times);
  }

  addTo(instance: Instance): void {
    for (const [result, times] of this.#calls) for (const leaf of result.closed) instance.add(leaf, times);
    for (const [leaf, locations] of this.#extra) instance.add(leaf, locations);
  }
}
