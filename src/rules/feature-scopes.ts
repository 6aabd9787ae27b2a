// Which feature may stand at which scope. A rule whose feature can never be seen at its scopes is a mistake of its author, so it
// is invalid. Follows the rule format's scope tables as the reference's parser enforces them.

import { CALLER_CHARACTERISTICS } from '../features/callers.ts';
import type { Feature } from '../features/feature.ts';
import { FEATURE_TYPES } from '../features/feature-types.ts';
import { type QualifiedScope, qualifyScopes, type Scopes, scopeWord } from '../features/scopes.ts';
import { didYouMean } from '../suggest.ts';

const CODE: readonly QualifiedScope[] = ['static/instruction', 'static/basic block', 'static/function'];
const BLOCKS: readonly QualifiedScope[] = ['static/basic block', 'static/function'];
const FUNCTION: readonly QualifiedScope[] = ['static/function'];
const CALLS: readonly QualifiedScope[] = ['dynamic/call', 'dynamic/span of calls', 'dynamic/thread', 'dynamic/process'];
const FILE: readonly QualifiedScope[] = ['static/file', 'dynamic/file'];

const CHARACTERISTICS: ReadonlyMap<string, readonly QualifiedScope[]> = new Map([
  ['nzxor', CODE],
  ['peb access', CODE],
  ['fs access', CODE],
  ['gs access', CODE],
  ['indirect call', CODE],
  ['call $+5', CODE],
  ['cross section flow', CODE],
  ['unmanaged call', CODE],
  ['observed nzxor', CODE],
  ['unpacked code', BLOCKS],
  ['executes written memory', BLOCKS],
  ['tight loop', BLOCKS],
  ['stack string', BLOCKS],
  ['loop', FUNCTION],
  ['recursive call', FUNCTION],
  ['calls from', FUNCTION],
  ['calls to', FUNCTION],
  ...Object.values(CALLER_CHARACTERISTICS).map((word) => [word, CALLS] as const),
  ['embedded pe', FILE],
  ['mixed mode', FILE],
  ['forwarded export', FILE],
]);

/** Scopes at which a feature can be seen, small to large within a flavour. Undefined for an unknown characteristic. */
function scopesOfFeature(feature: Feature): readonly QualifiedScope[] | undefined {
  return feature.type === 'characteristic' ? CHARACTERISTICS.get(feature.value) : FEATURE_TYPES[feature.type].scopes;
}

/** The words of these scopes, each once. Undefined for an unknown characteristic. */
export function scopeWordsOfFeature(feature: Feature): readonly string[] | undefined {
  const scopes = scopesOfFeature(feature);
  return scopes && [...new Set(scopes.map(scopeWord))];
}

/** Which characteristic may have been meant by an unknown one, as a sentence; undefined if none is near. */
export function suggestCharacteristic(word: string): string | undefined {
  return didYouMean(word, CHARACTERISTICS.keys());
}

/** True if the feature can be seen at one of the scopes. Of both only other rules can. */
export function isAllowedAt(feature: Feature, scopes: Scopes): boolean {
  if (scopes.both !== undefined) return feature.type === 'match';
  const allowed = scopesOfFeature(feature) ?? [];
  return qualifyScopes(scopes).some((scope) => allowed.includes(scope));
}
