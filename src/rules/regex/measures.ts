// Sizes of parts of a pattern: the code points that they can take (look-behind needs a fixed number) and the states they need.

import type { RegexNode } from './syntax.ts';

export interface Width {
  readonly min: number;
  readonly max: number;
}

const NOTHING: Width = { min: 0, max: 0 };
const ONE: Width = { min: 1, max: 1 };

/** Python's counts stop here; larger widths are all the same. */
const LARGEST = 0xffff_ffff;

function bounded(min: number, max: number): Width {
  return { min: Math.min(min, LARGEST), max: Math.min(max, LARGEST) };
}

/** Fewest and most code points that `node` matches; `groups` holds the widths of the closed groups. */
export function measureWidth(node: RegexNode, groups: readonly (Width | undefined)[]): Width {
  switch (node.kind) {
    case 'literal': {
      const length = [...node.text].length;
      return { min: length, max: length };
    }
    case 'set':
      return ONE;
    case 'assertion':
    case 'look':
      return NOTHING;
    case 'back-reference':
      return groups[node.group] ?? NOTHING;
    case 'group':
    case 'atomic':
      return measureWidth(node.child, groups);
    case 'repeat': {
      const child = measureWidth(node.child, groups);
      return bounded(child.min * node.min, child.max === 0 ? 0 : child.max * node.max);
    }
    case 'sequence': {
      let min = 0;
      let max = 0;
      for (const part of node.parts) {
        const width = measureWidth(part, groups);
        min += width.min;
        max += width.max;
      }
      return bounded(min, max);
    }
    case 'alternatives':
    case 'conditional': {
      let min = LARGEST;
      let max = 0;
      for (const branch of node.kind === 'alternatives' ? node.branches : [node.yes, node.no]) {
        const width = measureWidth(branch, groups);
        min = Math.min(min, width.min);
        max = Math.max(max, width.max);
      }
      return { min, max };
    }
  }
}

/** About how many instructions `node` becomes; counted repetitions are written out. */
export function countStates(node: RegexNode): number {
  switch (node.kind) {
    case 'literal':
      return node.text.length;
    case 'set':
    case 'assertion':
    case 'back-reference':
      return 1;
    case 'group':
    case 'atomic':
    case 'look':
      return countStates(node.child) + 2;
    case 'repeat':
      return (countStates(node.child) + 1) * (node.max === Number.POSITIVE_INFINITY ? node.min + 1 : node.max) + 1;
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + countStates(part), 0);
    case 'alternatives':
      return node.branches.reduce((sum, branch) => sum + countStates(branch) + 2, 0);
    case 'conditional':
      return countStates(node.yes) + countStates(node.no) + 2;
  }
}
