// What a statement means: the shortest way to say it. Evaluates completely, without stopping when the outcome is decided.

import type { Feature } from '../../features/feature.ts';
import { FEATURE_TYPES, featureKey, featureValue } from '../../features/feature-types.ts';
import { parseRegexFeature } from '../../rules/regex.ts';
import type { SequenceStatement, Statement } from '../../rules/rule.ts';
import { childrenOf } from '../../rules/walk.ts';
import { type Evidence, type FoundSequence, type Site, sequenceEvidence, siteAt } from '../evidence/evidence.ts';
import { addressesOf, countLocations, type FeatureSet, type Locations } from './feature-set.ts';

const sites = (locations: Locations = new Map()): Site[] => addressesOf(locations).map(siteAt);

/** What statements are evaluated in. */
export interface Surroundings {
  readonly features: FeatureSet;
  /** What `count` makes of a feature that is present without a location. */
  readonly addresslessCount: number;
  /** Looks for an order in the calls of the instance. */
  readonly findSequence: (sequence: SequenceStatement) => FoundSequence | undefined;
}

export function evaluateStatement(statement: Statement, surroundings: Surroundings): Evidence {
  const { features, addresslessCount, findSequence } = surroundings;
  const children = childrenOf(statement).map((child) => evaluateStatement(child, surroundings));
  const plain: Omit<Evidence, 'success'> = { statement, children, sites: [], captures: new Map() };
  const holding = children.filter((child) => child.success).length;
  switch (statement.kind) {
    case 'and':
      return { ...plain, success: holding === children.length };
    case 'or':
      return { ...plain, success: holding > 0 };
    case 'not':
      return { ...plain, success: holding === 0 };
    case 'some':
      return { ...plain, success: holding >= statement.count };
    case 'range': {
      const found = features.entries.get(featureKey(statement.child));
      const count =
        found === undefined ? 0 : found.locations.size === 0 ? addresslessCount : countLocations(found.locations);
      const success = BigInt(count) >= BigInt(statement.min) && BigInt(count) <= BigInt(statement.max);
      return { ...plain, sites: sites(found?.locations), success };
    }
    case 'sequence':
      return sequenceEvidence(statement, findSequence(statement));
    case 'subscope':
      throw new Error('blocks of subscopes are rules of their own before evaluation');
    case 'feature':
      return evaluateFeature(statement.feature, features, plain);
  }
}

function evaluateFeature(wanted: Feature, features: FeatureSet, plain: Omit<Evidence, 'success'>): Evidence {
  const seen = [...features.entries.values()];
  const value = String(featureValue(wanted) ?? '');
  const firstThat = (fits: (value: string) => boolean): Evidence => {
    const found = seen.find(({ feature }) => feature.type === wanted.type && fits(String(featureValue(feature))));
    return { ...plain, success: found !== undefined, sites: sites(found?.locations) };
  };
  switch (FEATURE_TYPES[wanted.type].comparison ?? 'equal') {
    case 'equal': {
      const found = features.entries.get(featureKey(wanted));
      return { ...plain, success: found !== undefined, sites: sites(found?.locations) };
    }
    case 'prefix':
      return firstThat((bytes) => bytes.startsWith(value));
    case 'wildcard':
      return firstThat((word) => word === value || word === 'any' || value === 'any');
    case 'pattern': {
      const regex = wanted.type === 'regex' ? parseRegexFeature(value) : undefined;
      const matches = (text: string): boolean =>
        regex === undefined ? text.includes(value) : regex.search(text) === true;
      const union: Locations = new Map();
      const captures = new Map<string, Site[]>();
      for (const { feature, locations } of seen) {
        if (feature.type !== 'string' || !matches(feature.value)) continue;
        captures.set(feature.value, sites(locations));
        for (const [key, location] of locations) union.set(key, location);
      }
      return { ...plain, success: captures.size > 0, sites: sites(union), captures };
    }
  }
}
