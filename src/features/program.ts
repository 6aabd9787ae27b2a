// Contract of a static input: a program as functions, basic blocks and instructions, each with its features. Pulled lazily; features
// are numbers of the registrar, so an instruction costs two small objects and no feature is built twice.

import type { Address } from './address.ts';
import type { CodeView } from './code-view.ts';
import type { ProgramHealth } from './health.ts';
import type { LocatedFeature } from './located.ts';
import type { FeatureRegistrar } from './registrar.ts';
import type { SampleFacts } from './sample.ts';

/** Feature numbers of one place, in the input's order. */
export interface PlacedFeatures {
  readonly numbers: ArrayLike<number>;
  /** Where each was seen, one for each number; absent if all were seen at the place itself. */
  readonly addresses?: readonly Address[];
}

export interface ProgramInstruction {
  readonly address: Address;
  readonly features: PlacedFeatures;
}

export interface ProgramBlock {
  readonly address: Address;
  readonly features: PlacedFeatures;
  readonly instructions: Iterable<ProgramInstruction>;
}

export interface ProgramFunction {
  readonly address: Address;
  /** Name of the library function that this is; such functions are listed, not matched. */
  readonly library?: string;
  readonly features: PlacedFeatures;
  /** May be walked again, as may its instructions, and then gives the same. */
  readonly blocks: Iterable<ProgramBlock>;
}

export interface Program extends SampleFacts {
  readonly flavour: 'static';
  /** Name of the input, e.g. `freeze`. */
  readonly format: string;
  /** The reference's name of the reader, used in result documents: `NullStaticFeatureExtractor`. */
  readonly extractor: string;
  /**
   * Features of the file as a whole that only its code shows, such as names of library functions, after those of `file`, which are
   * known at once. Asking for them may find all functions.
   */
  fileFromCode?(): readonly LocatedFeature[];
  /**
   * The functions, found as they are asked for. Numbers in them are those of `registrar` and stay valid as long as the functions are
   * used. May be called again, also with another registrar.
   */
  functions(registrar: FeatureRegistrar): Iterable<ProgramFunction>;
  health(): ProgramHealth;
  /** The code itself, where the input has more than features of it. */
  readonly code?: CodeView | undefined;
}

/** All features of the file as a whole. */
export function fileFeaturesOf(program: Program): readonly LocatedFeature[] {
  const fromCode = program.fileFromCode?.() ?? [];
  return fromCode.length === 0 ? program.file : [...program.file, ...fromCode];
}
