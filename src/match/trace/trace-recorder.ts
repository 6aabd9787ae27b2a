// Phase 1 of dynamic matching: takes the calls of a trace as they stream by and keeps about 20 bytes of each. Values that no rule
// names are dropped at once (only counted); a call becomes the number of its set of relevant values, and equal sets share it.
// Hot: `call` runs once for every call of a trace.

import { Column, grown } from '../../bytes/growable.ts';
import type { WantedDetails } from '../../features/details.ts';
import type { Feature } from '../../features/feature.ts';
import { FEATURE_TYPES } from '../../features/feature-types.ts';
import { GivingCalls } from '../../features/giving-calls.ts';
import type { TraceSink } from '../../features/trace.ts';
import { DistinctCounter, hashFeature } from '../run/distinct-counter.ts';
import { IntSets, sortUnique } from '../run/int-sets.ts';
import type { MatchRun } from '../run/match-run.ts';
import { ChainTable } from './chain-table.ts';
import { ValueTable } from './value-table.ts';

/** What stands in place of the number of a chain where no return address is known. */
export const NO_CHAIN = -1;
/** In place of the last process that had a feature: it is not among those that are counted. */
const UNCOUNTED = -1;
const NOTHING = 0;

export class TraceRecorder implements TraceSink {
  readonly #run: MatchRun;
  /** Relevant values; a feature's number is twice its number there. Irrelevant features have odd numbers. */
  readonly values: ValueTable = new ValueTable();
  /** Last process (plus 1) that had each value, so that it is counted once for each. */
  #valueStamps = new Int32Array(1 << 11);
  #otherHashes = new Int32Array(1 << 12);
  #otherStamps = new Int32Array(1 << 11);
  /** The first number is that of all features which are neither wanted nor counted. */
  #others = 1;

  /** Sets of relevant values, and for each of them the set of leaves that it satisfies. */
  readonly valueSets: IntSets = new IntSets();
  readonly leafSets: IntSets = new IntSets();
  #leafSetOf = new Int32Array(1 << 11);
  #sets = 0;

  readonly #thread = new Column((length) => new Int32Array(length));
  readonly #valueSet = new Column((length) => new Int32Array(length));
  readonly #id = new Column((length) => new Int32Array(length));
  /** Ids that do not fit the column, by row. */
  readonly #largeIds = new Map<number, number>();
  readonly #at = new Column((length) => new Float64Array(length));
  /** How many calls each row stands for; rows behind its end stand for one. Most recorders fold none. */
  readonly #times = new Column((length) => new Int32Array(length));
  /** Where calls come from, if anybody wants to know. */
  readonly wantsCallers: boolean;
  readonly chains: ChainTable = new ChainTable();
  readonly #chain = new Column((length) => new Int32Array(length));
  /** When each was made, where that is asked; NaN where it is not known. */
  readonly #moments = new Column((length) => new Float64Array(length));
  calls: number = 0;
  /** Calls that say when they were made. */
  timedCalls: number = 0;
  /** Process of each thread; -1 for numbers that no call used. */
  readonly threadProcess: number[] = [];
  readonly threadCalls: number[] = [];
  /** Calls that are read again for what handles stand for. */
  readonly giving: GivingCalls = new GivingCalls();
  readonly #distinct: (DistinctCounter | undefined)[] = [];
  /** The process of the call before, and what it had. */
  #lastProcess = -1;
  #lastDistinct: DistinctCounter | undefined;
  #scratch = new Int32Array(64);
  #leafScratch = new Int32Array(256);

  readonly details?: WantedDetails;

  /** `wantsCallers`: whether to keep where calls come from although no rule asks. */
  constructor(run: MatchRun, wantsCallers: boolean = false) {
    this.#run = run;
    this.wantsCallers = wantsCallers || run.plan.looksAtCallers;
    this.#otherStamps[0] = UNCOUNTED;
    if (run.plan.details !== undefined) this.details = run.plan.details;
  }

  feature(feature: Feature): number {
    const number = this.#register(feature);
    this.giving.learn(feature, number);
    return number;
  }

