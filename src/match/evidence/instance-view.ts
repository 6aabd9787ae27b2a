// What an instance holds, for evidence: its own features and matches, and those of everything inside it. The counterpart of the
// matcher's gathering, feature by feature and with locations.

import type { PlannedSequence } from '../plan/node.ts';
import type { PlannedRule } from '../plan/plan.ts';
import { EvidenceView, type FoundSequence, type Site } from './evidence.ts';

/** An instance and what is inside it. */
export interface InstanceNode {
  /** For how many units in a row it stands; default 1. */
  readonly times?: number;
  /** Instances inside it, each with all that it holds. */
  parts(): Iterable<InstanceNode>;
  /** Adds its own features. */
  addFeatures(view: EvidenceView): void;
  /** Rules that matched at it, and windows inside it whose matches it sees. */
  matches(): Iterable<readonly [PlannedRule, Site | undefined]>;
  /** Looks for an order of calls in it; none where there are no calls in order. */
  findSequence?(sequence: PlannedSequence): FoundSequence | undefined;
}

/** Everything in `node`; `addGlobals` adds what holds everywhere, which comes last. */
export function viewOf(
  node: InstanceNode,
  firstOnly: ReadonlySet<number>,
  addGlobals: (view: EvidenceView) => void,
): EvidenceView {
  const fill = (view: EvidenceView): void => {
    addNode(view, node);
    addGlobals(view);
  };
  return new EvidenceView(firstOnly, fill, (sequence) => node.findSequence?.(sequence));
}

function addNode(view: EvidenceView, node: InstanceNode): void {
  for (const part of node.parts()) addNode(view, part);
  node.addFeatures(view);
  for (const [rule, site] of node.matches()) {
    if (rule.matchLeaves.length > 0) view.add(rule.matchLeaves, site, undefined, { times: node.times ?? 1 });
  }
}
