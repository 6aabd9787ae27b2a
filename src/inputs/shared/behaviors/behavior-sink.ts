// Calls on their way to a sink, which gets what they did as further features of theirs. Arguments come by their canonical names, so one
// table of calls serves all inputs. Hot: used for every call of a trace once a rule asks for behaviours, and never before.

import { grown } from '../../../bytes/growable.ts';
import type { CallDeeds } from '../../../features/behavior-calls.ts';
import { behaviorFeature } from '../../../features/behaviors.ts';
import type { WantedDetails } from '../../../features/details.ts';
import type { Feature } from '../../../features/feature.ts';
import type { TraceSink } from '../../../features/trace.ts';
import { CallArguments } from './call-arguments.ts';
import { DeedReader, type SeenDeed } from './deed-reader.ts';
import { DeedsByName } from './wanted-deeds.ts';

/** Different behaviours that are kept for the file as a whole, and units of their objects. */
const MAX_BEHAVIORS = 100_000;
const MAX_UNITS = 33_554_432;
/** Threads that are kept of each. */
const MAX_THREADS = 64;
/** In place of the sink's number of a feature that only this one asked for. */
const UNWANTED = -1;
const NONE: readonly SeenDeed[] = [];

/** What was done, and by the threads of which numbers. */
export interface KeptBehavior {
  readonly feature: Feature;
  /** The first of them. */
  readonly threads: number[];
}

interface KnownBehavior {
  readonly number: number;
  /** Undefined where it could not be kept. */
  readonly kept: KeptBehavior | undefined;
}

export class BehaviorSink implements TraceSink {
  readonly details: WantedDetails;
  readonly #sink: TraceSink;
  /** The sink's numbers of features, by the numbers that are handed out here. */
  #numbers = new Int32Array(1 << 11);
  #count = 0;
  /** Arguments and results, and what calls of a name may do, likewise. */
  readonly #values = new Map<number, Feature>();
  readonly #deeds = new Map<number, CallDeeds>();
  #scratch = new Int32Array(256);
  readonly #arguments = new CallArguments();
  readonly #reader = new DeedReader();
  readonly #byName: DeedsByName;
  /** The sink's numbers of behaviours by kind and object. */
  readonly #known = new Map<string, Map<string, KnownBehavior>>();
  /** Everything that was done, each once. */
  readonly #all = new Map<string, KeptBehavior>();
  #units = 0;
  /** Whether some of it could not be kept. */
  isFull = false;

  readonly wantsCallers: boolean;

  /** `wanted`: what the sink asks for. */
  constructor(sink: TraceSink, wanted: WantedDetails) {
    this.#sink = sink;
    const byName = new DeedsByName(wanted);
    this.#byName = byName;
    this.details = {
      ...wanted,
      // Which of them are needed depends on the function.
      hasArgument: () => true,
      arguments: true,
      returns: true,
      status: true,
      ofFunction: (names) => byName.wantedOf(names, wanted.ofFunction(names)),
    };
    this.wantsCallers = sink.wantsCallers === true;
  }

  /** All behaviours of all calls, each once, in the order in which they were first seen. */
  get behaviors(): Iterable<KeptBehavior> {
    return this.#all.values();
  }

  /** Whether handles were lost, so that objects of some behaviours are not known. */
  get hasLostHandles(): boolean {
    return this.#reader.handles.isFull;
  }

  feature(feature: Feature): number {
    const number = this.#count++;
    if (number === this.#numbers.length) this.#numbers = grown(this.#numbers, number * 2);
    this.#numbers[number] = this.#isWanted(feature) ? this.#sink.feature(feature) : UNWANTED;
    const isValue = feature.type === 'argument' || feature.type === 'return' || feature.type === 'status';
    if (isValue) this.#values.set(number, feature);
    const deeds = feature.type === 'api' ? this.#byName.of(feature.value) : undefined;
    if (deeds !== undefined) this.#deeds.set(number, deeds);
    return number;
  }

  #isWanted(feature: Feature): boolean {
    const { details } = this.#sink;
    if (feature.type === 'argument') return details?.hasArgument(feature.name) === true;
    if (feature.type === 'return') return details?.returns === true;
    return feature.type !== 'status' || details?.status === true;
  }

  forgetFeatures(): void {
    this.#count = 0;
    this.#values.clear();
    this.#deeds.clear();
    this.#known.clear();
    this.#sink.forgetFeatures();
  }

  call(
    process: number,
    thread: number,
    id: number,
    at: number,
    features: Int32Array,
    count: number,
    times?: number,
    callers?: ArrayLike<number>,
    time?: number,
  ): void {
    const deeds = count === 0 ? undefined : this.#deeds.get(features[count - 1] as number);
    const seen = deeds === undefined ? NONE : this.#read(deeds, process, features, count);
    if (count + seen.length > this.#scratch.length) this.#scratch = new Int32Array((count + seen.length) * 2);
    const out = this.#scratch;
    let used = 0;
    for (let i = 0; i < seen.length; i++) out[used++] = this.#register(seen[i] as SeenDeed, thread);
    for (let i = 0; i < count; i++) {
      const number = this.#numbers[features[i] as number] as number;
      if (number !== UNWANTED) out[used++] = number;
    }
    this.#sink.call(process, thread, id, at, out, used, times, callers, time);
  }

  #read(deeds: CallDeeds, process: number, features: Int32Array, count: number): readonly SeenDeed[] {
    const args = this.#arguments;
    args.clear();
    // Arguments come from the last to the first.
    for (let i = count - 1; i >= 0; i--) {
      const value = this.#values.get(features[i] as number);
      if (value?.type === 'argument') args.add(value.name, value.value);
      else if (value?.type === 'return' && typeof value.value !== 'string') args.result = value.value;
      else if (value?.type === 'status') args.hasFailed = value.value === 'failure';
    }
    return this.#reader.read(deeds, args, process);
  }

  #register({ kind, object }: SeenDeed, thread: number): number {
    const ofKind = this.#known.get(kind) ?? new Map<string, KnownBehavior>();
    this.#known.set(kind, ofKind);
    let known = ofKind.get(object);
    if (known === undefined) {
      const feature = behaviorFeature(kind, object);
      known = { number: this.#sink.feature(feature), kept: this.#keep(`${kind} ${object}`, feature, object.length) };
      if (ofKind.size >= MAX_BEHAVIORS) ofKind.clear();
      ofKind.set(object, known);
    }
    const threads = known.kept?.threads;
    if (threads !== undefined && threads.length < MAX_THREADS && !threads.includes(thread)) threads.push(thread);
    return known.number;
  }

  #keep(key: string, feature: Feature, units: number): KeptBehavior | undefined {
    const known = this.#all.get(key);
    if (known !== undefined) return known;
    if (this.#all.size >= MAX_BEHAVIORS || this.#units + units > MAX_UNITS) {
      this.isFull = true;
      return undefined;
    }
    this.#units += units;
    const kept = { feature, threads: [] };
    this.#all.set(key, kept);
    return kept;
  }
}
