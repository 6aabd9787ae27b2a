// Who started whom, as far as a document knows. Process ids are recycled and come from reports, so loops and endless chains are
// expected.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { ProcessAddress } from '../../features/address.ts';
import { processKey } from './addresses.ts';

export interface ProcessNode {
  readonly address: ProcessAddress;
  readonly parent: ProcessNode | undefined;
  readonly children: readonly ProcessNode[];
}

/** A node and the lines that lead to it: `│  ├─ `. */
export interface PlacedProcess {
  readonly node: ProcessNode;
  readonly branch: string;
}

/** Deeper processes are drawn at this depth. */
const MAX_DEPTH = 20;

/** A node while the forest grows. */
interface GrowingNode extends ProcessNode {
  parent: GrowingNode | undefined;
  readonly children: GrowingNode[];
  /** Some ancestor, for finding the root quickly; undefined for a root. */
  above: GrowingNode | undefined;
}

function rootOf(node: GrowingNode): GrowingNode {
  let at = node;
  while (at.above !== undefined) {
    at.above = at.above.above ?? at.above;
    at = at.above;
  }
  return at;
}

/**
 * Distinct processes by key, in the order given. A process hangs below the latest one before it that has its parent's id, or
 * below the first that has it; an edge that would close a loop is left out.
 */
export function processForest(processes: Iterable<ProcessAddress>): ReadonlyMap<string, ProcessNode> {
  const nodes = new Map<string, GrowingNode>();
  const firstByPid = new IntegerMap<GrowingNode>();
  for (const address of processes) {
    const key = processKey(address);
    if (nodes.has(key)) continue;
    const node: GrowingNode = { address, parent: undefined, children: [], above: undefined };
    nodes.set(key, node);
    const [, pid] = address.value;
    if (!firstByPid.has(pid)) firstByPid.set(pid, node);
  }
  const latestByPid = new IntegerMap<GrowingNode>();
  for (const node of nodes.values()) {
    const [ppid, pid] = node.address.value;
    const parent = latestByPid.get(ppid) ?? firstByPid.get(ppid);
    if (parent !== undefined && rootOf(parent) !== node) {
      node.parent = parent;
      node.above = parent;
      parent.children.push(node);
    }
    latestByPid.set(pid, node);
  }
  return nodes;
}

/** The nodes of `shown` in reading order, children below their parent. `shown` must hold the ancestors of what it holds. */
export function* placeProcesses(
  forest: ReadonlyMap<string, ProcessNode>,
  shown: ReadonlySet<ProcessNode>,
): Iterable<PlacedProcess> {
  // `lead` is what stands before the children's own branches.
  const stack: (PlacedProcess & { lead: string; depth: number })[] = [];
  const push = (nodes: Iterable<ProcessNode>, lead: string, depth: number): void => {
    const placed = [...nodes].filter((node) => shown.has(node));
    for (let i = placed.length - 1; i >= 0; i--) {
      const node = placed[i] as ProcessNode;
      const isLast = i === placed.length - 1;
      const branch = depth === 0 ? '' : lead + (isLast ? '└─ ' : '├─ ');
      stack.push({ node, branch, lead: depth === 0 ? '' : lead + (isLast ? '   ' : '│  '), depth });
    }
  };
  push(
    [...forest.values()].filter(({ parent }) => parent === undefined),
    '',
    0,
  );
  for (;;) {
    const next = stack.pop();
    if (next === undefined) return;
    yield { node: next.node, branch: next.branch };
    const isDeepest = next.depth === MAX_DEPTH;
    push(next.node.children, isDeepest ? next.lead.slice(0, -3) : next.lead, isDeepest ? MAX_DEPTH : next.depth + 1);
  }
}
