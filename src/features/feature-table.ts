// A table of features of one's own, for inputs that hold a program in memory: its places have numbers of this table, and are turned into
// those of a registrar when somebody walks over them.

import { type Address, compareAddresses } from './address.ts';
import type { Feature } from './feature.ts';
import type { LocatedFeature } from './located.ts';
import type { PlacedFeatures, ProgramBlock, ProgramFunction, ProgramInstruction } from './program.ts';
import type { FeatureRegistrar } from './registrar.ts';

export class FeatureTable {
  readonly #features: Feature[] = [];
  readonly #numbers = new Map<Feature, number>();

  /** Numbers the features of a place at `owner`. Equal features should share one object: each object gets a number. */
  place(features: readonly LocatedFeature[], owner: Address): PlacedFeatures {
    const numbers = new Array<number>(features.length);
    let isElsewhere = false;
    for (let i = 0; i < features.length; i++) {
      const { feature, address } = features[i] as LocatedFeature;
      numbers[i] = this.#numberOf(feature);
      isElsewhere ||= address !== owner && compareAddresses(address, owner) !== 0;
    }
    return isElsewhere ? { numbers, addresses: features.map(({ address }) => address) } : { numbers };
  }

  /** The functions with numbers of `registrar`. A feature is registered when it is first met. */
  *renumber(functions: Iterable<ProgramFunction>, registrar: FeatureRegistrar): Generator<ProgramFunction, void, void> {
    const numbers = new Int32Array(this.#features.length).fill(-1);
    const place = (placed: PlacedFeatures): PlacedFeatures => {
      const own = placed.numbers;
      const theirs = new Array<number>(own.length);
      for (let i = 0; i < own.length; i++) {
        const number = own[i] as number;
        if (numbers[number] === -1) numbers[number] = registrar.feature(this.#features[number] as Feature);
        theirs[i] = numbers[number] as number;
      }
      return placed.addresses === undefined ? { numbers: theirs } : { numbers: theirs, addresses: placed.addresses };
    };
    const instruction = ({ address, features }: ProgramInstruction): ProgramInstruction => {
      return { address, features: place(features) };
    };
    const block = ({ address, features, instructions }: ProgramBlock): ProgramBlock => {
      return { address, features: place(features), instructions: lazily(instructions, instruction) };
    };
    for (const { address, library, features, blocks } of functions) {
      yield {
        address,
        ...(library === undefined ? {} : { library }),
        features: place(features),
        blocks: lazily(blocks, block),
      };
    }
  }

  #numberOf(feature: Feature): number {
    const known = this.#numbers.get(feature);
    if (known !== undefined) return known;
    const number = this.#features.push(feature) - 1;
    this.#numbers.set(feature, number);
    return number;
  }
}

/** `items`, turned into something else whenever somebody walks over them. All at once: a generator for each block would cost more. */
function lazily<T, U>(items: Iterable<T>, turn: (item: T) => U): Iterable<U> {
  return { [Symbol.iterator]: () => Array.from(items, turn)[Symbol.iterator]() };
}
