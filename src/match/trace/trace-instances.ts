// A recorded run as instances: processes, their threads, and calls, whose places are their positions in the table of calls. A window
// has the place of its last call.

import { findLastAtMost } from '../../bytes/growable.ts';
import { addressKey, type CallAddress } from '../../features/address.ts';
import { FEATURE_TYPES } from '../../features/feature-types.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { DynamicScope } from '../../features/scopes.ts';
import type { TraceProcess, TraceSummary } from '../../features/trace.ts';
import { type EvidenceView, type FoundSequence, type Site, siteAt, textOf } from '../evidence/evidence.ts';
import type { InstanceNode } from '../evidence/instance-view.ts';
import type { PlannedSequence } from '../plan/node.ts';
import type { PlannedRule } from '../plan/plan.ts';
import { DistinctCounter, hashFeature } from '../run/distinct-counter.ts';
import { describeFound } from '../run/found-sequence.ts';
import type { Gathering } from '../run/gathering.ts';
import type { Instances, PartInstance, RecordedMatches, Stages, Units } from '../run/instances.ts';
import { type IntSets, includesSorted, intersects } from '../run/int-sets.ts';
import type { MatchRun } from '../run/match-run.ts';
import { type FoundUnits, findSequences } from '../run/sequence-search.ts';
import type { UnitResult } from '../run/unit-stage.ts';
import type { WindowMatch, WindowStage } from '../run/window-stage.ts';
import { CallTable, type ThreadRange } from './call-table.ts';
import { OrderedCalls, type Positions } from './ordered-calls.ts';
import type { TraceRecorder } from './trace-recorder.ts';

/** The scopes of a trace below its file. */
type TraceScope = Exclude<DynamicScope, 'file'>;

/** Whether places of a scope are positions of calls. */
const ARE_POSITIONS: Readonly<Record<TraceScope, boolean>> = {
  call: true,
  'span of calls': true,
  thread: false,
  process: false,
};

/** Found sequences that are kept for evidence. */
const MAX_FOUND = 50_000;

export class TraceInstances implements Instances<TraceScope> {
  readonly facts: TraceSummary;
  readonly leafSets: IntSets;
  readonly unitsAre = 'distinct';
  readonly table: CallTable;
  /** 1 for positions that are a location in some evidence. */
  readonly isEvidence: Uint8Array;
  /** Distinct features of each process, matches inside it included. */
  readonly featureCounts: number[] = [];
  readonly #run: MatchRun;
  readonly #recorder: TraceRecorder;
  #stages: Stages | undefined;
  /** Sequences that were found, by the calls of a thread or process; what is not here is looked for again. */
  readonly #found = new Map<Positions, ReadonlyMap<PlannedSequence, FoundUnits>>();
  #kept = 0;
  /** Of lists of processes or threads that were asked about. */
  readonly #byKey = new Map<Int32Array, Map<Site['key'], number>>();

  constructor(run: MatchRun, recorder: TraceRecorder, summary: TraceSummary) {
    this.#run = run;
    this.#recorder = recorder;
    this.facts = summary;
    this.leafSets = recorder.leafSets;
    this.table = new CallTable(recorder, summary, run.check);
    this.isEvidence = new Uint8Array(this.table.size);
  }

  *outermost(stages: Stages): Iterable<PartInstance<TraceScope>> {
    this.#stages = stages;
    for (const [process, threads] of this.table.threadsOf.entries()) {
      const { address, features } = this.facts.processes[process] as TraceProcess;
      const calls: ThreadCalls[] = [];
      yield {
        scope: 'process',
        place: process,
        key: () => addressKey(address),
        addFeatures: (held) => this.#gather(features, held),
        isRepeated: false,
        parts: this.#threads(threads, calls),
        units: undefined,
        mark: (rule) => {
          for (const ofThread of calls) ofThread.mark(rule);
        },
        inOrder: () => this.#ordered(this.table.mergedPositions(process)),
      };
    }
    this.#recorder.finish();
  }

  /** `calls` gains those of each thread. */
  *#threads(threads: readonly number[], calls: ThreadCalls[]): Iterable<PartInstance<TraceScope>> {
    const seen = new Set<number>();
    for (const number of threads) {
      const range = this.table.threads[number] as ThreadRange;
      const { thread, address } = range;
      const isRepeated = thread.thread >= 0 && seen.has(thread.thread);
      seen.add(thread.thread);
      const units = new ThreadCalls(this, range, (this.#stages as Stages).window?.rung.rises === true);
      calls.push(units);
      yield {
        scope: 'thread',
        place: number,
        key: () => addressKey(address),
        addFeatures: (held) => this.#gather(thread.features, held),
        isRepeated,
        parts: [],
        units,
        mark: (rule) => units.mark(rule),
        inOrder: () => this.#ordered(range),
      };
    }
  }

  /** Calls at positions, in their order. */
  #ordered(positions: Positions): OrderedCalls {
    return new OrderedCalls(this, positions);
  }

