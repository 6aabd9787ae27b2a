// The features of a program as the matcher knows them: a number for each different one, and what it satisfies. Features that no rule
// names are only told apart, because results state how many each function has.

import type { Feature } from '../../features/feature.ts';
import type { FeatureRegistrar } from '../../features/registrar.ts';
import { FeatureNumbers } from '../plan/feature-numbers.ts';
import type { MatchRun } from '../run/match-run.ts';

const NONE: readonly number[] = [];

export class ProgramFeatures implements FeatureRegistrar {
  readonly #run: MatchRun;
  readonly #numbers = new FeatureNumbers();
  /** By number. */
  readonly #leaves: (readonly number[])[] = [];
  readonly #features: (Feature | undefined)[] = [];
  /** By number: the last counting that met it. */
  readonly #stamps: number[] = [];
  #stamp = 0;
  /** Different features met since `startCounting`. */
  counted = 0;

  constructor(run: MatchRun) {
    this.#run = run;
  }

  feature(feature: Feature): number {
    const known = this.#numbers.get(feature);
    if (known !== undefined) return known;
    const leaves = this.#run.leavesOf(feature);
    const number = this.#leaves.push(leaves.length === 0 ? NONE : leaves) - 1;
    this.#features.push(leaves.length === 0 ? undefined : feature);
    this.#stamps.push(0);
    this.#numbers.set(feature, number);
    return number;
  }

  forgetFeatures(): void {
    // Features are known by what they are, so the numbers stay valid.
  }

  startCounting(): void {
    this.#stamp++;
    this.counted = 0;
  }

  /** Counts a feature, once until the next start. */
  count(number: number): void {
    if (this.#stamps[number] === this.#stamp) return;
    this.#stamps[number] = this.#stamp;
    this.counted++;
  }

  /** Sorted leaves that the feature satisfies. */
  leavesOf(number: number): readonly number[] {
    return this.#leaves[number] as readonly number[];
  }

  /** The feature, if it satisfies anything. */
  featureOf(number: number): Feature | undefined {
    return this.#features[number];
  }
}
