// Interests in parts of a JSON document, written as paths, -> the tree that json-stream.ts walks down.

import type { JsonInterest } from './json-stream.ts';

interface Node {
  interest: JsonInterest;
  readonly children: Map<string, Node>;
}

function build({ interest, children }: Node): JsonInterest {
  if (children.size === 0) return interest;
  const members = new Map([...children].map(([key, child]) => [key, build(child)]));
  return { ...interest, members };
}

/**
 * One interest for a document from interests in its parts. Keys of `parts` are member names joined by dots (`info.version`);
 * a path may lead on from another one, whose own interest then has no `members`.
 */
export function jsonPaths(parts: Readonly<Record<string, JsonInterest>>): JsonInterest {
  const root: Node = { interest: {}, children: new Map() };
  for (const [path, interest] of Object.entries(parts)) {
    let node = root;
    for (const key of path.split('.')) {
      let child = node.children.get(key);
      if (child === undefined) {
        child = { interest: {}, children: new Map() };
        node.children.set(key, child);
      }
      node = child;
    }
    node.interest = interest;
  }
  return build(root);
}
