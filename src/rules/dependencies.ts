// What a rule refers to: `match: NAME` and `count(match(NAME))` name a rule, or a namespace and thereby every rule in it or below.

import type { Rule, Statement } from './rule.ts';

/** Namespace (each ancestor too) -> names of the rules in it or below, in the order given. */
export function indexNamespaces(rules: Iterable<Rule>): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const { meta } of rules) {
    for (let namespace = meta.namespace ?? ''; namespace !== ''; ) {
      const names = index.get(namespace);
      if (names === undefined) index.set(namespace, [meta.name]);
      else names.push(meta.name);
      namespace = namespace.slice(0, Math.max(0, namespace.lastIndexOf('/')));
    }
  }
  return index;
}

/** Values of all `match` features in a statement, without duplicates, in the order of the text. Looks into subscope blocks. */
export function matchTargets(statement: Statement): Set<string> {
  const targets = new Set<string>();
  const visit = (node: Statement): void => {
    switch (node.kind) {
      case 'and':
      case 'or':
      case 'some':
        for (const child of node.children) visit(child);
        break;
      case 'not':
      case 'subscope':
        visit(node.child);
        break;
      case 'range':
        if (node.child.type === 'match') targets.add(node.child.value);
        break;
      case 'feature':
        if (node.feature.type === 'match') targets.add(node.feature.value);
        break;
    }
  };
  visit(statement);
  return targets;
}

/** Names of the rules that a target stands for; a namespace wins over a rule of the same name. */
export function resolveTarget(target: string, namespaces: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return namespaces.get(target) ?? [target];
}
