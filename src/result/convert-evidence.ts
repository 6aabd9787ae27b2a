// Evidence trees -> match nodes of the document (spec core.md section 5.7): references to other rules are expanded into those
// rules' own evidence, and what stands for a subscope block becomes one again.

import { type Address, compareAddresses } from '../features/address.ts';
import type { Evidence, Site } from '../match/evidence/evidence.ts';
import type { Matches } from '../match/outcome.ts';
import type { RuleSet } from '../rules/rule.ts';
import type { DocumentMatch } from './document.ts';

const NO_ADDRESSES: readonly Address[] = [];
const NO_CAPTURES: ReadonlyMap<string, readonly Address[]> = new Map();
const NO_CHILDREN: readonly DocumentMatch[] = [];

export class EvidenceConverter {
  readonly #ruleSet: RuleSet;
  readonly #matches: Matches;

  constructor(ruleSet: RuleSet, matches: Matches) {
    this.#ruleSet = ruleSet;
    this.#matches = matches;
  }

  convert(evidence: Evidence): DocumentMatch {
    const { statement, success } = evidence;
    if (statement.kind !== 'feature') {
      return {
        success,
        node: statement,
        children: evidence.children.map((child) => this.convert(child)),
        locations: success && statement.kind === 'range' ? sorted(evidence.sites) : NO_ADDRESSES,
        captures: NO_CAPTURES,
      };
    }
    const isReference = success && statement.feature.type === 'match';
    const derived = isReference ? this.#ruleSet.byName.get(statement.feature.value)?.derived : undefined;
    return {
      success,
      node: derived === undefined ? statement : { kind: 'subscope', scope: derived.scope },
      children: isReference ? this.#expand(statement.feature.value, evidence.sites) : NO_CHILDREN,
      locations: success ? sorted(evidence.sites) : NO_ADDRESSES,
      captures: convertCaptures(evidence.captures),
    };
  }

  /** The evidence of what a `match` node refers to, at the node's locations. */
  #expand(target: string, sites: readonly Site[]): DocumentMatch[] {
    const members = this.#ruleSet.namespaces.get(target) ?? [target];
    const children: DocumentMatch[] = [];
    for (const name of members) {
      const hits = this.#matches.get(name);
      if (hits === undefined) continue;
      for (const site of sites) {
        const evidence = hits.evidenceAt(site);
        if (evidence !== undefined) children.push(this.convert(evidence));
      }
    }
    return children;
  }
}

function sorted(sites: readonly Site[]): readonly Address[] {
  if (sites.length === 0) return NO_ADDRESSES;
  return sites.map((site) => site.address).sort(compareAddresses);
}

function convertCaptures(captures: ReadonlyMap<string, readonly Site[]>): ReadonlyMap<string, readonly Address[]> {
  if (captures.size === 0) return NO_CAPTURES;
  const texts = [...captures.keys()].sort();
  return new Map(texts.map((text) => [text, sorted(captures.get(text) ?? [])]));
}
