// By which features a rule is found: a set of leaves of which at least one must be present for the rule to match.

import type { Feature, Integer } from '../../features/feature.ts';
import { FEATURE_TYPES, featureTest, featureValue } from '../../features/feature-types.ts';
import type { Node } from './node.ts';

export interface Requirement {
  readonly leaves: readonly number[];
  /** How rare these are likely to be; more is better. */
  readonly score: number;
}

/** A better score than any feature has. */
const HIGHEST = 10;
/** Numbers up to this size are everywhere. */
const SMALL_NUMBER = 0x8000;
const SMALL_NUMBER_SCORE = 3;
const NUMBER_SCORE = 7;

function scoreOf(feature: Feature, patternScore: number): number {
  const test = featureTest(feature);
  const score = test === undefined || test === 'alias' ? FEATURE_TYPES[feature.type].score : 'pattern';
  switch (score) {
    case 'pattern':
      return patternScore;
    case 'by size': {
      const value = featureValue(feature) as Integer;
      return value >= -SMALL_NUMBER && value <= SMALL_NUMBER ? SMALL_NUMBER_SCORE : NUMBER_SCORE;
    }
    default:
      return score;
  }
}

/**
 * Leaves of which at least one must be present for the node to be true; undefined if it can be true without any. `patternScore` is
 * how good patterns are as an index.
 */
export function requirementOf(node: Node, patternScore: number): Requirement | undefined {
  switch (node.kind) {
    case 'feature':
      return { leaves: [node.leaf], score: scoreOf(node.statement.feature, patternScore) };
    case 'range':
      if (node.min <= 0) return undefined;
      return { leaves: node.leaf < 0 ? [] : [node.leaf], score: scoreOf(node.statement.child, patternScore) };
    case 'and':
      return bestOf(node.children, patternScore);
    case 'some':
      return node.statement.count <= 0 ? undefined : unionOf(node.children, patternScore);
    case 'or':
      return unionOf(node.children, patternScore);
    case 'not':
      return undefined;
  }
}

function bestOf(nodes: readonly Node[], patternScore: number): Requirement | undefined {
  let best: Requirement | undefined;
  for (const node of nodes) {
    const found = requirementOf(node, patternScore);
    if (found === undefined) continue;
    const isBetter =
      best === undefined ||
      found.score > best.score ||
      (found.score === best.score && found.leaves.length < best.leaves.length);
    if (isBetter) best = found;
  }
  return best;
}

function unionOf(nodes: readonly Node[], patternScore: number): Requirement | undefined {
  const leaves: number[] = [];
  let lowest = HIGHEST;
  for (const node of nodes) {
    const found = requirementOf(node, patternScore);
    if (found === undefined) return undefined;
    for (const leaf of found.leaves) leaves.push(leaf);
    lowest = Math.min(lowest, found.score);
  }
  return { leaves, score: lowest };
}
