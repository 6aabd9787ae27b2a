// What matching hands to the result, the same for every flavour: which rules matched where, with evidence on demand, which places the
// evidence names, and how much was looked at.

import type { IntegerMap } from '../bytes/integer-map.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { Address, CallAddress, ProcessAddress, ThreadAddress } from '../features/address.ts';
import type { HandleGivers } from '../features/giving-calls.ts';
import type { ProgramHealth, TraceHealth } from '../features/health.ts';
import type { SampleFacts } from '../features/sample.ts';
import type { Scope } from '../features/scopes.ts';
import type { TraceSink, TraceSummary } from '../features/trace.ts';
import type { Rule } from '../rules/rule.ts';
import type { Evidence, Site } from './evidence/evidence.ts';

/** All matches of one rule, derived rules included. Matches are numbered from 0, in order of their places. */
export interface RuleHits {
  readonly rule: Rule;
  /** The scope at which it matched. */
  readonly scope: Scope;
  readonly count: number;
  /** Where match `index` is. Order: processes, threads, calls; functions, blocks, instructions. */
  addressOf(index: number): Address;
  /** Evidence tree of match `index`; built anew at each question. */
  evidenceOf(index: number): Evidence;
  /** Evidence at a location that another rule's evidence refers to; for span rules also the latest match before it. */
  evidenceAt(site: Site): Evidence | undefined;
  /** Whether there is evidence at such a location. Builds none. */
  hasEvidenceAt(site: Site): boolean;
  /** Names of rules and namespaces that successful `match` nodes refer to, in any of the matches. */
  implied(): ReadonlySet<string>;
}

/** Matches by rule name, in the order of the scopes, small to large. */
export type Matches = ReadonlyMap<string, RuleHits>;

/** Distinct features, matches of smaller scopes included, as documents state them. */
export interface FeatureCounts {
  readonly file: number;
  /** Of each function that was matched, or of each process. */
  readonly parts: readonly { readonly address: Address; readonly count: number }[];
}

/** What matching cost. The same for the same input and rules on every machine. */
export interface MatchStats {
  readonly calls: number;
  /** Calls that differ to the rules. */
  readonly distinctCalls: number;
  readonly evaluations: number;
  readonly instances: number;
  readonly stringScans: number;
  readonly regexRuns: number;
}

/** Who watches matching, and ends it by throwing. */
export interface MatchWatch {
  /** Asked wherever the planned matcher may build much. */
  readonly check?: (() => void) | undefined;
  /** Told, before anything else is matched, which file rules match on what is known of the file at once, without its code. */
  readonly onFileMatched?: ((rules: readonly Rule[]) => void) | undefined;
}

interface OutcomeOfAnyFlavour {
  readonly facts: SampleFacts;
  /** What matching had to leave out. */
  readonly notes: readonly Diagnostic[];
  readonly stats: MatchStats;
  readonly matches: Matches;
  readonly featureCounts: FeatureCounts;
}

export interface ProgramOutcome extends OutcomeOfAnyFlavour {
  readonly flavour: 'static';
  readonly health: ProgramHealth;
  /** Functions with the blocks at which a basic block rule matched. */
  readonly layout: readonly { readonly address: Address; readonly matchedBlocks: readonly Address[] }[];
  readonly libraryFunctions: readonly { readonly address: Address; readonly name: string }[];
}

/** Calls of one thread that are a location in some evidence, in order of time. */
export interface LayoutCalls {
  readonly count: number;
  addressOf(index: number): CallAddress;
  /** Where `describeCalls` of the trace finds it. */
  atOf(index: number): number;
}

export interface LayoutProcess {
  readonly address: ProcessAddress;
  readonly name: string;
  readonly givers: HandleGivers;
  /** Threads with such calls, in listing order. */
  readonly threads: readonly { readonly address: ThreadAddress; readonly calls: LayoutCalls }[];
}

/** Every listed call of a trace, with where it came from. Calls of a thread are neighbours, in order of time. */
export interface TracedCalls {
  readonly size: number;
  /** Position of the call's process in `facts.processes`. */
  processOf(position: number): number;
  addressOf(position: number): CallAddress;
  /** Where `describeCalls` of the trace finds it. */
  atOf(position: number): number;
  /** Return addresses, innermost first; undefined where none is known. */
  callersOf(position: number): readonly number[] | undefined;
  /** A number that calls share whose return addresses are the same; -1 where none are known. */
  chainOf(position: number): number;
  /** Hands a call over once more, as one of another thread; of its features only those that some rule names are left. */
  replay(position: number, sink: TraceSink, thread: number): void;
}

/** Processes with facts where no calls are recorded: matches name them, and nothing else says what they are called. */
export function silentProcesses({ health, processes }: TraceSummary): LayoutProcess[] {
  if (health.factsOnly !== true) return [];
  return processes
    .filter(({ features }) => features.length > 0)
    .map(({ address, name }) => ({ address, name, givers: { places: [], end: 0 }, threads: [] }));
}

export interface TraceOutcome extends OutcomeOfAnyFlavour {
  readonly flavour: 'dynamic';
  readonly facts: TraceSummary;
  readonly health: TraceHealth;
  /** Where it was wanted. */
  readonly calls?: TracedCalls;
  /** Processes with calls that are a location in some evidence, in listing order; of an input that records no calls those with facts. */
  readonly layout: readonly LayoutProcess[];
  /** Of all processes; not those of an id that several have. */
  readonly processNames: IntegerMap<string>;
}

export type Outcome = ProgramOutcome | TraceOutcome;
