// How far evidence goes into what rules refer to. A tree holds the evidence of every rule that a rule refers to, and of those that these
// refer to: a rule that takes in the same ones on many ways has trees whose size doubles from rule to rule, and the reference's
// documents, which capax reads too, cannot be nested at will. Nothing is lost where references are not followed: each rule
// that they name has its own place in the document.

import { type Diagnostic, Diagnostics } from '../diagnostics.ts';
import { LIMITS } from '../limits.ts';
import type { Matches } from '../match/outcome.ts';
import { resolveTarget } from '../rules/dependencies.ts';
import type { RuleSet, Statement } from '../rules/rule.ts';
import { childrenOf } from '../rules/walk.ts';

/** Codes of what is said about evidence; docs/errors.md explains each. */
export const EVIDENCE_CODES = ['evidence-not-followed'] as const;

/** The size of an evidence tree at one place, as far as rules alone determine it. */
interface TreeSize {
  /** References that are followed, those inside what they lead to included. */
  readonly references: number;
  /** Nodes on the longest way from the root to a leaf. */
  readonly depth: number;
}

const LEAF: TreeSize = { references: 0, depth: 1 };

/** What evidence leaves out. */
export interface EvidenceBound {
  /** Names of rules in whose evidence references to other rules are not followed. */
  readonly notFollowed: ReadonlySet<string>;
  readonly notes: readonly Diagnostic[];
}

/** Evidence without a bound. */
export const UNBOUNDED_EVIDENCE: EvidenceBound = { notFollowed: new Set(), notes: [] };

/** Decides for each rule that matched. Cost: one pass over the statements of these, whatever they refer to. */
export function boundEvidence(ruleSet: RuleSet, matches: Matches): EvidenceBound {
  const sizes = new Map<string, TreeSize>();
  const notFollowed = new Set<string>();
  const notes = new Diagnostics<(typeof EVIDENCE_CODES)[number]>();
  // Rules stand behind everything that they refer to.
  for (const { meta, statement, derived } of ruleSet.rules) {
    if (!matches.has(meta.name)) continue;
    const size = sizeOf(statement, ruleSet, sizes);
    sizes.set(meta.name, size);
    if (size.references <= LIMITS.evidenceReferences && size.depth <= LIMITS.evidenceDepth) continue;
    notFollowed.add(meta.name);
    // A part of a rule is no rule to people.
    if (derived !== undefined) continue;
    const message = 'a rule takes in so many others that its evidence only names them';
    notes.add('note', 'evidence-not-followed', message, meta.name);
  }
  return { notFollowed, notes: notes.list() };
}

function sizeOf(statement: Statement, ruleSet: RuleSet, sizes: ReadonlyMap<string, TreeSize>): TreeSize {
  let references = 0;
  let depth = 0;
  const add = (inner: TreeSize, more: number): void => {
    // Numbers beyond the limit mean the same, and doubling often enough would leave those that can be counted.
    references = Math.min(references + inner.references + more, LIMITS.evidenceReferences + 1);
    depth = Math.max(depth, inner.depth);
  };
  for (const child of childrenOf(statement)) add(sizeOf(child, ruleSet, sizes), 0);
  if (statement.kind === 'feature' && statement.feature.type === 'match') {
    for (const name of resolveTarget(statement.feature.value, ruleSet.namespaces)) {
      const target = sizes.get(name);
      if (target !== undefined) add(target, 1);
    }
  }
  return depth === 0 ? LEAF : { references, depth: depth + 1 };
}
