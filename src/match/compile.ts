// Rules of one flavour, compiled for fast matching. Every feature that a rule names gets a small integer, its leaf number; what
// no rule names has none and is dropped at once. A rule becomes a tree over leaf numbers, and each scope gets an index from leaf
// numbers to the rules that need one of them.

import type { Feature, FeatureType, Integer } from '../features/feature.ts';
import { featureKey } from '../features/feature-types.ts';
import type { Flavour, Scope } from '../features/scopes.ts';
import { DYNAMIC_SCOPES, STATIC_SCOPES } from '../features/scopes.ts';
import type { RegexTable } from '../rules/regex-table.ts';
import type { Rule, RuleSet, Statement } from '../rules/rule.ts';
import type { Semantics } from '../semantics.ts';
import { BytePrefixes } from './byte-prefixes.ts';
import { FeatureNumbers } from './feature-numbers.ts';
import { compileStringScan, type StringPattern, type StringScanner } from './string-scan.ts';

export type Op = 'leaf' | 'and' | 'or' | 'not' | 'some' | 'range';

/** A statement over leaf numbers. `leaf` is -1 where the statement has none or where nothing can ever satisfy it. */
export interface Node {
  readonly op: Op;
  readonly leaf: number;
  readonly children: readonly Node[];
  /** `some`: how many; `range`: lower bound. */
  readonly min: number;
  readonly max: number;
  readonly statement: Statement;
}

export interface CompiledRule {
  readonly rule: Rule;
  /** Position in the rule set: dependencies come first. */
  readonly order: number;
  readonly root: Node;
  /** Leaves of the tree, sorted, without those of global features. */
  readonly leaves: Int32Array;
  /** Leaves of `match` features that other rules name and that this rule's match satisfies: its name, its namespaces. */
  readonly matchLeaves: readonly number[];
  /** Whether the tree refers to other rules. */
  readonly refersToRules: boolean;
  /** Name and namespace prefixes: the `match` features that a match of this rule adds. */
  readonly matchKeys: readonly string[];
}

/** The rules of one scope in topological order; a rule's position here is its rank. */
export interface Bucket {
  readonly scope: Scope;
  readonly rules: readonly CompiledRule[];
  /** Leaf -> ranks of rules that need at least one of a set of leaves that holds this one. */
  readonly index: ReadonlyMap<number, readonly number[]>;
  /** Ranks of rules that can match without any particular feature. */
  readonly always: readonly number[];
}

/** What leaf a feature's presence satisfies, by kind of test. */
interface LeafTable {
  readonly exact: FeatureNumbers;
  /** os features by value; `any` on either side matches. */
  readonly os: ReadonlyMap<string, number>;
  readonly strings: StringScanner;
  readonly bytes: BytePrefixes;
}

export interface CompiledRules {
  readonly flavour: Flavour;
  readonly leafCount: number;
  readonly rules: readonly CompiledRule[];
  readonly byName: ReadonlyMap<string, CompiledRule>;
  readonly buckets: ReadonlyMap<Scope, Bucket>;
  /** 1 for leaves whose number of locations some rule counts. */
  readonly counted: Uint8Array;
  /** Leaves whose evidence is the first matching feature's locations only (bytes, os). */
  readonly firstOnly: ReadonlySet<number>;
  /** Sorted numbers of the leaves that the presence of `feature` satisfies. */
  leavesOf(feature: Feature): readonly number[];
  /** For counters: what scanning strings has cost so far. */
  readonly strings: StringScanner;
}

/** Types whose features are the same everywhere in a program and carry no location. */
const GLOBAL_TYPES: ReadonlySet<FeatureType> = new Set(['os', 'arch', 'format']);

function bound(value: Integer): number {
  return Number(value);
}

/** Hands out leaf numbers while rules are compiled. */
class LeafNumbers {
  readonly exact = new FeatureNumbers();
  readonly os = new Map<string, number>();
  readonly patterns = new Map<string, number>();
  readonly stringPatterns: StringPattern[] = [];
  readonly bytePatterns: { leaf: number; prefix: string }[] = [];
  readonly counted: number[] = [];
  readonly globals = new Set<number>();
  readonly firstOnly = new Set<number>();
  readonly #regexes: RegexTable;
  count = 0;

  constructor(regexes: RegexTable) {
    this.#regexes = regexes;
  }

