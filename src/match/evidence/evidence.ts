// Evidence: why a rule matched (or a branch of it did not), node by node. Built on demand, for one rule at one instance; the
// instance is given as what each leaf has there.

import { type Address, addressKey } from '../../features/address.ts';
import { hasAliases } from '../../features/api-aliases.ts';
import type { Feature, Integer } from '../../features/feature.ts';
import { formatHexadecimal } from '../../features/feature-text.ts';
import { comparisonOf, FEATURE_TYPES, featureValue } from '../../features/feature-types.ts';
import type { SequenceStatement, Statement } from '../../rules/rule.ts';
import type { Node, PlannedSequence } from '../plan/node.ts';

/** A location. `key` identifies it within one analysis: a call's position, or the text of an address. */
export interface Site {
  readonly key: number | string;
  readonly address: Address;
}

/** The location at an address. */
export function siteAt(address: Address): Site {
  return { key: addressKey(address), address };
}

/** What one instance has for a leaf. */
export interface LeafEvidence {
  /** Distinct locations, in order of appearance. */
  readonly sites: Site[];
  /** For string patterns: matched text -> where. */
  readonly captures: Map<string, Site[]> | undefined;
  /** How many locations `count()` sees; usually `sites.length`, but one may stand for many. */
  count: number;
}

export interface Evidence {
  readonly success: boolean;
  readonly statement: Statement;
  readonly children: readonly Evidence[];
  readonly sites: readonly Site[];
  readonly captures: ReadonlyMap<string, readonly Site[]>;
}

const NO_SITES: readonly Site[] = [];
const NO_CAPTURES: ReadonlyMap<string, readonly Site[]> = new Map();
const NO_CHILDREN: readonly Evidence[] = [];

/** Distinct locations. Calls come in ascending order, and there may be millions: only where they do not are keys remembered. */
class SiteList {
  readonly sites: Site[] = [];
  #last = -1;
  #keys: Set<number | string> | undefined;

  /** False if the location is known already. */
  add(site: Site): boolean {
    const { key } = site;
    if (this.#keys === undefined) {
      if (key === this.#last) return false;
      if (typeof key === 'number' && key > this.#last) {
        this.#last = key;
        this.sites.push(site);
        return true;
      }
      this.#keys = new Set(this.sites.map((known) => known.key));
    }
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    this.sites.push(site);
    return true;
  }
}

/** Where a sequence was found. */
export interface FoundSequence {
  /** The calls that matched each of its children. */
  readonly children: ReadonlyMap<number, readonly Site[]>;
  /** What variables stand for, `$h = 0x44`, and the calls that have it. */
  readonly values: ReadonlyMap<string, readonly Site[]>;
}

/** A value as sequences compare it: integers by value, texts as they are. */
export function comparableValue(feature: Feature): string {
  const value = featureValue(feature) ?? '';
  return typeof value === 'string' ? `"${value}"` : formatHexadecimal(value);
}

interface LeafEntry extends LeafEvidence {
  readonly all: SiteList;
  readonly ofText: Map<string, SiteList>;
}

/** What conditions may have matched of a feature, if it is of a type that is not just compared as a whole. */
export function textOf(feature: Feature): string | undefined {
  if (feature.type === 'string' || (feature.type === 'api' && hasAliases(feature.value))) return feature.value;
  const { comparison, hasTests } = FEATURE_TYPES[feature.type];
  if (hasTests === true) {
    const value = featureValue(feature);
    return typeof value === 'string' ? value : formatHexadecimal(value as Integer);
  }
  return comparison === 'prefix' || comparison === 'wildcard' ? String(featureValue(feature)) : undefined;
}

/** Gathers what an instance has, feature by feature. */
export class EvidenceView {
  readonly #leaves = new Map<number, LeafEntry>();
  readonly #firstOnly: ReadonlySet<number>;
  readonly #findSequence: ((sequence: PlannedSequence) => FoundSequence | undefined) | undefined;
  #fill: ((view: EvidenceView) => void) | undefined;

  /**
   * `firstOnly`: leaves that keep the locations of the first feature only. `fill` adds what there is, when it is first asked for: a process
   * may have millions of calls. `findSequence`: looks for an order in what the instance holds.
   */
  constructor(
    firstOnly: ReadonlySet<number>,
    fill?: (view: EvidenceView) => void,
    findSequence?: (sequence: PlannedSequence) => FoundSequence | undefined,
  ) {
    this.#firstOnly = firstOnly;
    this.#fill = fill;
    this.#findSequence = findSequence;
  }

