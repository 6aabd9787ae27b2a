// Contract of a static input: a program as functions, basic blocks and instructions, each with its features. Pulled lazily.

import type { Address } from './address.ts';
import type { ProgramHealth } from './health.ts';
import type { LocatedFeature } from './located.ts';
import type { SampleFacts } from './sample.ts';

export interface ProgramInstruction {
  readonly address: Address;
  readonly features: readonly LocatedFeature[];
}

export interface ProgramBlock {
  readonly address: Address;
  readonly features: readonly LocatedFeature[];
  readonly instructions: Iterable<ProgramInstruction>;
}

export interface ProgramFunction {
  readonly address: Address;
  /** Name of the library function that this is; such functions are listed, not matched. */
  readonly library?: string;
  readonly features: readonly LocatedFeature[];
  readonly blocks: Iterable<ProgramBlock>;
}

export interface Program extends SampleFacts {
  readonly flavour: 'static';
  /** Name of the input, e.g. `freeze`. */
  readonly format: string;
  /** The reference's name of the reader, used in result documents: `NullStaticFeatureExtractor`. */
  readonly extractor: string;
  functions(): Iterable<ProgramFunction>;
  health(): ProgramHealth;
}
