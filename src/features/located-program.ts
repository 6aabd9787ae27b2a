// A program whose features are written out as objects, and the way between that and the contract of program.ts, in which they are
// numbers. For inputs that have all features in memory anyway, for outputs that list them, and for the definition of matching.

import type { Address } from './address.ts';
import type { Feature } from './feature.ts';
import { FeatureTable } from './feature-table.ts';
import type { LocatedFeature } from './located.ts';
import type { PlacedFeatures, Program, ProgramFunction } from './program.ts';
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
export function numberFunctions(
  functions: Iterable<LocatedFunction>,
  registrar: FeatureRegistrar,
): Iterable<ProgramFunction> {
  const table = new FeatureTable();
  return table.renumber(
    Array.from(functions, (fn) => placeFunction(fn, table)),
    registrar,
  );
}

/** A function with numbers of `table`. */
function placeFunction({ address, library, features, blocks }: LocatedFunction, table: FeatureTable): ProgramFunction {
  return {
    address,
    ...(library === undefined ? {} : { library }),
    features: table.place(features, address),
    blocks: blocks.map((block) => ({
      address: block.address,
      features: table.place(block.features, block.address),
      instructions: block.instructions.map((instruction) => ({
        address: instruction.address,
        features: table.place(instruction.features, instruction.address),
      })),
    })),
  };
}

/** The functions of a program with features as objects, one at a time: all, or those at the addresses that are wanted. */
export function* locateFunctions(
  program: Program,
  isWanted: (address: Address) => boolean = () => true,
): Generator<LocatedFunction, void, void> {
  const known: Feature[] = [];
  const registrar: FeatureRegistrar = {
    feature: (feature) => known.push(feature) - 1,
    // Numbers are never reused, so those handed out before stay valid.
    forgetFeatures: () => undefined,
  };
  const locate = ({ numbers, addresses }: PlacedFeatures, owner: Address): LocatedFeature[] =>
    Array.from(numbers, (number, i) => ({ feature: known[number] as Feature, address: addresses?.[i] ?? owner }));
  for (const { address, library, features, blocks } of program.functions(registrar)) {
    if (!isWanted(address)) continue;
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