  /** What calls with a set of leaves are. */
  resultOf(leafSet: number): UnitResult {
    return (this.#stages as Stages).units.evaluate(leafSet);
  }

  /** Marks a call as a location in some evidence. */
  mark(position: number): void {
    this.isEvidence[position] = 1;
  }

  keep(positions: Positions, found: ReadonlyMap<PlannedSequence, FoundUnits>): void {
    if (found.size === 0 || this.#kept + found.size > MAX_FOUND) return;
    this.#kept += found.size;
    this.#found.set(positions, found);
  }

  /** Where a sequence is in calls at positions. */
  #findSequence(sequence: PlannedSequence, positions: Positions): FoundSequence | undefined {
    const calls = this.#ordered(positions);
    const found = this.#found.get(positions)?.get(sequence) ?? findSequences([sequence], calls).get(sequence);
    return found && describeFound(sequence, found, (index) => this.siteOf('call', calls.positionOf(index)));
  }

  #gather(features: readonly LocatedFeature[], held: Gathering): void {
    for (const { feature, address } of features) {
      for (const leaf of this.#run.leavesOf(feature)) held.addAt(leaf, { key: () => addressKey(address) });
    }
  }

  /** Distinct features of a process: those of its calls, of itself, global ones, and the matches inside it. */
  fileFromParts(): readonly LocatedFeature[] {
    return [];
  }

  finish({ place }: PartInstance<TraceScope>, matchKeys: number): void {
    const ranges = (this.table.threadsOf[place] as readonly number[]).map((i) => this.table.threads[i] as ThreadRange);
    const owners = ranges.map(({ thread }) => this.#recorder.threadProcess[thread.thread] ?? -1);
    const dense = owners.findLast((owner) => owner >= 0);
    const counter = dense === undefined ? new DistinctCounter() : this.#recorder.takeDistinct(dense);
    for (const feature of this.facts.globals) counter.add(...hashFeature(feature));
    const lists = [this.facts.processes[place]?.features ?? [], ...ranges.map(({ thread }) => thread.features)];
    for (const features of lists)
      for (const { feature } of features) {
        if (FEATURE_TYPES[feature.type].isDetail === undefined) counter.add(...hashFeature(feature));
      }
    this.featureCounts.push(counter.size + matchKeys);
  }

  /** Marks a call that has something a rule looks at. */
  markIfNamed(rule: PlannedRule, position: number): void {
    if (this.isEvidence[position] === 1) return;
    if (intersects(rule.leaves, this.#resultOf(position).closed)) this.isEvidence[position] = 1;
  }

  markPlaces(scope: TraceScope, places: Int32Array): void {
    if (!ARE_POSITIONS[scope]) return;
    for (const position of places) this.isEvidence[position] = 1;
  }

  siteOf(scope: TraceScope, place: number): Site {
    switch (scope) {
      case 'thread':
        return siteAt((this.table.threads[place] as ThreadRange).address);
      case 'process':
        return siteAt(this.table.processAddress(place));
      case 'call':
      case 'span of calls':
        return new CallSite(this.table, place);
    }
  }

  placeAt(scope: TraceScope, places: Int32Array, site: Site): number | undefined {
    switch (scope) {
      case 'thread':
      case 'process':
        return this.#firstByKey(scope, places).get(site.key);
      case 'call':
      case 'span of calls':
        return this.#positionAt(places, site);
    }
  }

  /** The first place with each key. */
  #firstByKey(scope: TraceScope, places: Int32Array): ReadonlyMap<Site['key'], number> {
    let byKey = this.#byKey.get(places);
    if (byKey === undefined) {
      byKey = new Map();
      for (const place of places) {
        const { key } = this.siteOf(scope, place);
        if (!byKey.has(key)) byKey.set(key, place);
      }
      this.#byKey.set(places, byKey);
    }
    return byKey;
  }

  #positionAt(places: Int32Array, site: Site): number | undefined {
    if (typeof site.key !== 'number') return undefined;
    const place = places[findLastAtMost(places, site.key)];
    if (place === site.key || place === undefined) return place;
    // A window rule is recorded once for a run of windows: the latest record of the thread stands for this window.
    return place < this.table.rangeOf(site.key).start ? undefined : place;
  }

  nodeOf(scope: TraceScope, place: number, matches: RecordedMatches<TraceScope>): InstanceNode {
    switch (scope) {
      case 'thread':
        return this.#threadNode(place, matches);
      case 'process':
        return {
          parts: () => (this.table.threadsOf[place] as readonly number[]).map((i) => this.#threadNode(i, matches)),
          addFeatures: (view) => this.#addFeatures(view, this.facts.processes[place]?.features ?? []),
          matches: () => this.#at(matches.rulesAt(scope, place), this.siteOf(scope, place)),
          findSequence: (sequence) => this.#findSequence(sequence, this.table.mergedPositions(place)),
        };
      case 'span of calls':
        return this.#windowNode(place);
      case 'call':
        return this.#callNode(place, 1);
    }
  }

  #threadNode(number: number, matches: RecordedMatches<TraceScope>): InstanceNode {
    const range = this.table.threads[number] as ThreadRange;
    const { start, end, thread } = range;
    const { window } = this.#stages as Stages;
    const siteOf = (position: number): Site => this.siteOf('call', position);
    const own = (): Iterable<readonly [PlannedRule, Site]> =>
      this.#at(matches.rulesAt('thread', number), this.siteOf('thread', number));
    return {
      parts: () => this.#callNodes(start, end),
      addFeatures: (view) => this.#addFeatures(view, thread.features),
      *matches() {
        if (window?.rung.rises === true) {
          for (const [rule, position] of matches.within('span of calls', start, end)) yield [rule, siteOf(position)];
        }
        yield* own();
      },
      findSequence: (sequence) => this.#findSequence(sequence, range),
    };
  }

  #windowNode(position: number): InstanceNode {
    const window = (this.#stages as Stages).window as WindowStage;
    const start = Math.max(this.table.rangeOf(position).start, position - window.size + 1);
    const results: [UnitResult, number][] = [];
    for (let at = start; at <= position; at++) results.push([this.#resultOf(at), this.table.timesOf(at)]);
    return {
      parts: () => this.#callNodes(start, position + 1),
      addFeatures: () => undefined,
      matches: () =>
        this.#at(
          window.inspect(results, ({ matched }) => matched),
          this.siteOf('call', position),
        ),
    };
  }

  *#callNodes(start: number, end: number): Iterable<InstanceNode> {
    for (let position = start; position < end; position++) {
      yield this.#callNode(position, this.table.timesOf(position));
    }
  }

  /** `times`: for how many calls it stands to what is around. */
  #callNode(position: number, times: number): InstanceNode {
    const site = this.siteOf('call', position);
    return {
      times,
      parts: () => [],
      addFeatures: (view) => {
        const { values, valueSets } = this.#recorder;
        for (const number of valueSets.get(this.table.valueSetOf(position))) {
          view.add(values.leavesOf(number), site, textOf(values.featureOf(number)), { times });
        }
      },
      matches: () => this.#at(this.#resultOf(position).rules, site),
    };
  }

  *#at(rules: Iterable<PlannedRule>, site: Site): Iterable<readonly [PlannedRule, Site]> {
    for (const rule of rules) yield [rule, site];
  }