  #number(table: Map<string, number>, key: string, isNew: (leaf: number) => void): number {
    const known = table.get(key);
    if (known !== undefined) return known;
    const leaf = this.count++;
    table.set(key, leaf);
    isNew(leaf);
    return leaf;
  }

  /** The leaf of exactly this feature, as `count` sees it. */
  numberExact(feature: Feature): number {
    const known = this.exact.get(feature);
    if (known !== undefined) return known;
    const leaf = this.count++;
    this.exact.set(feature, leaf);
    if (GLOBAL_TYPES.has(feature.type)) this.globals.add(leaf);
    return leaf;
  }

  /** The leaf of a feature as a plain condition: patterns match by their own rules. */
  numberCondition(feature: Feature): number {
    switch (feature.type) {
      case 'regex':
      case 'substring':
        return this.#number(this.patterns, featureKey(feature), (leaf) => {
          this.stringPatterns.push(
            feature.type === 'regex'
              ? { id: leaf, kind: 'regex', regex: this.#regexes.get(feature.value) }
              : { id: leaf, kind: 'substring', text: feature.value },
          );
        });
      case 'bytes':
        return this.#number(this.patterns, featureKey(feature), (leaf) => {
          this.bytePatterns.push({ leaf, prefix: feature.value });
          this.firstOnly.add(leaf);
        });
      case 'os':
        return this.#number(this.os, feature.value, (leaf) => {
          this.globals.add(leaf);
          this.firstOnly.add(leaf);
        });
      default:
        return this.numberExact(feature);
    }
  }
}

const LEAF_CHILDREN: readonly Node[] = [];

function compileStatement(statement: Statement, numbers: LeafNumbers): Node {
  switch (statement.kind) {
    case 'feature':
      return makeNode('leaf', statement, numbers.numberCondition(statement.feature), LEAF_CHILDREN, 0, 0);
    case 'and':
    case 'or':
      return makeNode(statement.kind, statement, -1, compileAll(statement.children, numbers), 0, 0);
    case 'not':
      return makeNode('not', statement, -1, [compileStatement(statement.child, numbers)], 0, 0);
    case 'some':
      return makeNode('some', statement, -1, compileAll(statement.children, numbers), statement.count, 0);
    case 'range': {
      const { child } = statement;
      // Patterns are looked up exactly when they are counted, and no input emits a pattern: such a count is always 0.
      const leaf = child.type === 'regex' || child.type === 'substring' ? -1 : numbers.numberExact(child);
      if (leaf >= 0) numbers.counted.push(leaf);
      return makeNode('range', statement, leaf, LEAF_CHILDREN, bound(statement.min), bound(statement.max));
    }
    case 'subscope':
      throw new Error('subscopes are extracted before compilation');
  }
}

function compileAll(statements: readonly Statement[], numbers: LeafNumbers): Node[] {
  return statements.map((statement) => compileStatement(statement, numbers));
}

/** All nodes have the same members in the same order, which keeps evaluation fast. */
function makeNode(
  op: Op,
  statement: Statement,
  leaf: number,
  children: readonly Node[],
  min: number,
  max: number,
): Node {
  return { op, leaf, children, min, max, statement };
}

function collectLeaves(node: Node, into: Set<number>): void {
  if (node.leaf >= 0) into.add(node.leaf);
  for (const child of node.children) collectLeaves(child, into);
}

function refersToRules(node: Node): boolean {
  const { statement } = node;
  if (statement.kind === 'feature') return statement.feature.type === 'match';
  return node.children.some(refersToRules);
}

/** How good a feature is as an index: rare ones are better. The reference's figures, so that compat can follow its choices. */
function score(feature: Feature, patternScore: number): number {
  switch (feature.type) {
    case 'string':
    case 'match':
      return 9;
    case 'api':
      return 8;
    case 'export':
      return 7;
    case 'number':
      return feature.value >= -0x8000 && feature.value <= 0x8000 ? 3 : 7;
    case 'class':
    case 'namespace':
    case 'property':
    case 'import':
    case 'section':
    case 'function name':
      return 5;
    case 'characteristic':
    case 'offset':
    case 'operand number':
    case 'operand offset':
      return 4;
    case 'mnemonic':
      return 2;
    case 'basic block':
      return 1;
    case 'regex':
    case 'substring':
    case 'bytes':
      return patternScore;
    default:
      return 0;
  }
}

interface Requirement {
  readonly leaves: readonly number[];
  readonly score: number;
}

/** Leaves of which at least one must be present for the node to be true; undefined if it can be true without any. */
function requirement(node: Node, patternScore: number): Requirement | undefined {
  const { statement } = node;
  switch (statement.kind) {
    case 'feature':
      return { leaves: [node.leaf], score: score(statement.feature, patternScore) };
    case 'range':
      if (node.min <= 0) return undefined;
      return { leaves: node.leaf < 0 ? [] : [node.leaf], score: score(statement.child, patternScore) };
    case 'and': {
      let best: Requirement | undefined;
      for (const child of node.children) {
        const found = requirement(child, patternScore);
        if (found === undefined) continue;
        if (
          best === undefined ||
          found.score > best.score ||
          (found.score === best.score && found.leaves.length < best.leaves.length)
        ) {
          best = found;
        }
      }
      return best;
    }
    case 'or':
    case 'some': {
      if (statement.kind === 'some' && statement.count <= 0) return undefined;
      const leaves: number[] = [];
      let lowest = 10;
      for (const child of node.children) {
        const found = requirement(child, patternScore);
        if (found === undefined) return undefined;
        leaves.push(...found.leaves);
        lowest = Math.min(lowest, found.score);
      }
      return { leaves, score: lowest };
    }
    default:
      return undefined;
  }
}

