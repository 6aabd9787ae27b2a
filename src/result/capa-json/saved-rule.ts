// Matches of one rule in a saved document. Their trees are read when they are asked for.

import type { Address } from '../../features/address.ts';
import type { DocumentMatch, DocumentRuleMeta, RuleMatches } from '../document.ts';

/** Gathers what successful `match` nodes refer to. Such nodes end the walk; counted features do not take part. */
function gatherImplied({ success, node, children }: DocumentMatch, names: Set<string>): void {
  if (!success) return;
  if (node.kind !== 'feature') for (const child of children) gatherImplied(child, names);
  else if (node.feature.type === 'match') names.add(node.feature.value);
}

/** Where a match is, and its evidence tree. */
export type SavedMatch = readonly [Address, DocumentMatch];

/** `RuleMatches` over what `read` says of match `index`. Reads each once, so that what does not fit is found now and not later. */
export function savedRuleMatches(
  meta: DocumentRuleMeta,
  source: string,
  count: number,
  read: (index: number) => SavedMatch,
): RuleMatches {
  const addresses: Address[] = [];
  const implied = new Set<string>();
  for (let index = 0; index < count; index++) {
    const [address, match] = read(index);
    addresses.push(address);
    gatherImplied(match, implied);
  }
  return {
    meta,
    source,
    count,
    addressOf: (index) => addresses[index] as Address,
    matchOf: (index) => read(index)[1],
    implied: () => implied,
  };
}
