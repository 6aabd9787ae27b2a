// Which feature may stand at which scope. A rule whose feature can never be seen at its scopes is a mistake of its author, so it
// is invalid. Follows the rule format's scope tables as the reference's parser enforces them.

import type { Feature } from '../features/feature.ts';
import type { Scope, Scopes } from '../features/scopes.ts';

const CODE: readonly Scope[] = ['instruction', 'basic block', 'function'];
const CALLS: readonly Scope[] = ['call', 'span of calls', 'thread', 'process'];
const BLOCKS: readonly Scope[] = ['basic block', 'function'];
const FUNCTION: readonly Scope[] = ['function'];
const FILE: readonly Scope[] = ['file'];
const EVERYWHERE: readonly Scope[] = [...CODE, ...CALLS, ...FILE];

const BY_TYPE: Readonly<Record<Exclude<Feature['type'], 'characteristic'>, readonly Scope[]>> = {
  match: EVERYWHERE,
  os: EVERYWHERE,
  arch: EVERYWHERE,
  format: EVERYWHERE,
  string: EVERYWHERE,
  substring: EVERYWHERE,
  regex: EVERYWHERE,
  api: [...CODE, ...CALLS],
  number: [...CODE, ...CALLS],
  property: CODE,
  offset: CODE,
  mnemonic: CODE,
  bytes: CODE,
  'operand number': CODE,
  'operand offset': CODE,
  class: [...CODE, ...FILE],
  namespace: [...CODE, ...FILE],
  'basic block': FUNCTION,
  export: FILE,
  import: FILE,
  section: FILE,
  'function name': FILE,
};

const CHARACTERISTICS: ReadonlyMap<string, readonly Scope[]> = new Map([
  ['nzxor', CODE],
  ['peb access', CODE],
  ['fs access', CODE],
  ['gs access', CODE],
  ['indirect call', CODE],
  ['call $+5', CODE],
  ['cross section flow', CODE],
  ['unmanaged call', CODE],
  ['tight loop', BLOCKS],
  ['stack string', BLOCKS],
  ['loop', FUNCTION],
  ['recursive call', FUNCTION],
  ['calls from', FUNCTION],
  ['calls to', FUNCTION],
  ['embedded pe', FILE],
  ['mixed mode', FILE],
  ['forwarded export', FILE],
]);

/** Scopes at which a feature can be seen, small to large within a flavour. Undefined for an unknown characteristic. */
export function scopesOfFeature(feature: Feature): readonly Scope[] | undefined {
  return feature.type === 'characteristic' ? CHARACTERISTICS.get(feature.value) : BY_TYPE[feature.type];
}

/** True if the feature can be seen at the static or at the dynamic scope. */
export function isAllowedAt(feature: Feature, scopes: Scopes): boolean {
  const allowed = scopesOfFeature(feature) ?? [];
  return (
    (scopes.static !== undefined && allowed.includes(scopes.static)) ||
    (scopes.dynamic !== undefined && allowed.includes(scopes.dynamic))
  );
}
