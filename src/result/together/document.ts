// One answer from a program and its runs: both halves as they are, what was seen in which of them, and what only both together say.

import type { Address, CallAddress, ProcessAddress } from '../../features/address.ts';
import type { CallParts } from '../../features/call.ts';
import type { KeptSource } from '../../features/kept-memory.ts';
import type { SampleHashes } from '../../features/sample.ts';
import type {
  Analysis,
  DocumentMeta,
  DocumentRuleMeta,
  DynamicAnalysis,
  ResultDocument,
  RuleMatches,
  SeenIn,
  StaticAnalysis,
} from '../document.ts';

/** Version of the JSON form, by semver: a reader of 1.x reads every 1.y. */
export const TOGETHER_VERSION = '1.2.0';

/** Where a rule matched in one run. Who made the calls is found when it is asked. */
export interface RunSighting {
  /** Number of the run. */
  readonly run: number;
  readonly rule: RuleMatches;
  /** Processes in which it matched, with their names; those of the file are in none. */
  readonly processes: readonly { readonly address: ProcessAddress; readonly name: string }[];
  /** Whether calls that it rests on came from memory that no file explains. */
  readonly isUnbacked: boolean;
  /** Whether libraries made all of them by themselves, as far as that is known. */
  readonly isByLibraries: boolean;
}

/** Where a rule matched in a payload. */
export interface PayloadSighting {
  /** Number of the payload. */
  readonly payload: number;
  readonly rule: RuleMatches;
}

/** A rule that matched somewhere. */
export interface Capability {
  readonly meta: DocumentRuleMeta;
  /** In the program, in a run, or in both; a rule of both is seen in both. What only payloads show is `unpacked`. */
  readonly seen: SeenIn;
  readonly code?: RuleMatches;
  readonly runs: readonly RunSighting[];
  readonly payloads: readonly PayloadSighting[];
  /** What a rule of both matched. */
  readonly both?: RuleMatches;
  /** Seen in a run, but in calls that libraries made by themselves; it then does not count as seen at run time. */
  readonly onlyByLibraries?: true;
}

/** How many calls of a run could be followed back, and why the others could not. */
export interface CallerFacts {
  readonly run: number;
  readonly calls: number;
  /** Calls with a return address in the sample. */
  readonly fromSample: number;
  /** Those of them whose function is known. */
  readonly mapped: number;
  /** Calls from memory that no file explains. */
  readonly fromUnbacked: number;
  readonly fromLibraries: number;
  /** Where the sample was loaded, process by process. */
  readonly bases: readonly {
    readonly process: ProcessAddress;
    readonly base: number;
    /** Whether the run says so, or call sites agree on it. */
    readonly isFound: boolean;
  }[];
  /** Why calls could not be followed, each with how many. */
  readonly reasons: readonly { readonly reason: string; readonly calls: number }[];
}

/** A function of the program with the calls that were made from it. */
export interface CallingFunction {
  readonly address: Address;
  readonly names: readonly string[];
  readonly library?: string;
  readonly calls: number;
  /** Rules that matched in it, in code or in its calls. */
  readonly rules: readonly { readonly name: string; readonly seen: SeenIn }[];
}

export interface CallFromFunction {
  readonly run: number;
  readonly address: CallAddress;
  /** Offset of the return address from the beginning of the program. */
  readonly offset: number;
  readonly call: CallParts;
}

/** A document of one flavour. */
export type HalfDocument<A extends Analysis> = ResultDocument & {
  readonly meta: DocumentMeta & { readonly analysis: A };
};

/** A process that held a payload. */
export interface HoldingProcess {
  readonly pid: number;
  readonly name: string;
  /** Whether it is the sample or descends from it. */
  readonly isOfSample: boolean;
}

/** A file with memory of a process of a run, analysed as a program. */
export interface Payload extends SampleHashes {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly source: KeptSource;
  /** What the sandbox says that it is, in its words; empty where it says nothing. */
  readonly words: string;
  readonly processes: readonly HoldingProcess[];
  readonly document: HalfDocument<StaticAnalysis>;
}

/** Payloads that were not analysed for the same reason. */
export interface PayloadsLeftOut {
  readonly reason: string;
  readonly count: number;
  /** Names of the first of them. */
  readonly names: readonly string[];
}

export interface TogetherDocument {
  readonly sample: SampleHashes & { readonly path: string };
  /** Whether the files were put together although their hashes do not say that they belong together. */
  readonly isForced: boolean;
  readonly program: HalfDocument<StaticAnalysis>;
  readonly runs: readonly HalfDocument<DynamicAnalysis>[];
  readonly payloads: readonly Payload[];
  readonly payloadsLeftOut: readonly PayloadsLeftOut[];
  /** By namespace and name. */
  readonly capabilities: readonly Capability[];
  readonly callers: readonly CallerFacts[];
  /** Functions with calls, by address. */
  readonly functions: readonly CallingFunction[];
  /** Calls that were made from a function, in order, read when they are asked for. */
  callsFrom(address: Address): AsyncIterable<CallFromFunction>;
}
