// What one run is asked to do.

import type { Integer } from '../features/feature.ts';
import type { MatcherName } from '../match/matchers.ts';
import type { RenderOptions } from '../render/terminal/paint.ts';
import type { CapeOptions } from './cape-options.ts';
import type { RuleChoice } from './find-rules.ts';

/** The command line, without its inputs: a document states the one that it is about between these. */
export interface StatedArguments {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Everything about one run that does not differ from input to input. Cloneable: it is sent to workers. */
export interface JobOptions {
  /** Name of an output of render/registry.ts. */
  readonly output: string;
  readonly render: RenderOptions;
  readonly rules: RuleChoice;
  /** Files and folders with signatures of library functions; empty for the default. */
  readonly signatures: readonly string[];
  readonly cape: CapeOptions;
  readonly format: string;
  readonly compat: boolean;
  readonly matcher: MatcherName;
  /** The program that an input is about and does not hold (BinExport2), or that it is a recording of. */
  readonly sample?: string;
  /** Of universal files the program for this machine. */
  readonly arch?: string;
  readonly password?: string;
  readonly restrictToProcesses?: readonly number[];
  readonly restrictToFunctions?: readonly Integer[];
  readonly onlySampleTree: boolean;
  /** A program and runs are put together even if no hash says that they belong together. */
  readonly pair: boolean;
  /** Of a recording of executed instructions, how many are followed at most; all if it is not given. */
  readonly maxInstructions?: number;
  /** Payloads of a run that are analysed at most; the usual number if it is not given. */
  readonly maxPayloads?: number;
  /** Files for the two halves of an answer from a program and its runs, as the reference's documents. */
  readonly staticJson?: string;
  readonly dynamicJson?: string;
  readonly argv: StatedArguments;
  readonly timestamp: string;
  readonly timeoutSeconds?: number;
  readonly maxMemoryMegabytes?: number;
}
