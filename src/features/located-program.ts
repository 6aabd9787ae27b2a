// A program whose features are written out as objects, and the way between that and the contract of program.ts, in which they are
// numbers. For inputs that have all features in memory anyway, for outputs that list them, and for the definition of matching.

import { type Address, compareAddresses } from './address.ts';
import type { Feature } from './feature.ts';
import type { LocatedFeature } from './located.ts';
import type { PlacedFeatures, Program, ProgramBlock, ProgramFunction, ProgramInstruction } from './program.ts';
import type { FeatureRegistrar } from './registrar.ts';

export interface LocatedInstruction {
  readonly address: Address;
  readonly features: readonly LocatedFeature[];
}

export interface LocatedBlock {
  readonly address: Address;
  readonly features: readonly LocatedFeature[];
  readonly instructions: readonly LocatedInstruction[];
}

export interface LocatedFunction {
  readonly address: Address;
  readonly library?: string;
  readonly features: readonly LocatedFeature[];
  readonly blocks: readonly LocatedBlock[];
}

/** The functions with numbers of `registrar`. Equal features should share one object: each object is registered once. */
export function* numberFunctions(
  functions: Iterable<LocatedFunction>,
  registrar: FeatureRegistrar,
): Generator<ProgramFunction, void, void> {
  const numbers = new Map<Feature, number>();
  const numberOf = ({ feature }: LocatedFeature): number => {
    const known = numbers.get(feature);
    if (known !== undefined) return known;
    const number = registrar.feature(feature);
    numbers.set(feature, number);
    return number;
  };
  const place = (features: readonly LocatedFeature[], owner: Address): PlacedFeatures => {
    const placed = { numbers: features.map(numberOf) };
    const isElsewhere = ({ address }: LocatedFeature): boolean =>
      address !== owner && compareAddresses(address, owner) !== 0;
    return features.some(isElsewhere) ? { ...placed, addresses: features.map(({ address }) => address) } : placed;
  };
  const instruction = ({ address, features }: LocatedInstruction): ProgramInstruction => {
    return { address, features: place(features, address) };
  };
  const block = ({ address, features, instructions }: LocatedBlock): ProgramBlock => {
    return { address, features: place(features, address), instructions: lazily(instructions, instruction) };
  };
  for (const { address, library, features, blocks } of functions) {
    yield {
      address,
      ...(library === undefined ? {} : { library }),
      features: place(features, address),
      blocks: lazily(blocks, block),
    };
  }
}

/** `items`, each turned into something else when it is its turn, as often as somebody walks over them. */
function lazily<T, U>(items: readonly T[], turn: (item: T) => U): Iterable<U> {
  return {
    *[Symbol.iterator]() {
      for (const item of items) yield turn(item);
    },
  };
}

/** The functions of a program with features as objects, one at a time. */
export function* locateFunctions(program: Program): Generator<LocatedFunction, void, void> {
  const known: Feature[] = [];
  const registrar: FeatureRegistrar = {
    feature: (feature) => known.push(feature) - 1,
    // Numbers are never reused, so those handed out before stay valid.
    forgetFeatures: () => undefined,
  };
  const locate = ({ numbers, addresses }: PlacedFeatures, owner: Address): LocatedFeature[] =>
    Array.from(numbers, (number, i) => ({ feature: known[number] as Feature, address: addresses?.[i] ?? owner }));
  for (const { address, library, features, blocks } of program.functions(registrar)) {
    yield {
      address,
      ...(library === undefined ? {} : { library }),
      features: locate(features, address),
      blocks: Array.from(blocks, (block) => ({
        address: block.address,
        features: locate(block.features, block.address),
        instructions: Array.from(block.instructions, (instruction) => ({
          address: instruction.address,
          features: locate(instruction.features, instruction.address),
        })),
      })),
    };
  }
}
