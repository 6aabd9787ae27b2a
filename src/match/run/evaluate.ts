// The planned matcher's core: which rules of a scope match one instance. Hot: runs once for each distinct call and for each
// changed window (measured in docs/performance.md), so it works on flat counters and bit sets and allocates nothing.

import type { Node } from '../plan/node.ts';
import type { PlannedRule, PlannedRung } from '../plan/plan.ts';
import type { MatchCounters } from './match-run.ts';

/** In counters: present, but without any location to count. */
export const ADDRESSLESS = 0x40000000;

/** Truth of a node, given how many distinct locations each leaf has (0: absent). */
export function evaluate(node: Node, counts: Int32Array): boolean {
  const { children } = node;
  switch (node.kind) {
    case 'feature':
    case 'sequence':
      return counts[node.leaf] !== 0;
    case 'and':
      for (let i = 0; i < children.length; i++) if (!evaluate(children[i] as Node, counts)) return false;
      return true;
    case 'or':
      for (let i = 0; i < children.length; i++) if (evaluate(children[i] as Node, counts)) return true;
      return false;
    case 'not':
      return !evaluate(children[0] as Node, counts);
    case 'some': {
      let missing = node.min;
      for (let i = 0; i < children.length && missing > 0; i++) if (evaluate(children[i] as Node, counts)) missing--;
      return missing <= 0;
    }
    case 'range': {
      const count = countOf(node.leaf, counts);
      return count >= node.min && count <= node.max;
    }
  }
}

/** Number of distinct locations of a leaf. */
function countOf(leaf: number, counts: Int32Array): number {
  const count = leaf < 0 ? 0 : (counts[leaf] as number);
  return count === ADDRESSLESS ? 0 : count;
}

/** Which rules of a rung are worth evaluating, as a bit set over ranks. */
export class Candidates {
  readonly bits: Int32Array;
  readonly #index: ReadonlyMap<number, readonly number[]>;

  constructor(rung: PlannedRung) {
    this.bits = new Int32Array((rung.rules.length + 31) >> 5);
    this.#index = rung.index;
    for (const rank of rung.always) this.add(rank);
  }

  add(rank: number): void {
    this.bits[rank >> 5] = (this.bits[rank >> 5] as number) | (1 << (rank & 31));
  }

  remove(rank: number): void {
    this.bits[rank >> 5] = (this.bits[rank >> 5] as number) & ~(1 << (rank & 31));
  }

  /** Adds every rule that needs `leaf`. */
  addFor(leaf: number): void {
    const ranks = this.#index.get(leaf);
    if (ranks !== undefined) for (let i = 0; i < ranks.length; i++) this.add(ranks[i] as number);
  }
}

/**
 * Evaluates candidates in topological order. A matching rule's `match` features are added to `counts` at once, so later rules
 * see them; the leaves so changed are left in `added` for the caller to undo. `isKnownHere(leaf)` says whether the leaf already
 * has the instance's own address among its locations. Consumes `bits`. Matching ranks go to `matched`, ascending.
 */
export function runCandidates(
  rung: PlannedRung,
  bits: Int32Array,
  counts: Int32Array,
  isKnownHere: (leaf: number) => boolean,
  added: number[],
  matched: number[],
  counters: MatchCounters,
): void {
  const { rules, index } = rung;
  counters.instances++;
  for (let word = 0; word < bits.length; word++) {
    for (;;) {
      const rest = bits[word] as number;
      if (rest === 0) break;
      const lowest = rest & -rest;
      bits[word] = rest ^ lowest;
      const rank = (word << 5) + (31 - Math.clz32(lowest));
      const rule = rules[rank] as PlannedRule;
      counters.evaluations++;
      if (!evaluate(rule.root, counts)) continue;
      matched.push(rank);
      for (const leaf of rule.matchLeaves) {
        if (counts[leaf] !== 0) {
          if (!added.includes(leaf) && !isKnownHere(leaf)) {
            counts[leaf] = (counts[leaf] as number) + 1;
            added.push(leaf);
          }
          continue;
        }
        counts[leaf] = 1;
        added.push(leaf);
        const dependents = index.get(leaf);
        if (dependents === undefined) continue;
        for (const dependent of dependents) {
          if (dependent > rank) bits[dependent >> 5] = (bits[dependent >> 5] as number) | (1 << (dependent & 31));
        }
      }
    }
  }
}