  #addFeatures(view: EvidenceView, features: readonly LocatedFeature[]): void {
    for (const { feature, address } of features)
      view.add(this.#run.leavesOf(feature), siteAt(address), textOf(feature));
  }

  #resultOf(position: number): UnitResult {
    return (this.#stages as Stages).units.evaluate(this.table.leafSetOf(position));
  }
}

/** The location of a call. A thread may have millions, so the address is made when it is asked for. */
class CallSite implements Site {
  readonly key: number;
  readonly #table: CallTable;

  constructor(table: CallTable, position: number) {
    this.#table = table;
    this.key = position;
  }

  get address(): CallAddress {
    return this.#table.addressOf(this.key);
  }
}

/** The calls of one thread, visited in order. Hot: runs once for each call of a trace. */
class ThreadCalls implements Units {
  readonly #trace: TraceInstances;
  readonly #range: ThreadRange;
  /** Whether matches of windows are seen by the thread and its process. */
  readonly #windowsRise: boolean;
  /** Windows whose matches some rule refers to, by the position of their last call. */
  readonly #windows: { readonly rule: PlannedRule; readonly position: number }[] = [];
  #position = 0;

  constructor(trace: TraceInstances, range: ThreadRange, windowsRise: boolean) {
    this.#trace = trace;
    this.#range = range;
    this.#windowsRise = windowsRise;
  }

  /** Marks the calls that are locations in the evidence of a match at the thread or its process. */
  mark(rule: PlannedRule): void {
    if (rule.leaves.length === 0) return;
    for (let position = this.#range.start; position < this.#range.end; position++) {
      this.#trace.markIfNamed(rule, position);
    }
    for (const { rule: inner, position } of this.#windows) {
      if (inner.matchLeaves.some((leaf) => includesSorted(rule.leaves, leaf))) this.#trace.isEvidence[position] = 1;
    }
  }

  visit(_held: Gathering, visit: (leafSet: number, times: number) => void): void {
    const { table } = this.#trace;
    const { start, end } = this.#range;
    for (let position = start; position < end; position++) {
      this.#position = position;
      visit(table.leafSetOf(position), table.timesOf(position));
    }
  }

  place(): number {
    return this.#position;
  }

  key(): string {
    return addressKey(this.#trace.table.addressOf(this.#position));
  }

  markUnit(): void {
    this.#trace.isEvidence[this.#position] = 1;
  }

  markWindow(rule: PlannedRule, { units, added }: WindowMatch): void {
    const position = this.#position;
    if (this.#windowsRise && rule.matchLeaves.length > 0) this.#windows.push({ rule, position });
    for (let at = position - units.length + 1; at <= position; at++) this.#trace.markIfNamed(rule, at);
    if (added.some((leaf) => includesSorted(rule.leaves, leaf))) this.#trace.isEvidence[position] = 1;
  }
}
