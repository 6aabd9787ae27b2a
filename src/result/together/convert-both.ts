// Evidence of rules of both as nodes of a document: blocks with the evidence of what they stand for, each from its own side.

import { type Address, NO_ADDRESS } from '../../features/address.ts';
import type { Flavour } from '../../features/scopes.ts';
import type { BothEvidence, SideHits } from '../../match/both/judge.ts';
import type { BothMatches } from '../../match/both/match-both.ts';
import type { Statement } from '../../rules/rule.ts';
import { childrenOf } from '../../rules/walk.ts';
import type { EvidenceConverter } from '../convert-evidence.ts';
import type { DocumentMatch, MatchNode, RuleMatches, SeenIn } from '../document.ts';
import { documentMeta } from '../rule-meta.ts';

/** Where each flavour is seen. */
export const SEEN: Readonly<Record<Flavour, SeenIn>> = { static: 'code', dynamic: 'run' };

/** Matches that are shown of what a reference leads to: one is enough to believe it, all are in the halves. */
const SHOWN_MATCHES = 8;

/** What is known of a side when its evidence is shown. */
export interface SideConverter {
  readonly seen: SeenIn;
  /** What tells it from other sides where that is not clear: which payload. */
  readonly label?: string;
  readonly converter: EvidenceConverter;
}

/** The matches of a rule of both, as documents have those of any rule. */
export function bothRuleMatches({ rule, matches }: BothMatches, sides: readonly SideConverter[]): RuleMatches {
  return {
    meta: documentMeta(rule.meta),
    source: rule.source,
    count: matches.length,
    addressOf: (index) => matches[index]?.address ?? NO_ADDRESS,
    matchOf: (index) => convert((matches[index] as BothMatches['matches'][number]).evidence, sides),
    implied: () => {
      const names = new Set<string>();
      for (const { evidence } of matches) collectNames(evidence, names);
      return names;
    },
  };
}

function convert(evidence: BothEvidence, sides: readonly SideConverter[]): DocumentMatch {
  const { statement, answer, found } = evidence;
  const own = evidence.children.map((child) => convert(child, sides));
  const seen = seenOf(evidence, sides);
  return {
    success: answer === 'yes',
    node: nodeOf(evidence),
    children:
      statement.kind === 'feature' ? [...found.flatMap((hits) => expand(hits, sides)), ...absent(evidence)] : own,
    locations: evidence.block === undefined ? locationsOf(found) : [],
    captures: new Map(),
    ...(seen === undefined ? {} : { seen }),
  };
}

/** What a block asked for and nobody saw. */
function absent({ found, asked }: BothEvidence): DocumentMatch[] {
  return found.length > 0 || asked === undefined ? [] : [unseen(asked)];
}

function unseen(statement: Statement): DocumentMatch {
  const { node, children } = asNode(statement);
  return { success: false, node, children: children.map(unseen), locations: [], captures: new Map() };
}

/** A statement as a node; blocks are that again. */
function asNode(statement: Statement): { readonly node: MatchNode; readonly children: readonly Statement[] } {
  if (statement.kind === 'subscope') {
    return { node: { kind: 'subscope', scope: statement.scope }, children: childrenOf(statement) };
  }
  return { node: statement as MatchNode, children: childrenOf(statement) };
}

function nodeOf({ statement, block, note }: BothEvidence): MatchNode {
  const described = note ?? statement.description;
  const description = described === undefined ? {} : { description: described };
  return block === undefined
    ? ({ ...statement, ...description } as MatchNode)
    : { kind: 'subscope', scope: block, ...description };
}

function seenOf({ block, found }: BothEvidence, sides: readonly SideConverter[]): SeenIn | undefined {
  const where = new Set(found.map(({ side }) => (sides[side] as SideConverter).seen));
  if (block !== undefined) return where.size === 1 ? [...where][0] : SEEN[block];
  if (where.size > 1) where.delete('unpacked');
  return where.size > 1 ? 'both' : [...where][0];
}

/** The evidence of what was found on one side. */
function expand(found: SideHits, sides: readonly SideConverter[]): DocumentMatch[] {
  const { side, hits } = found;
  const { seen, label, converter } = sides[side] as SideConverter;
  return shownOf(found).map((index) => new SeenMatch(converter.convert(hits.evidenceOf(index), hits), seen, label));
}

/** A node of a half, which says there where it was seen. */
class SeenMatch implements DocumentMatch {
  readonly seen: SeenIn;
  readonly #match: DocumentMatch;
  readonly #label: string | undefined;

  /** `label` stands at this node alone. */
  constructor(match: DocumentMatch, seen: SeenIn, label?: string) {
    this.#match = match;
    this.seen = seen;
    this.#label = label;
  }

  get success(): boolean {
    return this.#match.success;
  }

  get node(): MatchNode {
    const { node } = this.#match;
    return this.#label === undefined ? node : { ...node, description: labelled(node.description, this.#label) };
  }

  get children(): readonly DocumentMatch[] {
    return this.#match.children.map((child) => new SeenMatch(child, this.seen));
  }

  get locations(): readonly Address[] {
    return this.#match.locations;
  }

  get captures(): ReadonlyMap<string, readonly Address[]> {
    return this.#match.captures;
  }
}

function labelled(description: string | undefined, label: string): string {
  return description === undefined ? label : `${description}; ${label}`;
}

function locationsOf(found: readonly SideHits[]): Address[] {
  return found.flatMap((one) => shownOf(one).map((index) => one.hits.addressOf(index)));
}

/** Numbers of the matches that are shown. */
function shownOf({ hits, only }: SideHits): readonly number[] {
  return only ?? Array.from({ length: Math.min(hits.count, SHOWN_MATCHES) }, (_, i) => i);
}

function collectNames({ statement, answer, children, found }: BothEvidence, names: Set<string>): void {
  if (answer !== 'yes') return;
  if (statement.kind === 'feature') {
    for (const { hits } of found) if (hits.rule.derived === undefined) names.add(hits.rule.meta.name);
  }
  for (const child of children) collectNames(child, names);
}
