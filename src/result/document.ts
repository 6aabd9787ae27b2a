// The result document: what was found, in the reference's JSON shape (spec core.md section 5). The types are the JSON, with
// integers beyond 2^53 as bigint. Two things produce it: an analysis (lazily, match by match) and a saved file.

import type { Address, CallAddress, ProcessAddress, ThreadAddress } from '../features/address.ts';
import type { Integer } from '../features/feature.ts';
import type { Health } from '../features/health.ts';
import type { SampleHashes } from '../features/sample.ts';
import type { DynamicScope, StaticScope } from '../features/scopes.ts';

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

export interface DocumentRuleMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly authors: readonly string[];
  readonly scopes: { readonly static?: StaticScope; readonly dynamic?: DynamicScope };
  readonly attack: readonly AttackSpec[];
  readonly mbc: readonly MbcSpec[];
  readonly references: readonly string[];
  readonly examples: readonly string[];
  readonly description: string;
  readonly lib: boolean;
  readonly is_subscope_rule: boolean;
  readonly maec: {
    readonly analysis_conclusion?: string;
    readonly analysis_conclusion_ov?: string;
    readonly malware_family?: string;
    readonly malware_category?: string;
    readonly malware_category_ov?: string;
  };
}

/** A feature node's value under the document's own key names (`import_`, `class_`, `operand_number` ...). */
export interface DocumentFeature {
  readonly type: string;
  readonly description?: string;
  readonly [key: string]: string | Integer | undefined;
}

export type DocumentStatement =
  | { readonly type: 'and' | 'or' | 'not' | 'optional'; readonly description?: string }
  | { readonly type: 'some'; readonly description?: string; readonly count: number }
  | {
      readonly type: 'range';
      readonly description?: string;
      readonly min: Integer;
      readonly max: Integer;
      readonly child: DocumentFeature;
    }
  | { readonly type: 'subscope'; readonly description?: string; readonly scope: string };

export type DocumentNode =
  | { readonly type: 'statement'; readonly statement: DocumentStatement }
  | { readonly type: 'feature'; readonly feature: DocumentFeature };

/** One node of an evidence tree. */
export interface DocumentMatch {
  readonly success: boolean;
  readonly node: DocumentNode;
  readonly children: readonly DocumentMatch[];
  readonly locations: readonly Address[];
  /** Matched string -> where, for regex and substring nodes. */
  readonly captures: ReadonlyMap<string, readonly Address[]>;
}

export interface MatchedCall {
  readonly address: CallAddress;
  readonly name: string;
  /** capax's own: when the call was made, as the input writes it. Saved inside the address, where the reference's reader allows it. */
  readonly time?: string;
}

export interface MatchedThread {
  readonly address: ThreadAddress;
  /** Lazily read in a fresh analysis: iterate once, in order. */
  readonly matched_calls: AsyncIterable<MatchedCall> | readonly MatchedCall[];
}

export interface MatchedProcess {
  readonly address: ProcessAddress;
  readonly name: string;
  readonly matched_threads: readonly MatchedThread[];
}

export interface StaticAnalysis {
  readonly format: string;
  readonly arch: string;
  readonly os: string;
  readonly extractor: string;
  readonly rules: readonly string[];
  readonly base_address: Address;
  readonly layout: {
    readonly functions: readonly {
      readonly address: Address;
      readonly matched_basic_blocks: readonly { readonly address: Address }[];
    }[];
  };
  readonly feature_counts: {
    readonly file: number;
    readonly functions: readonly { readonly address: Address; readonly count: number }[];
  };
  readonly library_functions: readonly { readonly address: Address; readonly name: string }[];
}

export interface DynamicAnalysis {
  readonly format: string;
  readonly arch: string;
  readonly os: string;
  readonly extractor: string;
  readonly rules: readonly string[];
  readonly layout: { readonly processes: readonly MatchedProcess[] };
  readonly feature_counts: {
    readonly file: number;
    readonly processes: readonly { readonly address: ProcessAddress; readonly count: number }[];
  };
}

export interface DocumentMeta {
  /** Local time, ISO 8601 without zone, microseconds. */
  readonly timestamp: string;
  /** The reference version whose meaning of rules this follows (its viewer compares it): see REFERENCE_VERSION. */
  readonly version: string;
  readonly argv: readonly string[];
  readonly sample: SampleHashes & { readonly path: string };
  readonly flavor: 'static' | 'dynamic';
  readonly analysis: StaticAnalysis | DynamicAnalysis;
}

/** What capax adds. Saved as one more element of `meta.argv`, the one place that the reference's reader does not mind. */
export interface CapaxExtension {
  /** capax's own version. */
  readonly capax: string;
  readonly compat: boolean;
  readonly health: Health;
}

export interface RuleMatches {
  readonly meta: DocumentRuleMeta;
  readonly source: string;
  /** Number of matches; equal to the length of `matches()`. */
  readonly count: number;
  /** Where the rule matched, in order. Cheap. */
  addresses(): Iterable<Address>;
  /** Evidence trees in the same order, built one at a time in a fresh analysis. */
  matches(): Iterable<readonly [Address, DocumentMatch]>;
  /** Names of rules and namespaces that successful `match` nodes of this rule's trees refer to (not below them). */
  references(): ReadonlySet<string>;
}

/** A whole result. `rules` is in the document's order. */
export interface ResultDocument {
  readonly meta: DocumentMeta;
  readonly extension?: CapaxExtension;
  readonly rules: readonly RuleMatches[];
}

/** Version of the reference that result documents claim; its viewer refuses versions below 7.0.0 by string comparison. */
export const REFERENCE_VERSION = '9.4.0';
