// Matches of one rule whose evidence trees are in memory, as they are after a saved document has been read.

import type { Address } from '../../features/address.ts';
import type { DocumentMatch, DocumentRuleMeta, RuleMatches } from '../document.ts';

/** Gathers what successful `match` nodes refer to. Such nodes end the walk; counted features do not take part. */
function gatherImplied({ success, node, children }: DocumentMatch, names: Set<string>): void {
  if (!success) return;
  if (node.kind !== 'feature') for (const child of children) gatherImplied(child, names);
  else if (node.feature.type === 'match') names.add(node.feature.value);
}

/** `RuleMatches` over trees in memory. What they imply is gathered on the first request. */
export function savedRuleMatches(
  meta: DocumentRuleMeta,
  source: string,
  matches: readonly (readonly [Address, DocumentMatch])[],
): RuleMatches {
  let implied: Set<string> | undefined;
  const at = (index: number): readonly [Address, DocumentMatch] => matches[index] as readonly [Address, DocumentMatch];
  return {
    meta,
    source,
    count: matches.length,
    addressOf: (index) => at(index)[0],
    matchOf: (index) => at(index)[1],
    implied: () => {
      if (implied === undefined) {
        implied = new Set();
        for (const [, match] of matches) gatherImplied(match, implied);
      }
      return implied;
    },
  };
}
