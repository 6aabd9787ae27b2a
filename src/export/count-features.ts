// Different features of a program or a trace, and how often each was seen: as many times as `listFeatures` lists it. A trace is read
// twice, because it says at its end only which threads there are; kept is one entry for each feature, and no more than LIMITS says.

import type { Feature } from '../features/feature.ts';
import { featureJson } from '../features/feature-json.ts';
import { formatFeature } from '../features/feature-text.ts';
import type { Subject } from '../features/subject.ts';
import type { Trace, TraceProcess, TraceSink } from '../features/trace.ts';
import { LIMITS } from '../limits.ts';
import { type FeatureFilter, listProgram, listTraceWithoutCalls, type PickProcesses } from './list-features.ts';

export interface FeatureCount {
  readonly feature: Feature;
  /** As `formatFeature` writes it. */
  readonly text: string;
  readonly count: number;
}

export interface FeatureCounts {
  /** The most frequent first; equally frequent ones by their text. */
  readonly counts: readonly FeatureCount[];
  /** Features that were seen but not counted, because there are more different ones than LIMITS allows. */
  readonly leftOut: number;
}

class FeatureCounter {
  readonly #filter: FeatureFilter;
  readonly #numbers = new Map<string, number>();
  readonly #features: Feature[] = [];
  readonly #counts: number[] = [];
  #text = 0;
  leftOut = 0;

  constructor(filter: FeatureFilter) {
    this.#filter = filter;
  }

  /** Number of a feature, from 2; 0 for one that is not asked for, and 1 for one that there is no room for. */
  numberOf(feature: Feature): number {
    if (!this.#filter(feature)) return 0;
    const json = featureJson(feature);
    const known = this.#numbers.get(json);
    if (known !== undefined) return known;
    if (this.#features.length === LIMITS.countedFeatures || this.#text + json.length > LIMITS.countedFeatureText)
      return 1;
    this.#text += json.length;
    const number = this.#features.push(feature) + 1;
    this.#counts.push(0);
    this.#numbers.set(json, number);
    return number;
  }

  add(number: number, times = 1): void {
    if (number === 1) this.leftOut += times;
    else if (number > 1) this.#counts[number - 2] = (this.#counts[number - 2] as number) + times;
  }

  finish(): FeatureCounts {
    const counts = this.#features.map((feature, i) => ({
      feature,
      count: this.#counts[i] as number,
      text: formatFeature(feature),
    }));
    counts.sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
    return { counts: counts.filter(({ count }) => count > 0), leftOut: this.leftOut };
  }
}

/** Takes a trace for its summary. */
const IGNORE: TraceSink = { feature: () => 0, call: () => undefined, forgetFeatures: () => undefined };

/** How often each thread is listed, by its number. */
function timesListed(processes: readonly TraceProcess[]): number[] {
  const times: number[] = [];
  for (const { threads } of processes) {
    for (const { thread } of threads) if (thread >= 0) times[thread] = (times[thread] ?? 0) + 1;
  }
  return times;
}

async function countTrace(trace: Trace, counter: FeatureCounter, pick?: PickProcesses): Promise<void> {
  const summary = await trace.read(IGNORE);
  const processes = pick === undefined ? summary.processes : pick(summary.processes);
  for (const { feature } of listTraceWithoutCalls(summary, processes)) counter.add(counter.numberOf(feature));
  const times = timesListed(processes);
  await trace.read({
    feature: (feature) => counter.numberOf(feature),
    call: (_process, thread, _id, _at, features, count) => {
      const listed = times[thread];
      if (listed === undefined) return;
      for (let i = 0; i < count; i++) counter.add(features[i] as number, listed);
    },
    // Features are known by what they are, so the numbers stay valid.
    forgetFeatures: () => undefined,
  });
}

/** Counts the features that pass the filter. Throws as `listFeatures` does. */
export async function countFeatures(
  input: Subject,
  filter: FeatureFilter = () => true,
  pick?: PickProcesses,
): Promise<FeatureCounts> {
  const counter = new FeatureCounter(filter);
  switch (input.flavour) {
    case 'static':
      for (const { feature } of listProgram(input, pick)) counter.add(counter.numberOf(feature));
      break;
    case 'dynamic':
      await countTrace(input, counter, pick);
      break;
  }
  return counter.finish();
}

/** A count as one line of JSON. */
export function featureCountJson({ count, feature }: FeatureCount): string {
  return `{"count":${count},"feature":${featureJson(feature)}}`;
}
