// Evidence trees -> match nodes of the document (spec core.md section 5.7): references to other rules are expanded into those
// rules' own evidence, and what stands for a subscope block becomes one again.
//
// A thread with a million calls has rules that refer to matches at each of them, so nothing below a reference is built before
// somebody looks at it, nor kept when somebody looks at the next.

import { type Address, compareAddresses } from '../features/address.ts';
import type { Feature, TextFeature } from '../features/feature.ts';
import { featureTest, featureValue } from '../features/feature-types.ts';
import type { Evidence, Site } from '../match/evidence/evidence.ts';
import type { Matches, RuleHits } from '../match/outcome.ts';
import { resolveTarget } from '../rules/dependencies.ts';
import type { RuleSet, Statement } from '../rules/rule.ts';
import type { DocumentMatch, MatchNode } from './document.ts';

const NO_ADDRESSES: readonly Address[] = [];
const NO_CAPTURES: ReadonlyMap<string, readonly Address[]> = new Map();
const NO_CHILDREN: readonly DocumentMatch[] = [];

export class EvidenceConverter {
  readonly #ruleSet: RuleSet;
  readonly #matches: Matches;
  readonly #notFollowed: ReadonlySet<string>;
  #opened: { readonly reference: ReferredMatch; readonly match: DocumentMatch } | undefined;

  /** `notFollowed`: rules in whose evidence references to others lead no further. */
  constructor(ruleSet: RuleSet, matches: Matches, notFollowed: ReadonlySet<string>) {
    this.#ruleSet = ruleSet;
    this.#matches = matches;
    this.#notFollowed = notFollowed;
  }

  /** The evidence of a match of `hits`. */
  convert(evidence: Evidence, { rule }: RuleHits): DocumentMatch {
    return this.#convert(evidence, !this.#notFollowed.has(rule.meta.name));
  }

  /** What a reference leads to. The latest one is kept: its members are asked for one after the other. */
  open(reference: ReferredMatch): DocumentMatch {
    if (this.#opened?.reference === reference) return this.#opened.match;
    const { hits, site, follows } = reference;
    const match = this.#convert(hits.evidenceAt(site) as Evidence, follows);
    this.#opened = { reference, match };
    return match;
  }

  /** The matches that a `match` node refers to at its locations. */
  expand(target: string, sites: readonly Site[], follows: boolean): readonly DocumentMatch[] {
    const children: DocumentMatch[] = [];
    for (const name of resolveTarget(target, this.#ruleSet.namespaces)) {
      const hits = this.#matches.get(name);
      if (hits === undefined || !(follows || hits.rule.derived !== undefined)) continue;
      for (const site of sites) {
        if (hits.hasEvidenceAt(site)) children.push(new ReferredMatch(this, hits, site, follows));
      }
    }
    return children;
  }

  /** The node of a reference: what stands for a block of a subscope is that block. */
  nodeOf(target: string): MatchNode | undefined {
    const derived = this.#ruleSet.byName.get(target)?.derived;
    return derived && { kind: 'subscope', scope: derived.scope };
  }

  #convert(evidence: Evidence, follows: boolean): DocumentMatch {
    const { statement, success, children } = evidence;
    return new OwnMatch(
      this,
      evidence,
      follows,
      statement.kind === 'feature' ? NO_CHILDREN : children.map((child) => this.#convert(child, follows)),
      success && statement.kind === 'feature' && statement.feature.type === 'match'
        ? statement.feature.value
        : undefined,
    );
  }
}

/** A node of a rule's own evidence. Lists of addresses and of what is referred to are made anew at each question. */
class OwnMatch implements DocumentMatch {
  readonly success: boolean;
  readonly node: MatchNode;
  readonly #converter: EvidenceConverter;
  readonly #evidence: Evidence;
  readonly #follows: boolean;
  readonly #children: readonly DocumentMatch[];
  /** Of a `match` node: what it refers to. */
  readonly #target: string | undefined;

  constructor(
    converter: EvidenceConverter,
    evidence: Evidence,
    follows: boolean,
    children: readonly DocumentMatch[],
    target: string | undefined,
  ) {
    const { success, statement } = evidence;
    this.success = success;
    this.node = (target === undefined ? undefined : converter.nodeOf(target)) ?? nodeOf(statement);
    this.#converter = converter;
    this.#evidence = evidence;
    this.#follows = follows;
    this.#children = children;
    this.#target = target;
  }

  get children(): readonly DocumentMatch[] {
    return this.#target === undefined
      ? this.#children
      : this.#converter.expand(this.#target, this.#evidence.sites, this.#follows);
  }

  get locations(): readonly Address[] {
    const { success, statement, sites } = this.#evidence;
    return success && (statement.kind === 'feature' || statement.kind === 'range') ? sorted(sites) : NO_ADDRESSES;
  }

  get captures(): ReadonlyMap<string, readonly Address[]> {
    const { captures, statement } = this.#evidence;
    if (statement.kind !== 'feature') return NO_CAPTURES;
    return convertCaptures(captures, ownNameOf(statement.feature));
  }
}

/** The evidence of a rule that another one refers to, not built yet. */
class ReferredMatch implements DocumentMatch {
  readonly hits: RuleHits;
  readonly site: Site;
  readonly follows: boolean;
  readonly #converter: EvidenceConverter;

  constructor(converter: EvidenceConverter, hits: RuleHits, site: Site, follows: boolean) {
    this.#converter = converter;
    this.hits = hits;
    this.site = site;
    this.follows = follows;
  }

  get success(): boolean {
    return this.#converter.open(this).success;
  }

  get node(): MatchNode {
    return this.#converter.open(this).node;
  }

  get children(): readonly DocumentMatch[] {
    return this.#converter.open(this).children;
  }

  get locations(): readonly Address[] {
    return this.#converter.open(this).locations;
  }

  get captures(): ReadonlyMap<string, readonly Address[]> {
    return this.#converter.open(this).captures;
  }
}

function sorted(sites: readonly Site[]): readonly Address[] {
  if (sites.length === 0) return NO_ADDRESSES;
  return sites.map((site) => site.address).sort(compareAddresses);
}

/** The name of a function that may be found under others of its act. */
function ownNameOf(feature: Feature): string | undefined {
  return featureTest(feature) === 'alias' ? String(featureValue(feature)) : undefined;
}

/** The node of a statement. That a function has other names is said by those that were found. */
function nodeOf(statement: Statement): MatchNode {
  if (statement.kind !== 'feature' || ownNameOf(statement.feature) === undefined) return statement as MatchNode;
  const { type, value } = statement.feature as TextFeature;
  return { ...statement, feature: { type, value } };
}

/** `own`: what need not be said, for it is what was asked for. */
function convertCaptures(
  captures: ReadonlyMap<string, readonly Site[]>,
  own: string | undefined,
): ReadonlyMap<string, readonly Address[]> {
  const texts = [...captures.keys()].filter((text) => text !== own).sort();
  if (texts.length === 0) return NO_CAPTURES;
  return new Map(texts.map((text) => [text, sorted(captures.get(text) ?? [])]));
}
