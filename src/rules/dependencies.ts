// What a rule refers to: `match: NAME` and `count(match(NAME))` name a rule, or a namespace and thereby every rule in it or below.

import type { Rule, RuleMeta, Statement } from './rule.ts';
import { featuresIn } from './walk.ts';

/** A namespace and its ancestors, longest first: `a/b`, `a`. */
function namespaceChain(namespace: string | undefined): string[] {
  const parts = namespace === undefined || namespace === '' ? [] : namespace.split('/');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('/')).filter((name) => name !== '');
}

/** What `match` may call a rule: its name, then its namespaces, longest first. */
export function matchKeys({ name, namespace }: RuleMeta): string[] {
  return [name, ...namespaceChain(namespace)];
}

/** Namespace (each ancestor too) -> names of the rules in it or below, in the order given. */
export function indexNamespaces(rules: Iterable<Rule>): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const { meta } of rules) {
    for (const namespace of namespaceChain(meta.namespace)) {
      const names = index.get(namespace);
      if (names === undefined) index.set(namespace, [meta.name]);
      else names.push(meta.name);
    }
  }
  return index;
}

/** Values of all `match` features in a statement, without duplicates, in the order of the text. Looks into subscope blocks. */
export function matchTargets(statement: Statement): Set<string> {
  const targets = new Set<string>();
  for (const feature of featuresIn(statement)) if (feature.type === 'match') targets.add(feature.value);
  return targets;
}

/** Names of the rules that a target stands for; a namespace wins over a rule of the same name. */
export function resolveTarget(target: string, namespaces: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return namespaces.get(target) ?? [target];
}
