// Matches of one rule whose evidence trees are in memory, as they are after a saved document has been read.

import type { Address } from '../features/address.ts';
import type { DocumentMatch, DocumentRuleMeta, RuleMatches } from './document.ts';
import { documentFeatureValue } from './nodes.ts';

/** Gathers what successful `match` nodes refer to. Such nodes end the walk; counted features do not take part. */
function gatherReferences(match: DocumentMatch, names: Set<string>): void {
  if (!match.success) return;
  if (match.node.type === 'statement') {
    for (const child of match.children) gatherReferences(child, names);
  } else if (match.node.feature.type === 'match') {
    const name = documentFeatureValue(match.node.feature);
    if (typeof name === 'string') names.add(name);
  }
}

/** `RuleMatches` over trees in memory. References are gathered on the first request. */
export function eagerRuleMatches(
  meta: DocumentRuleMeta,
  source: string,
  matches: readonly (readonly [Address, DocumentMatch])[],
): RuleMatches {
  let references: Set<string> | undefined;
  return {
    meta,
    source,
    count: matches.length,
    addresses: () => matches.map(([address]) => address),
    matches: () => matches,
    references: () => {
      if (references === undefined) {
        references = new Set();
        for (const [, match] of matches) gatherReferences(match, references);
      }
      return references;
    },
  };
}
