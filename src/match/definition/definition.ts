// The definition of matching: the shortest statement of what it means (spec core.md section 2, dynamic.md section 6). One recursion
// over instances, up the ladder of the flavour. Slow on purpose: no index, no memory of earlier instances, every rule at every
// instance. The planned matcher must equal it; property tests compare the two in all that an outcome says.

import { type Address, NO_ADDRESS } from '../../features/address.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { SampleFacts } from '../../features/sample.ts';
import { FLAVOURS, type Flavour, LADDERS, type Rung, type Scope, SPAN_SIZE } from '../../features/scopes.ts';
import type { Rule, RuleSet } from '../../rules/rule.ts';
import type { Semantics } from '../../semantics.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { evaluateStatement } from './evaluate-statement.ts';
import { FeatureSet } from './feature-set.ts';

/** An instance of a scope with all that is inside it. */
export interface DefinedInstance {
  readonly scope: Scope;
  readonly address: Address;
  readonly features: readonly LocatedFeature[];
  readonly parts: readonly DefinedInstance[];
  /** For how many instances like it it stands to the one around it; default 1. */
  readonly times?: number;
}

/** Where an instance stands: which part it is of the instance around it. */
interface Standing {
  readonly within: DefinedInstance;
  readonly position: number;
}

export interface DefinedMatch {
  readonly address: Address;
  readonly evidence: Evidence;
  /** Of the instance, or of the one with which a window ends; none for the largest instances and the file. */
  readonly standing?: Standing | undefined;
}

export interface Defined {
  /** By scope, small to large, then by rule. */
  readonly matches: ReadonlyMap<Scope, ReadonlyMap<Rule, readonly DefinedMatch[]>>;
  readonly featureCounts: {
    readonly file: number;
    readonly parts: readonly { readonly address: Address; readonly count: number }[];
  };
}

/** What is known of a file at once, and what it holds beside that. */
export interface DefinedFile extends Pick<SampleFacts, 'globals' | 'file'> {
  readonly fromParts: readonly LocatedFeature[];
}

/**
 * Matches a sample by definition. `instances`: those of the largest scope that holds features. `onFileMatched`: see `MatchWatch`.
 */
export function defineMatches(
  facts: DefinedFile,
  instances: readonly DefinedInstance[],
  ruleSet: RuleSet,
  flavour: Flavour,
  semantics: Semantics,
  onFileMatched?: (rules: readonly Rule[]) => void,
): Defined {
  const definition = new Definition(facts, ruleSet, flavour, semantics);
  onFileMatched?.(definition.matchFileAlone());
  return definition.match(instances);
}

class Definition {
  readonly #facts: DefinedFile;
  readonly #ruleSet: RuleSet;
  readonly #flavour: Flavour;
  readonly #semantics: Semantics;
  readonly #ladder: readonly Rung[];
  readonly #matches: Map<Scope, Map<Rule, DefinedMatch[]>>;

  constructor(facts: DefinedFile, ruleSet: RuleSet, flavour: Flavour, semantics: Semantics) {
    this.#facts = facts;
    this.#ruleSet = ruleSet;
    this.#flavour = flavour;
    this.#semantics = semantics;
    this.#ladder = LADDERS[flavour];
    this.#matches = new Map(this.#ladder.map(({ scope }) => [scope, new Map()]));
  }

  matchFileAlone(): readonly Rule[] {
    return this.#evaluate(this.#fileScope, this.#fileFeatures(this.#facts.file, []), NO_ADDRESS).map(([rule]) => rule);
  }

