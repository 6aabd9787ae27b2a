// The result document: what was found, in our own words. An analysis makes one lazily, match by match; a saved one is read from
// JSON. The reference's JSON is a way to write it down (capa-json/), not what it is.

import type { Diagnostic } from '../diagnostics.ts';
import type { Address, CallAddress, ProcessAddress, ThreadAddress } from '../features/address.ts';
import type { CallParts } from '../features/call.ts';
import type { ListedInstruction } from '../features/code-view.ts';
import type { Health } from '../features/health.ts';
import type { SampleHashes } from '../features/sample.ts';
import type { Scopes } from '../features/scopes.ts';
import type {
  AndStatement,
  FeatureStatement,
  Maec,
  NotStatement,
  OrStatement,
  RangeStatement,
  SequenceStatement,
  SomeStatement,
} from '../rules/rule.ts';

export interface AttackSpec {
  readonly parts: readonly string[];
  readonly tactic: string;
  readonly technique: string;
  readonly subtechnique: string;
  readonly id: string;
}

export interface MbcSpec {
  readonly parts: readonly string[];
  readonly objective: string;
  readonly behavior: string;
  readonly method: string;
  readonly id: string;
}

/** What a rule says about itself. */
export interface DocumentRuleMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly authors: readonly string[];
  readonly scopes: Scopes;
  readonly attack: readonly AttackSpec[];
  readonly mbc: readonly MbcSpec[];
  readonly references: readonly string[];
  readonly examples: readonly string[];
  readonly description: string;
  readonly lib: boolean;
  /** Whether it stands for a block of another rule; documents of old versions hold such rules. */
  readonly isSubscopeRule: boolean;
  readonly maec: Maec;
}

/** A block of a subscope; the rule around it is matched elsewhere than what is in it. */
export interface SubscopeNode {
  readonly kind: 'subscope';
  /** A word of a scope; saved documents may know others than we do. */
  readonly scope: string;
  readonly description?: string;
}

/** What a saved document of a later version holds and nobody here knows. */
export interface UnknownNode {
  readonly kind: 'unknown';
  /** The word of its type. */
  readonly type: string;
  readonly description?: string;
  /** As it was saved. */
  readonly json: object;
}

/** A statement of a rule without what is inside it: the evidence of that stands beside it. `some` of 0 is `optional`. */
/** Children in order; each with the calls that matched it. */
export type SequenceNode = Omit<SequenceStatement, 'children' | 'steps'>;

export type MatchNode =
  | Omit<AndStatement, 'children'>
  | Omit<OrStatement, 'children'>
  | Omit<NotStatement, 'child'>
  | Omit<SomeStatement, 'children'>
  | RangeStatement
  | SequenceNode
  | SubscopeNode
  | FeatureStatement
  | UnknownNode;

/** Where something was seen: in a program's code, in a recorded run, in both, or only in what was unpacked in a run. */
export type SeenIn = 'code' | 'run' | 'both' | 'unpacked';

/** One node of an evidence tree. */
export interface DocumentMatch {
  readonly success: boolean;
  readonly node: MatchNode;
  readonly children: readonly DocumentMatch[];
  readonly locations: readonly Address[];
  /** Matched string -> where, for regex and substring nodes. */
  readonly captures: ReadonlyMap<string, readonly Address[]>;
  /** Stated where a document is about a program and its run; otherwise its flavour says it. */
  readonly seen?: SeenIn;
}

/** A call that occurs in some evidence. */
export interface MatchedCall {
  readonly address: CallAddress;
  readonly call: CallParts;
}

export interface MatchedThread {
  readonly address: ThreadAddress;
  /** In order of time. In a fresh analysis they are read from the input as they are asked for; reading on in document order is cheap. */
  readonly calls: AsyncIterable<MatchedCall>;
}

export interface MatchedProcess {
  readonly address: ProcessAddress;
  readonly name: string;
  readonly threads: readonly MatchedThread[];
}

interface AnalysisFacts {
  readonly format: string;
  readonly arch: string;
  readonly os: string;
  /** The reference's name of the reader. */
  readonly extractor: string;
  /** Where rules came from. */
  readonly rules: readonly string[];
  /** Distinct features: of the file, and of each function or process. */
  readonly featureCounts: {
    readonly file: number;
    readonly parts: readonly { readonly address: Address; readonly count: number }[];
  };
}

export interface StaticAnalysis extends AnalysisFacts {
  readonly flavour: 'static';
  readonly baseAddress: Address;
  /** Functions with the blocks at which a rule matched. */
  readonly functions: readonly { readonly address: Address; readonly matchedBlocks: readonly Address[] }[];
  readonly libraryFunctions: readonly { readonly address: Address; readonly name: string }[];
  /**
   * The instruction at an address, read from the program when it is asked for; undefined where there is none. Absent in saved documents, where only
   * features are known, and where the reference is followed, which shows none.
   */
  instructionAt?(address: Address): ListedInstruction | undefined;
}

export interface DynamicAnalysis extends AnalysisFacts {
  readonly flavour: 'dynamic';
  readonly processes: readonly MatchedProcess[];
  /**
   * Reads calls that occur in evidence, in the order of `addresses`; undefined for one that the document does not have. Holds a bounded
   * number of them at a time. A pass over a compressed input may take long, so ask for many at once.
   */
  describeCalls(addresses: Iterable<CallAddress>): AsyncIterable<CallParts | undefined>;
}

export type Analysis = StaticAnalysis | DynamicAnalysis;

export interface DocumentMeta {
  /** Local time, ISO 8601 without zone, microseconds. */
  readonly timestamp: string;
  /** The reference version whose meaning of rules this follows (its viewer compares it): see REFERENCE_VERSION. */
  readonly version: string;
  readonly argv: readonly string[];
  readonly sample: SampleHashes & { readonly path: string };
  readonly analysis: Analysis;
}

/** What capax says about its own analysis. Documents of other tools do not have it. */
export interface CapaxFacts {
  /** capax's own version. */
  readonly version: string;
  readonly compat: boolean;
  readonly health: Health;
}

export interface RuleMatches {
  readonly meta: DocumentRuleMeta;
  readonly source: string;
  /** Number of matches; they are numbered from 0. */
  readonly count: number;
  /** Where match `index` is. Cheap. */
  addressOf(index: number): Address;
  /** The evidence tree of match `index`, in a fresh analysis built at each question. */
  matchOf(index: number): DocumentMatch;
  /** Names of rules and namespaces that successful `match` nodes of this rule's trees refer to (not below them). */
  implied(): ReadonlySet<string>;
}

/** A whole result. `rules` is in the document's order. */
export interface ResultDocument {
  readonly meta: DocumentMeta;
  readonly capax?: CapaxFacts;
  /** What is to be told about reading a saved document. */
  readonly notes?: readonly Diagnostic[];
  readonly rules: readonly RuleMatches[];
}

/** Where a rule matched, in order. */
export function* addressesOf(rule: RuleMatches): Generator<Address, void, void> {
  for (let index = 0; index < rule.count; index++) yield rule.addressOf(index);
}

/** Version of the reference that result documents claim; its viewer refuses versions below 7.0.0 by string comparison. */
export const REFERENCE_VERSION = '9.4.0';

/** What a sequence is, its description aside: `sequence within 5 calls`. */
export function sequenceText({ within, merges }: SequenceNode): string {
  const bound = within === undefined ? '' : ` within ${within.count} ${within.unit}`;
  return `sequence${bound}${merges === undefined ? '' : ', threads merged as recorded'}`;
}
