// What matched by definition, as the result asks for it.

import { type Address, addressKey } from '../../features/address.ts';
import { type Flavour, LADDERS, type Scope } from '../../features/scopes.ts';
import type { Rule, RuleSet } from '../../rules/rule.ts';
import type { Evidence, Site } from '../evidence/evidence.ts';
import { collectImplied, type ImpliedRules } from '../evidence/implied.ts';
import type { Matches, RuleHits } from '../outcome.ts';
import type { Defined, DefinedInstance, DefinedMatch } from './definition.ts';

/** One entry by rule name; a rule that matched at two scopes keeps the larger one, as in the reference. */
export function definedHits(defined: Defined, ruleSet: RuleSet, flavour: Flavour): Matches {
  const hits = new Map<string, RuleHits>();
  for (const { scope, holds } of LADDERS[flavour]) {
    for (const [rule, matches] of defined.matches.get(scope) ?? []) {
      hits.set(rule.meta.name, new DefinedHits(rule, scope, holds === 'window', matches, ruleSet, hits));
    }
  }
  return hits;
}

class DefinedHits implements RuleHits {
  readonly rule: Rule;
  readonly scope: Scope;
  readonly #isWindow: boolean;
  readonly #matches: readonly DefinedMatch[];
  readonly #ruleSet: RuleSet;
  readonly #all: Matches;

  constructor(
    rule: Rule,
    scope: Scope,
    isWindow: boolean,
    matches: readonly DefinedMatch[],
    ruleSet: RuleSet,
    all: Matches,
  ) {
    this.rule = rule;
    this.scope = scope;
    this.#isWindow = isWindow;
    this.#matches = matches;
    this.#ruleSet = ruleSet;
    this.#all = all;
  }

  get count(): number {
    return this.#matches.length;
  }

  addressOf(index: number): Address {
    return (this.#matches[index] as DefinedMatch).address;
  }

  evidenceOf(index: number): Evidence {
    return (this.#matches[index] as DefinedMatch).evidence;
  }

  evidenceAt({ key, address }: Site): Evidence | undefined {
    const found = this.#matches.findLast((match) => addressKey(match.address) === addressKey(address));
    if (found !== undefined || !this.#isWindow) return found?.evidence;
    // A window rule is reported once for a run of windows: the latest report of the thread stands for this window.
    for (const { standing, evidence } of this.#matches.toReversed()) {
      if (standing === undefined) continue;
      const position = positionOf(standing.within, String(key));
      if (position !== undefined && position >= standing.position) return evidence;
    }
    return undefined;
  }

  hasEvidenceAt(site: Site): boolean {
    return this.evidenceAt(site) !== undefined;
  }

  implied(): ReadonlySet<string> {
    const implied = new Set<string>();
    const rules: ImpliedRules = {
      isDerived: (name) => this.#ruleSet.byName.get(name)?.derived !== undefined,
      evidenceAt: (name, site) => this.#all.get(name)?.evidenceAt(site),
    };
    for (const { evidence } of this.#matches) collectImplied(evidence, rules, implied);
    return implied;
  }
}

/** Which part of the instance has an address. */
function positionOf({ parts }: DefinedInstance, key: string): number | undefined {
  const position = parts.findIndex(({ address }) => addressKey(address) === key);
  return position < 0 ? undefined : position;
}
