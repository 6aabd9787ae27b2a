// The reference evaluator: the shortest statement of what matching means (spec core.md section 2, dynamic.md section 6). Slow on
// purpose: no index, no memory of earlier instances, every rule at every instance. The planned matcher must equal it; property
// tests compare the two, evidence included.

import { type Address, addressKey } from '../features/address.ts';
import type { Feature } from '../features/feature.ts';
import { featureKey } from '../features/feature-types.ts';
import type { LocatedFeature } from '../features/located.ts';
import { type Flavour, type Scope, SPAN_SIZE } from '../features/scopes.ts';
import { parseRegexFeature } from '../rules/regex.ts';
import type { Rule, RuleSet, Statement } from '../rules/rule.ts';
import type { Semantics } from '../semantics.ts';
import type { Evidence, Site } from './evidence.ts';

type Locations = Map<string, Address>;

/** Features of an instance in order of insertion, each with the set of its locations. */
class FeatureSet {
  readonly entries = new Map<string, { readonly feature: Feature; readonly locations: Locations }>();

  add(feature: Feature, address?: Address): void {
    const key = featureKey(feature);
    const entry = this.entries.get(key) ?? { feature, locations: new Map() };
    this.entries.set(key, entry);
    if (address !== undefined) entry.locations.set(addressKey(address), address);
  }

  addAll(other: FeatureSet): void {
    for (const { feature, locations } of other.entries.values()) {
      this.add(feature);
      for (const address of locations.values()) this.add(feature, address);
    }
  }
}

const sites = (locations: Iterable<Address>): Site[] =>
  [...locations].map((address) => ({ key: addressKey(address), address }));

/** Evaluates a statement completely, without stopping when the outcome is decided. */
function evaluate(statement: Statement, features: FeatureSet, addresslessCount: number): Evidence {
  const plain = { statement, children: [] as Evidence[], sites: [] as Site[], captures: new Map<string, Site[]>() };
  const recurse = (child: Statement): Evidence => evaluate(child, features, addresslessCount);
  switch (statement.kind) {
    case 'and': {
      const children = statement.children.map(recurse);
      return { ...plain, children, success: children.every((child) => child.success) };
    }
    case 'or': {
      const children = statement.children.map(recurse);
      return { ...plain, children, success: children.some((child) => child.success) };
    }
    case 'not': {
      const child = recurse(statement.child);
      return { ...plain, children: [child], success: !child.success };
    }
    case 'some': {
      const children = statement.children.map(recurse);
      return { ...plain, children, success: children.filter((child) => child.success).length >= statement.count };
    }
    case 'range': {
      const found = features.entries.get(featureKey(statement.child));
      const count = found === undefined ? 0 : found.locations.size === 0 ? addresslessCount : found.locations.size;
      const success = BigInt(count) >= BigInt(statement.min) && BigInt(count) <= BigInt(statement.max);
      return { ...plain, sites: sites(found?.locations.values() ?? []), success };
    }
    case 'subscope':
      throw new Error('subscopes are extracted before evaluation');
    case 'feature':
      return evaluateFeature(statement.feature, features, plain);
  }
}

function evaluateFeature(wanted: Feature, features: FeatureSet, plain: Omit<Evidence, 'success'>): Evidence {
  switch (wanted.type) {
    case 'regex':
    case 'substring': {
      const regex = wanted.type === 'regex' ? parseRegexFeature(wanted.value) : undefined;
      const matches = (text: string): boolean =>
        regex === undefined ? text.includes(wanted.value) : regex.search(text) === true;
      const union: Locations = new Map();
      const captures = new Map<string, Site[]>();
      for (const { feature, locations } of features.entries.values()) {
        if (feature.type !== 'string' || !matches(feature.value)) continue;
        captures.set(feature.value, sites(locations.values()));
        for (const [key, address] of locations) union.set(key, address);
      }
      return { ...plain, success: captures.size > 0, sites: sites(union.values()), captures };
    }
    case 'bytes':
    case 'os':
      for (const { feature, locations } of features.entries.values()) {
        if (feature.type !== wanted.type) continue;
        const matches =
          wanted.type === 'bytes'
            ? String((feature as { value: string }).value).startsWith(wanted.value)
            : [(feature as { value: string }).value, 'any'].includes(wanted.value) ||
              (feature as { value: string }).value === 'any';
        if (matches) return { ...plain, success: true, sites: sites(locations.values()) };
      }
      return { ...plain, success: false };
    default: {
      const found = features.entries.get(featureKey(wanted));
      return { ...plain, success: found !== undefined, sites: sites(found?.locations.values() ?? []) };
    }
  }
}

