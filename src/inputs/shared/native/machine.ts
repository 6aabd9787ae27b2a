// What differs from machine to machine: how functions are found, what features their code has, and what is shown of instructions.

import type { CodeCode } from '../../../code/codes.ts';
import type { Disassembler } from '../../../code/disassembler.ts';
import type { AllowanceOptions } from '../../../code/discovery/allowance.ts';
import type { LibraryFunctions } from '../../../code/flirt/identify.ts';
import type { SignatureFile } from '../../../code/flirt/signature-file.ts';
import type { Image } from '../../../code/image.ts';
import type { CodeBlock, CodeFacts, CodeFunction, ProgramCode } from '../../../code/program-code.ts';
import type { Diagnostics } from '../../../diagnostics.ts';
import type { Address } from '../../../features/address.ts';
import type { PlacedFeatures, ProgramBlock } from '../../../features/program.ts';
import type { Semantics } from '../../../semantics.ts';
import type { FeatureCache } from './feature-cache.ts';
import type { NativeFacts } from './native-facts.ts';

export interface MachineOptions extends AllowanceOptions {
  readonly diagnostics: Diagnostics<CodeCode>;
  readonly semantics: Semantics;
  readonly signatures: readonly SignatureFile[];
}

/** The code of a program, and which of its functions come from a library. */
export interface FoundCode {
  readonly code: ProgramCode;
  readonly library: Pick<LibraryFunctions, 'names'>;
}

/** Features of code, for one registrar. */
export interface CodeFeatures {
  ofFunction(found: CodeFunction, address: Address): PlacedFeatures;
  /** The block as a part of a function: some features depend on that. */
  ofBlock(block: CodeBlock, owner: CodeFunction): ProgramBlock;
}

export interface MachineCode {
  find(facts: CodeFacts, options: MachineOptions): FoundCode;
  features(code: ProgramCode, facts: NativeFacts, cache: FeatureCache): CodeFeatures;
  disassembler(image: Image): Disassembler;
}