  sequence(sequence: PlannedSequence): FoundSequence | undefined {
    return this.#findSequence?.(sequence);
  }

  get(leaf: number): LeafEvidence | undefined {
    const fill = this.#fill;
    this.#fill = undefined;
    fill?.(this);
    return this.#leaves.get(leaf);
  }

  /**
   * Adds a feature that satisfies `leaves` at `site`; `site` undefined means present without a location, which counts
   * `addressless`. `text` is the feature's value where string patterns may have matched it. `times`: how many locations `count()`
   * sees in this one.
   */
  add(
    leaves: Iterable<number>,
    site: Site | undefined,
    text?: string,
    { addressless = 0, times = 1 }: { readonly addressless?: number; readonly times?: number } = {},
  ): void {
    for (const leaf of leaves) {
      let entry = this.#leaves.get(leaf);
      if (entry === undefined) {
        const captures = text === undefined ? undefined : new Map<string, Site[]>();
        const all = new SiteList();
        entry = { sites: all.sites, captures, count: 0, all, ofText: new Map() };
        this.#leaves.set(leaf, entry);
      } else if (this.#firstOnly.has(leaf) && text !== undefined && !entry.captures?.has(text)) {
        continue;
      }
      if (text !== undefined) capture(entry, text, site);
      if (site === undefined) {
        if (entry.count === 0) entry.count = addressless;
      } else if (entry.all.add(site)) {
        // What is nowhere in particular counts only as long as nothing else does.
        entry.count = entry.sites.length === 1 ? times : entry.count + times;
      }
    }
  }
}

/** Notes where a pattern matched a text, each location once. */
function capture({ captures, ofText }: LeafEntry, text: string, site: Site | undefined): void {
  if (captures === undefined) return;
  let places = ofText.get(text);
  if (places === undefined) {
    places = new SiteList();
    ofText.set(text, places);
    captures.set(text, places.sites);
  }
  if (site !== undefined) places.add(site);
}

/** The evidence of `node` in `view`: every branch, also after the outcome is decided. */
export function buildEvidence(node: Node, view: EvidenceView): Evidence {
  if (node.sequence !== undefined) return sequenceEvidence(node.sequence.statement, view.sequence(node.sequence));
  const found = node.leaf < 0 ? undefined : view.get(node.leaf);
  const children = node.children.length === 0 ? NO_CHILDREN : node.children.map((child) => buildEvidence(child, view));
  return {
    success: decide(node, found, children),
    statement: node.statement,
    children,
    sites: found?.sites ?? NO_SITES,
    captures: (isPattern(node) ? found?.captures : undefined) ?? NO_CAPTURES,
  };
}

/** The evidence of a sequence: of each child the calls that matched it, in order; nothing where it was not found. */
export function sequenceEvidence(statement: SequenceStatement, found: FoundSequence | undefined): Evidence {
  const plain = { children: NO_CHILDREN, sites: NO_SITES, captures: NO_CAPTURES };
  const children = statement.children.map((child, index): Evidence => {
    const sites = found?.children.get(index) ?? NO_SITES;
    const own: Evidence = { ...plain, statement: child, success: sites.length > 0, sites };
    const isAbsent = statement.steps[index]?.count === 0;
    return isAbsent ? { ...plain, statement: { kind: 'not', child }, success: true, children: [own] } : own;
  });
  return { ...plain, statement, success: found !== undefined, children, captures: found?.values ?? NO_CAPTURES };
}

function isPattern({ statement }: Node): boolean {
  if (statement.kind !== 'feature') return false;
  const comparison = comparisonOf(statement.feature);
  return comparison === 'pattern' || comparison === 'tested';
}

function decide(node: Node, found: LeafEvidence | undefined, children: readonly Evidence[]): boolean {
  switch (node.kind) {
    case 'feature':
    case 'sequence':
      return found !== undefined;
    case 'range': {
      const count = found?.count ?? 0;
      return count >= node.min && count <= node.max;
    }
    case 'and':
      return children.every((child) => child.success);
    case 'or':
      return children.some((child) => child.success);
    case 'not':
      return children[0]?.success !== true;
    case 'some':
      return children.filter((child) => child.success).length >= node.min;
  }
}
