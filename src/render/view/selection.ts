// Which rules an output shows, and in what order (spec core.md 6.1, 6.2).

import type { RuleMatches } from '../../result/document.ts';

/** Whatever has rules that matched. */
export interface Matched {
  readonly rules: readonly RuleMatches[];
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every matched rule, by namespace, then by name. */
export function sortedRules(document: Matched): RuleMatches[] {
  return [...document.rules].sort(
    (a, b) => compareTexts(a.meta.namespace ?? '', b.meta.namespace ?? '') || compareTexts(a.meta.name, b.meta.name),
  );
}

/** Rules that say what a sample can do: no building blocks, no notes about the analysis, no verdicts. In order. */
export function capabilityRules(document: Matched): RuleMatches[] {
  return sortedRules(document).filter(
    ({ meta }) =>
      !meta.lib &&
      !meta.isSubscopeRule &&
      !meta.namespace?.startsWith('internal/') &&
      Object.values(meta.maec).every((value) => value === undefined),
  );
}

/** Capabilities that are not part of the evidence of another one. */
export function topCapabilities(document: Matched): RuleMatches[] {
  const rules = capabilityRules(document);
  const parts = new Set(rules.flatMap((rule) => [...rule.implied()]));
  return rules.filter(({ meta }) => !parts.has(meta.name));
}
