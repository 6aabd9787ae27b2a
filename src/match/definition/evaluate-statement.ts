// What a statement means: the shortest way to say it. Evaluates completely, without stopping when the outcome is decided.

import { apisOfAct } from '../../features/api-aliases.ts';
import type { Feature, Integer } from '../../features/feature.ts';
import { comparisonOf, featureKey, featureNameKey, featureTest, featureValue } from '../../features/feature-types.ts';
import { parseRegexFeature } from '../../rules/regex.ts';
import type { Statement } from '../../rules/rule.ts';
import { childrenOf } from '../../rules/walk.ts';
import { type Evidence, type Site, siteAt, textOf } from '../evidence/evidence.ts';
import { addressesOf, countLocations, type FeatureSet, type Locations } from './feature-set.ts';

const sites = (locations: Locations = new Map()): Site[] => addressesOf(locations).map(siteAt);

/** `addresslessCount`: what `count` makes of a feature that is present without a location. */
export function evaluateStatement(statement: Statement, features: FeatureSet, addresslessCount: number): Evidence {
  const children = childrenOf(statement).map((child) => evaluateStatement(child, features, addresslessCount));
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
      const locations = countedLocations(statement.child, features);
      const count = locations === undefined ? 0 : locations.size === 0 ? addresslessCount : countLocations(locations);
      const success = BigInt(count) >= BigInt(statement.min) && BigInt(count) <= BigInt(statement.max);
      return { ...plain, sites: sites(locations), success };
    }
    case 'subscope':
      throw new Error('blocks of subscopes are rules of their own before evaluation');
    case 'feature':
      return evaluateFeature(statement.feature, features, plain);
  }
}

/** Where the feature is seen; undefined if it is not. */
function countedLocations(counted: Feature, features: FeatureSet): Locations | undefined {
  if (comparisonOf(counted) !== 'tested') return features.entries.get(featureKey(counted))?.locations;
  const found = [...features.entries.values()].filter(({ feature }) => passesTest(feature, counted));
  return found.length === 0 ? undefined : new Map(found.flatMap(({ locations }) => [...locations]));
}

/** Whether what is seen is what a condition with a test asks for. */
function passesTest(seen: Feature, wanted: Feature): boolean {
  if (featureNameKey(seen) !== featureNameKey(wanted)) return false;
  const value = featureValue(seen);
  const asked = featureValue(wanted);
  switch (featureTest(wanted)) {
    case 'any':
      return true;
    case 'substring':
      return typeof value === 'string' && value.includes(asked as string);
    case 'regex':
      return typeof value === 'string' && parseRegexFeature(asked as string).search(value) === true;
    case 'flags':
      return (
        typeof value !== 'string' && (BigInt(value as Integer) & BigInt(asked as Integer)) === BigInt(asked as Integer)
      );
    case 'alias':
      return apisOfAct(asked as string).includes(value as string);
    case undefined:
      return featureKey(seen) === featureKey(wanted);
  }
}

function evaluateFeature(wanted: Feature, features: FeatureSet, plain: Omit<Evidence, 'success'>): Evidence {
  const seen = [...features.entries.values()];
  const value = String(featureValue(wanted) ?? '');
  const firstThat = (fits: (value: string) => boolean): Evidence => {
    const found = seen.find(({ feature }) => feature.type === wanted.type && fits(String(featureValue(feature))));
    return { ...plain, success: found !== undefined, sites: sites(found?.locations) };
  };
  const gather = (fits: (entry: { feature: Feature }) => boolean): Pick<Evidence, 'success' | 'sites' | 'captures'> => {
    const union: Locations = new Map();
    const texts = new Map<string, Locations>();
    for (const entry of seen.filter(fits)) {
      const text = textOf(entry.feature) ?? '';
      // Text and integer may read alike.
      texts.set(text, new Map([...(texts.get(text) ?? []), ...entry.locations]));
      for (const [key, location] of entry.locations) union.set(key, location);
    }
    const captures = new Map([...texts].map(([text, locations]) => [text, sites(locations)]));
    return { success: texts.size > 0, sites: sites(union), captures };
  };
  switch (comparisonOf(wanted)) {
    case 'equal': {
      const found = features.entries.get(featureKey(wanted));
      return { ...plain, success: found !== undefined, sites: sites(found?.locations) };
    }
    case 'prefix':
      return firstThat((bytes) => bytes.startsWith(value));
    case 'wildcard':
      return firstThat((word) => word === value || word === 'any' || value === 'any');
    case 'tested':
      return { ...plain, ...gather(({ feature }) => passesTest(feature, wanted)) };
    case 'pattern': {
      const regex = wanted.type === 'regex' ? parseRegexFeature(value) : undefined;
      const matches = (text: string): boolean =>
        regex === undefined ? text.includes(value) : regex.search(text) === true;
      return { ...plain, ...gather(({ feature }) => feature.type === 'string' && matches(feature.value)) };
    }
  }
}