/** Matches by rule name, in order. */
export type ReferenceMatches = Map<string, { readonly address: Address; readonly evidence: Evidence }[]>;

class Matcher {
  readonly #ruleSet: RuleSet;
  readonly #flavour: Flavour;
  readonly #semantics: Semantics;

  constructor(ruleSet: RuleSet, flavour: Flavour, semantics: Semantics) {
    this.#ruleSet = ruleSet;
    this.#flavour = flavour;
    this.#semantics = semantics;
  }

  #isIn(rule: Rule, scope: Scope): boolean {
    const { scopes } = rule.meta;
    if (this.#semantics['flavour-filter']) return scopes[this.#flavour] === scope;
    return scopes.static === scope || scopes.dynamic === scope;
  }

  /** Rules of a scope that match the features, each at `address`. Rule sets are in topological order. */
  match(scope: Scope, features: FeatureSet, address: Address): [Rule, Evidence][] {
    const all = new FeatureSet();
    all.addAll(features);
    const matched: [Rule, Evidence][] = [];
    const addresslessCount = this.#semantics['addressless-count'] ? 1 : 0;
    for (const rule of this.#ruleSet.rules) {
      if (!this.#isIn(rule, scope)) continue;
      const evidence = evaluate(rule.statement, all, addresslessCount);
      if (!evidence.success) continue;
      matched.push([rule, evidence]);
      addMatch(all, rule, address);
    }
    return matched;
  }

  dependenciesOf(name: string): readonly string[] {
    return this.#ruleSet.dependencies.get(name) ?? [];
  }
}

function addMatch(features: FeatureSet, rule: Rule, address: Address): void {
  features.add({ type: 'match', value: rule.meta.name }, address);
  const parts = rule.meta.namespace?.split('/') ?? [];
  for (let i = parts.length; i > 0; i--) features.add({ type: 'match', value: parts.slice(0, i).join('/') }, address);
}

/** Collects the matches of one scope and adds them to the feature sets that see them. */
function keep(
  found: readonly [Rule, Evidence][],
  address: Address,
  into: ReferenceMatches,
  seenBy: readonly FeatureSet[],
): void {
  for (const [rule, evidence] of found) {
    const list = into.get(rule.meta.name) ?? [];
    into.set(rule.meta.name, list);
    list.push({ address, evidence });
    for (const features of seenBy) addMatch(features, rule, address);
  }
}

function addFeatures(into: FeatureSet, features: readonly LocatedFeature[]): void {
  for (const { feature, address } of features) into.add(feature, address);
}

function addGlobals(into: FeatureSet, globals: readonly Feature[]): void {
  for (const feature of globals) into.add(feature, { type: 'no address' });
}

function merge(...maps: readonly ReferenceMatches[]): ReferenceMatches {
  const merged: ReferenceMatches = new Map();
  for (const map of maps) for (const [name, list] of map) merged.set(name, list);
  return merged;
}

function matchFile(
  matcher: Matcher,
  globals: readonly Feature[],
  file: readonly LocatedFeature[],
  smaller: readonly ReferenceMatches[],
  ruleSet: RuleSet,
): ReferenceMatches {
  const features = new FeatureSet();
  for (const feature of globals) features.add(feature);
  for (const { feature, address } of file) features.add(feature, address.type === 'no address' ? undefined : address);
  for (const map of smaller) {
    for (const [name, list] of map) {
      for (const { address } of list) addMatch(features, ruleSet.byName.get(name) as Rule, address);
    }
  }
  const matches: ReferenceMatches = new Map();
  keep(matcher.match('file', features, { type: 'no address' }), { type: 'no address' }, matches, []);
  return matches;
}

export interface ReferenceThread {
  readonly address: Address;
  readonly features: readonly LocatedFeature[];
  readonly calls: readonly { readonly address: Address; readonly features: readonly Feature[] }[];
}

export interface ReferenceTrace {
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
  readonly processes: readonly {
    readonly address: Address;
    readonly features: readonly LocatedFeature[];
    readonly threads: readonly ReferenceThread[];
  }[];
}

/** Dynamic matching by definition. */
export function matchTraceByReference(trace: ReferenceTrace, ruleSet: RuleSet, semantics: Semantics): ReferenceMatches {
  const matcher = new Matcher(ruleSet, 'dynamic', semantics);
  const calls: ReferenceMatches = new Map();
  const spans: ReferenceMatches = new Map();
  const threads: ReferenceMatches = new Map();
  const processes: ReferenceMatches = new Map();
  for (const process of trace.processes) {
    const ofProcess = new FeatureSet();
    for (const thread of process.threads) {
      const ofThread = new FeatureSet();
      const window: FeatureSet[] = [];
      let previous = new Set<string>();
      for (const call of thread.calls) {
        const ofCall = new FeatureSet();
        for (const feature of call.features) ofCall.add(feature, call.address);
        addGlobals(ofCall, trace.globals);
        keep(matcher.match('call', ofCall, call.address), call.address, calls, [ofCall]);
        ofThread.addAll(ofCall);
        window.push(ofCall);
        if (window.length > SPAN_SIZE) window.shift();
        const ofSpan = new FeatureSet();
        for (const features of window) ofSpan.addAll(features);
        const found = matcher.match('span of calls', ofSpan, call.address);
        const names = new Set(found.map(([rule]) => rule.meta.name));
        const again = new Set(
          [...names].filter((name) => !previous.has(name)).flatMap((name) => matcher.dependenciesOf(name)),
        );
        const reported = found.filter(([{ meta }]) => !previous.has(meta.name) || again.has(meta.name));
        keep(reported, call.address, spans, semantics['span-to-thread'] ? [ofThread] : []);
        previous = names;
      }
      addFeatures(ofThread, thread.features);
      addGlobals(ofThread, trace.globals);
      keep(matcher.match('thread', ofThread, thread.address), thread.address, threads, [ofThread]);
      ofProcess.addAll(ofThread);
    }
    addFeatures(ofProcess, process.features);
    addGlobals(ofProcess, trace.globals);
    keep(matcher.match('process', ofProcess, process.address), process.address, processes, []);
  }
  const file = matchFile(matcher, trace.globals, trace.file, [calls, spans, threads, processes], ruleSet);
  return merge(calls, spans, threads, processes, file);
}

export interface ReferenceProgram {
  readonly globals: readonly Feature[];
  readonly file: readonly LocatedFeature[];
  readonly functions: readonly {
    readonly address: Address;
    readonly features: readonly LocatedFeature[];
    readonly blocks: readonly {
      readonly address: Address;
      readonly features: readonly LocatedFeature[];
      readonly instructions: readonly { readonly address: Address; readonly features: readonly LocatedFeature[] }[];
    }[];
  }[];
}

/** Static matching by definition. */
export function matchProgramByReference(
  program: ReferenceProgram,
  ruleSet: RuleSet,
  semantics: Semantics,
): ReferenceMatches {
  const matcher = new Matcher(ruleSet, 'static', semantics);
  const instructions: ReferenceMatches = new Map();
  const blocks: ReferenceMatches = new Map();
  const functions: ReferenceMatches = new Map();
  for (const fn of program.functions) {
    const ofFunction = new FeatureSet();
    for (const block of fn.blocks) {
      const ofBlock = new FeatureSet();
      for (const instruction of block.instructions) {
        const features = new FeatureSet();
        addFeatures(features, instruction.features);
        addGlobals(features, program.globals);
        const { address } = instruction;
        keep(matcher.match('instruction', features, address), address, instructions, [features]);
        ofBlock.addAll(features);
      }
      addFeatures(ofBlock, block.features);
      addGlobals(ofBlock, program.globals);
      keep(matcher.match('basic block', ofBlock, block.address), block.address, blocks, [ofBlock]);
      ofFunction.addAll(ofBlock);
    }
    addFeatures(ofFunction, fn.features);
    addGlobals(ofFunction, program.globals);
    keep(matcher.match('function', ofFunction, fn.address), fn.address, functions, []);
  }
  const file = matchFile(matcher, program.globals, program.file, [instructions, blocks, functions], ruleSet);
  return merge(instructions, blocks, functions, file);
}