  match(instances: readonly DefinedInstance[]): Defined {
    const largest = this.#ladder.findLast(({ holds }) => holds === 'parts');
    const parts = instances.map((instance) => {
      if (instance.scope !== largest?.scope) throw new Error(`instances of scope ${largest?.scope} are missing`);
      let count = 0;
      this.#matchInstance(instance, undefined, (held) => {
        count = held.entries.size;
      });
      return { address: instance.address, count };
    });
    const { file, fromParts } = this.#facts;
    const all = this.#fileFeatures([...file, ...fromParts], [...this.#matches.values()]);
    const counted = all.entries.size;
    for (const [rule, evidence] of this.#evaluate(this.#fileScope, all, NO_ADDRESS)) {
      this.#keep(this.#fileScope, rule, { address: NO_ADDRESS, evidence });
    }
    return { matches: this.#matches, featureCounts: { file: counted, parts } };
  }

  /** Everything that an instance shows to the one around it. `look` is shown what it holds before its own rules matched. */
  #matchInstance(
    instance: DefinedInstance,
    standing: Standing | undefined,
    look: (held: FeatureSet) => void = () => undefined,
  ): FeatureSet {
    const { scope, address, features, parts } = instance;
    const held = new FeatureSet();
    const window = this.#windowOver(parts[0]?.scope);
    const inside: FeatureSet[] = [];
    let previous: ReadonlySet<string> = new Set();
    for (const [position, part] of parts.entries()) {
      const ofPart = this.#matchInstance(part, { within: instance, position });
      held.addAll(ofPart, part);
      inside.push(ofPart);
      if (window !== undefined) previous = this.#matchWindow(window, instance, inside, previous, held);
    }
    for (const { feature, address: seenAt } of features) held.add(feature, seenAt);
    held.addGlobals(this.#facts.globals);
    look(held);
    for (const [rule, evidence] of this.#evaluate(scope, held, address)) {
      this.#keep(scope, rule, { address, evidence, standing });
      held.addMatch(rule, address);
    }
    return held;
  }

  /** The window that ends with the last part. Reported are rules that did not match before, and what these depend on. */
  #matchWindow(
    { scope, risesWith }: Rung,
    instance: DefinedInstance,
    inside: readonly FeatureSet[],
    previous: ReadonlySet<string>,
    held: FeatureSet,
  ): ReadonlySet<string> {
    const position = inside.length - 1;
    const { address } = instance.parts[position] as DefinedInstance;
    const inWindow = new FeatureSet();
    const first = Math.max(0, inside.length - SPAN_SIZE);
    for (const [at, features] of inside.slice(-SPAN_SIZE).entries())
      inWindow.addAll(features, instance.parts[first + at]);
    const found = this.#evaluate(scope, inWindow, address);
    const names = new Set(found.map(([rule]) => rule.meta.name));
    const fresh = [...names].filter((name) => !previous.has(name));
    const again = new Set(fresh.flatMap((name) => this.#ruleSet.dependencies.get(name) ?? []));
    for (const [rule, evidence] of found) {
      if (previous.has(rule.meta.name) && !again.has(rule.meta.name)) continue;
      this.#keep(scope, rule, { address, evidence, standing: { within: instance, position } });
      if (risesWith === undefined || this.#semantics[risesWith]) held.addMatch(rule, address);
    }
    return names;
  }

  get #fileScope(): Scope {
    return (this.#ladder.find(({ holds }) => holds === 'matches') as Rung).scope;
  }

  #windowOver(unit: Scope | undefined): Rung | undefined {
    const at = this.#ladder.findIndex(({ scope }) => scope === unit);
    const next = this.#ladder[at + 1];
    return at >= 0 && next?.holds === 'window' ? next : undefined;
  }

  /** What the file holds: a feature without an address is present, but nowhere in particular. */
  #fileFeatures(
    file: readonly LocatedFeature[],
    matches: readonly ReadonlyMap<Rule, readonly DefinedMatch[]>[],
  ): FeatureSet {
    const features = new FeatureSet();
    for (const feature of this.#facts.globals) features.add(feature);
    for (const { feature, address } of file) {
      features.add(feature, address.type === 'no address' ? undefined : address);
    }
    for (const ofScope of matches) {
      for (const [rule, list] of ofScope) for (const { address } of list) features.addMatch(rule, address);
    }
    return features;
  }

  /** Rules of a scope that match the features, each at `address` and seen by those after it. Rule sets are in topological order. */
  #evaluate(scope: Scope, features: FeatureSet, address: Address): [Rule, Evidence][] {
    const all = new FeatureSet();
    all.addAll(features);
    const matched: [Rule, Evidence][] = [];
    const addresslessCount = this.#semantics['addressless-count'] ? 1 : 0;
    for (const rule of this.#ruleSet.rules) {
      if (!this.#isAt(rule, scope)) continue;
      const evidence = evaluateStatement(rule.statement, all, addresslessCount);
      if (!evidence.success) continue;
      matched.push([rule, evidence]);
      all.addMatch(rule, address);
    }
    return matched;
  }

  #isAt({ meta }: Rule, scope: Scope): boolean {
    if (this.#semantics['flavour-filter']) return meta.scopes[this.#flavour] === scope;
    return FLAVOURS.some((flavour) => meta.scopes[flavour] === scope);
  }

  #keep(scope: Scope, rule: Rule, match: DefinedMatch): void {
    const ofScope = this.#matches.get(scope) as Map<Rule, DefinedMatch[]>;
    const list = ofScope.get(rule);
    if (list === undefined) ofScope.set(rule, [match]);
    else list.push(match);
  }
}
