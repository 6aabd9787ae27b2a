// A rule after parsing and validation: what the matcher, the documents and the tools share. Types only.

import type { Feature, Integer } from '../features/feature.ts';
import type { Flavour, Scope, Scopes } from '../features/scopes.ts';
import type { RegexTable } from './regex-table.ts';

/** Values of the `maec/...` keys. */
export interface Maec {
  readonly analysisConclusion?: string;
  readonly analysisConclusionOv?: string;
  readonly malwareFamily?: string;
  readonly malwareCategory?: string;
  readonly malwareCategoryOv?: string;
}

export interface RuleMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly authors: readonly string[];
  readonly scopes: Scopes;
  /** As written: `Tactic::Technique [T1055]`. */
  readonly attack: readonly string[];
  readonly mbc: readonly string[];
  readonly references: readonly string[];
  readonly examples: readonly string[];
  readonly description: string;
  readonly lib: boolean;
  readonly maec: Maec;
}

export interface AndStatement {
  readonly kind: 'and';
  readonly children: readonly Statement[];
  readonly description?: string;
}
export interface OrStatement {
  readonly kind: 'or';
  readonly children: readonly Statement[];
  readonly description?: string;
}
export interface NotStatement {
  readonly kind: 'not';
  readonly child: Statement;
  readonly description?: string;
}
/** `N or more`; `optional` is count 0. */
export interface SomeStatement {
  readonly kind: 'some';
  readonly count: number;
  readonly children: readonly Statement[];
  readonly description?: string;
}
/** `count(feature): min .. max`; "no upper bound" is `RANGE_MAX`. */
export interface RangeStatement {
  readonly kind: 'range';
  readonly child: Feature;
  readonly childDescription?: string;
  readonly min: Integer;
  readonly max: Integer;
  readonly description?: string;
}
/** Exists only between parsing and the construction of a rule set, which replaces it by a `match` of a derived rule. */
export interface SubscopeStatement {
  readonly kind: 'subscope';
  readonly scope: Scope;
  readonly child: Statement;
  readonly description?: string;
}
/**
 * What only one of a program and its run is asked for, in a rule of both. Exists, as a subscope does, only until a rule set is built.
 * `inner`: what the function called counts as its own.
 */
export interface BlockStatement {
  readonly kind: 'block';
  readonly flavour: Flavour;
  readonly inner?: true;
  readonly child: Statement;
  readonly description?: string;
}
export interface FeatureStatement {
  readonly kind: 'feature';
  readonly feature: Feature;
  /** In a sequence: the variable that its value is, `$h`, and whether it is the first that has it. */
  readonly variable?: string;
  readonly captures?: true;
  readonly description?: string;
}

/** How far apart the first and the last call of a sequence may be. `calls`: both included. */
export interface SequenceBound {
  readonly count: number;
  readonly unit: 'calls' | 'ms';
}
/** What a sequence asks of one of its children. */
export interface SequenceStep {
  /** How many calls in order must match the child; 0: none between its neighbours may. */
  readonly count: number;
  /** Values that are compared with those of other children. */
  readonly values?: readonly SequenceValue[];
}
/** A value of a call, equal wherever the variable stands: `as: $h`, and `$h` in later children. */
export interface SequenceValue {
  readonly variable: string;
  /** What the call holds it of: its value if it satisfies this. */
  readonly feature: Feature;
}
/** `sequence`: the children match calls one after another. Its children are statements about one call, in the order of `steps`. */
export interface SequenceStatement {
  readonly kind: 'sequence';
  readonly children: readonly Statement[];
  readonly steps: readonly SequenceStep[];
  readonly within?: SequenceBound;
  /** Whether it is about the calls of several threads, merged in the order in which they were recorded. */
  readonly merges?: true;
  readonly description?: string;
}

export type Statement =
  | AndStatement
  | OrStatement
  | NotStatement
  | SomeStatement
  | RangeStatement
  | SubscopeStatement
  | BlockStatement
  | SequenceStatement
  | FeatureStatement;

/** 2^64 - 1, the reference's "no upper bound". */
export const RANGE_MAX: Integer = 18446744073709551615n;

export interface Rule {
  readonly meta: RuleMeta;
  readonly statement: Statement;
  /** Verbatim text of the file; empty for derived rules. */
  readonly source: string;
  /** Where the rule was read, for messages and the tag filter. */
  readonly path: string;
  /**
   * Present on a rule that was cut out of another one's block: the name of that rule and the block's scope. `block`: it is what a
   * rule of both asks of one flavour. Derived rules are never shown on their own.
   */
  readonly derived?: {
    readonly parent: string;
    readonly scope: Scope;
    readonly block?: { readonly flavour: Flavour; readonly inner?: true };
  };
  /**
   * Every string that the tag filter searches: all text values and list items of `meta`, unknown keys included, and `path`. Empty for
   * derived rules, which are kept with their parent.
   */
  readonly tags: readonly string[];
}

/**
 * Rules that fit together: names are unique, every dependency exists, no rule depends on itself through rules of its scope.
 * `rules` holds derived rules too and is in topological order: a rule stands behind everything that it depends on. Only where
 * rules of different scopes refer to each other in a circle, a rule may stand before one of another scope.
 */
export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly byName: ReadonlyMap<string, Rule>;
  /** Namespace (each ancestor too) -> names of the rules in it or below, in rule order. */
  readonly namespaces: ReadonlyMap<string, readonly string[]>;
  /** Rule name -> names of the rules that it matches directly, namespaces expanded. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** The regular expressions of the rules. */
  readonly regexes: RegexTable;
}