/** Rules of one scope. Without the flavour filter a rule belongs to a scope if either of its sides names it. */
function inScope(rule: Rule, scope: Scope, flavour: Flavour, semantics: Semantics): boolean {
  if (rule.meta.scopes[flavour] === scope) return true;
  if (semantics['flavour-filter']) return false;
  return rule.meta.scopes.static === scope || rule.meta.scopes.dynamic === scope;
}

function namespacePrefixes(namespace: string | undefined): string[] {
  if (namespace === undefined || namespace === '') return [];
  const parts = namespace.split('/');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('/'));
}

function compileBucket(
  scope: Scope,
  rules: readonly CompiledRule[],
  semantics: Semantics,
  numbers: LeafNumbers,
): Bucket {
  const index = new Map<number, number[]>();
  const always: number[] = [];
  // The reference rates patterns lowest; only where the os is unknown does its choice of index decide a result.
  const patternScore = semantics['os-any-index'] ? 6 : 0;
  for (const [rank, { root }] of rules.entries()) {
    const needed = requirement(root, patternScore);
    if (needed === undefined) {
      always.push(rank);
      continue;
    }
    for (let leaf of new Set(needed.leaves)) {
      if (!semantics['os-any-index']) leaf = exactOsLeaf(leaf, numbers);
      const ranks = index.get(leaf);
      if (ranks === undefined) index.set(leaf, [rank]);
      else if (ranks[ranks.length - 1] !== rank) ranks.push(rank);
    }
  }
  return { scope, rules, index, always };
}

/** The reference looks up an os in its index exactly, although evaluation treats `any` as a wildcard. */
function exactOsLeaf(leaf: number, numbers: LeafNumbers): number {
  for (const [value, condition] of numbers.os) {
    if (condition === leaf) return numbers.numberExact({ type: 'os', value });
  }
  return leaf;
}

/** Compiles the rules of `flavour`. Cost: one pass over all statements, plus the automaton over string patterns. */
export function compileRules(ruleSet: RuleSet, flavour: Flavour, semantics: Semantics): CompiledRules {
  const scopes: readonly Scope[] = flavour === 'static' ? STATIC_SCOPES : DYNAMIC_SCOPES;
  const numbers = new LeafNumbers(ruleSet.regexes);
  const taking = ruleSet.rules.filter((rule) => scopes.some((scope) => inScope(rule, scope, flavour, semantics)));
  const roots = taking.map((rule) => compileStatement(rule.statement, numbers));
  const rules = taking.map((rule, order): CompiledRule => {
    const root = roots[order] as Node;
    const leaves = new Set<number>();
    collectLeaves(root, leaves);
    for (const leaf of numbers.globals) leaves.delete(leaf);
    const matchKeys = [rule.meta.name, ...namespacePrefixes(rule.meta.namespace)];
    return {
      rule,
      order,
      root,
      leaves: Int32Array.from(leaves).sort(),
      matchLeaves: matchKeys.flatMap((key) => numbers.exact.get({ type: 'match', value: key }) ?? []),
      refersToRules: refersToRules(root),
      matchKeys,
    };
  });
  const buckets = new Map<Scope, Bucket>();
  for (const scope of scopes) {
    const members = rules.filter(({ rule }) => inScope(rule, scope, flavour, semantics));
    buckets.set(scope, compileBucket(scope, members, semantics, numbers));
  }
  const counted = new Uint8Array(numbers.count);
  for (const leaf of numbers.counted) counted[leaf] = 1;
  const table: LeafTable = {
    exact: numbers.exact,
    os: numbers.os,
    strings: compileStringScan(numbers.stringPatterns),
    bytes: new BytePrefixes(numbers.bytePatterns),
  };
  return {
    flavour,
    leafCount: numbers.count,
    rules,
    byName: new Map(rules.map((compiled) => [compiled.rule.meta.name, compiled])),
    buckets,
    counted,
    firstOnly: numbers.firstOnly,
    strings: table.strings,
    leavesOf: (feature) => leavesOf(feature, table),
  };
}

const NONE: readonly number[] = [];

/** Hot: called for every distinct value of a trace, so texts are looked up as they are, without building a key. */
function leavesOf(feature: Feature, table: LeafTable): readonly number[] {
  const exact = table.exact.get(feature);
  let others: readonly number[] = NONE;
  if (feature.type === 'string') others = table.strings.scan(feature.value);
  else if (feature.type === 'bytes') others = table.bytes.find(feature.value);
  else if (feature.type === 'os') {
    others = [...table.os]
      .filter(([v]) => v === feature.value || v === 'any' || feature.value === 'any')
      .map(([, l]) => l);
  }
  if (exact === undefined) return others;
  if (others.length === 0) return [exact];
  return [exact, ...others].sort((a, b) => a - b);
}