  #register(feature: Feature): number {
    const leaves = this.#run.leavesOf(feature);
    const isDetail = FEATURE_TYPES[feature.type].isDetail === true;
    if (leaves.length > 0) {
      const value = this.values.intern(feature, leaves);
      if (isDetail) this.#stampValue(value, UNCOUNTED);
      return 2 * value;
    }
    if (isDetail) return 2 * NOTHING + 1;
    const [low, high] = hashFeature(feature);
    const other = this.#others++;
    if (other * 2 + 2 > this.#otherHashes.length) {
      this.#otherHashes = grown(this.#otherHashes, this.#otherHashes.length * 2);
      this.#otherStamps = grown(this.#otherStamps, this.#otherHashes.length >> 1);
    }
    this.#otherHashes[other * 2] = low;
    this.#otherHashes[other * 2 + 1] = high;
    this.#otherStamps[other] = 0;
    return 2 * other + 1;
  }

  #stampValue(value: number, stamp: number): void {
    if (value >= this.#valueStamps.length) this.#valueStamps = grown(this.#valueStamps, value + 1);
    this.#valueStamps[value] = stamp;
  }

  forgetFeatures(): void {
    this.#others = 1;
  }

  call(
    process: number,
    thread: number,
    id: number,
    at: number,
    features: Int32Array,
    count: number,
    times: number = 1,
    callers?: ArrayLike<number>,
    time: number = Number.NaN,
  ): void {
    const distinct = this.#turnTo(process);
    if (this.values.size > this.#valueStamps.length) this.#valueStamps = grown(this.#valueStamps, this.values.size);
    const stamp = process + 1;
    if (count > this.#scratch.length) this.#scratch = new Int32Array(count * 2);
    const scratch = this.#scratch;
    let used = 0;
    for (let i = 0; i < count; i++) {
      const number = (features[i] as number) >> 1;
      if (((features[i] as number) & 1) === 1) {
        const known = this.#otherStamps[number] as number;
        if (known === stamp || known === UNCOUNTED) continue;
        this.#otherStamps[number] = stamp;
        distinct.add(this.#otherHashes[number * 2] as number, this.#otherHashes[number * 2 + 1] as number);
        continue;
      }
      const known = this.#valueStamps[number] as number;
      if (known !== stamp && known !== UNCOUNTED) {
        this.#valueStamps[number] = stamp;
        distinct.add(this.values.hashLow(number), this.values.hashHigh(number));
      }
      scratch[used++] = number;
    }
    used = sortUnique(scratch, used);
    const valueSet = this.#internSet(scratch, used);
    if (count > 0) this.giving.call(process, at, features[count - 1] as number);
    const row = this.calls++;
    this.#thread.set(row, thread);
    this.#valueSet.set(row, valueSet);
    this.#id.set(row, id | 0);
    if ((id | 0) !== id) this.#largeIds.set(row, id);
    this.#at.set(row, at);
    if (times > 1) {
      while (this.#times.length < row) this.#times.push(1);
      this.#times.push(times);
    }
    if (this.wantsCallers) this.#chain.set(row, callers?.length ? this.chains.intern(callers) : NO_CHAIN);
    if (this.details?.times === true) {
      this.#moments.push(time);
      if (!Number.isNaN(time)) this.timedCalls++;
    }
    while (this.threadProcess.length <= thread) {
      this.threadProcess.push(-1);
      this.threadCalls.push(0);
    }
    this.threadProcess[thread] = process;
    this.threadCalls[thread] = (this.threadCalls[thread] as number) + 1;
  }

  /** Number of what the rules see of the call with values `scratch[0 .. used)`, sorted. */
  #internSet(scratch: Int32Array, used: number): number {
    const valueSet = this.valueSets.intern(scratch, used);
    if (valueSet === this.#sets) {
      if (valueSet === this.#leafSetOf.length) this.#leafSetOf = grown(this.#leafSetOf, valueSet + 1);
      this.#leafSetOf[valueSet] = this.#internLeaves(scratch, used);
      this.#sets++;
    }
    return valueSet;
  }

  #internLeaves(numbers: Int32Array, count: number): number {
    let used = 0;
    for (let i = 0; i < count; i++) {
      const leaves = this.values.leavesOf(numbers[i] as number);
      if (used + leaves.length > this.#leafScratch.length) {
        const wider = new Int32Array((used + leaves.length) * 2);
        wider.set(this.#leafScratch);
        this.#leafScratch = wider;
      }
      this.#leafScratch.set(leaves, used);
      used += leaves.length;
    }
    return this.leafSets.intern(this.#leafScratch, sortUnique(this.#leafScratch, used));
  }

  threadOf(row: number): number {
    return this.#thread.get(row);
  }

  valueSetOf(row: number): number {
    return this.#valueSet.get(row);
  }

  leafSetOf(row: number): number {
    return this.#leafSetOf[this.#valueSet.get(row)] as number;
  }

  idOf(row: number): number {
    return this.#largeIds.get(row) ?? this.#id.get(row);
  }

  /** How many calls the row stands for. */
  timesOf(row: number): number {
    return row < this.#times.length ? this.#times.get(row) : 1;
  }

  /** Number of the chain of return addresses of the row's call; NO_CHAIN where none is known. */
  chainOf(row: number): number {
    return this.wantsCallers ? this.#chain.get(row) : NO_CHAIN;
  }

  /** Number of the set that has a value more than another. */
  extendedSet(valueSet: number, feature: Feature): number {
    const number = this.#register(feature) >> 1;
    const values = this.valueSets.get(valueSet);
    const scratch = new Int32Array(values.length + 1);
    scratch.set(values);
    scratch[values.length] = number;
    return this.#internSet(scratch, sortUnique(scratch, scratch.length));
  }

  /** Gives the row's call another set. */
  setValueSet(row: number, valueSet: number): void {
    this.#valueSet.set(row, valueSet);
  }

  /** Counts a feature that calls of a process turned out to have. */
  countFeature(process: number, feature: Feature): void {
    this.#turnTo(process).add(...hashFeature(feature));
  }

  /** When the row's call was made, in milliseconds; NaN where that is not known or not asked. */
  momentOf(row: number): number {
    return row < this.#moments.length ? this.#moments.get(row) : Number.NaN;
  }

  atOf(row: number): number {
    return this.#at.get(row);
  }

  /** Hands over the distinct features of a process's calls, which are then forgotten here. */
  takeDistinct(process: number): DistinctCounter {
    const counter = this.#distinct[process] ?? new DistinctCounter();
    this.#distinct[process] = undefined;
    return counter;
  }

  /** Gives up what only recording needs. */
  finish(): void {
    this.#distinct.length = 0;
    this.#lastDistinct = undefined;
    this.#otherHashes = new Int32Array();
    this.#otherStamps = new Int32Array();
    this.#valueStamps = new Int32Array();
  }

  /** What the process had so far. */
  #turnTo(process: number): DistinctCounter {
    if (process === this.#lastProcess && this.#lastDistinct !== undefined) return this.#lastDistinct;
    // Most sandboxes write one process after another, so the one before is likely to be over.
    this.#lastDistinct?.pack();
    let counter = this.#distinct[process];
    if (counter === undefined) {
      counter = new DistinctCounter();
      this.#distinct[process] = counter;
    }
    this.#lastProcess = process;
    this.#lastDistinct = counter;
    return counter;
  }
}
