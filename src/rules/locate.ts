// Where in a rule's text something is that only shows when all rules are together: its name, or a reference. The text is read again
// for that, so that rules need not carry positions around, which are asked for only when something is wrong.

import type { TextPlace } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import type { Rule } from './rule.ts';
import { placeAt, type RuleOrigin } from './rule-error.ts';
import { findEntry, parseYaml, type YamlNode } from './yaml.ts';

/** What `match: NAME` and `count(match(NAME))` look like, descriptions included. */
const COUNTED_MATCH = /^count\(match\((.*)\)\)$/s;

/** The place of the first reference to `target`, else that of the rule's name. Undefined for a rule without a text. */
export function locateReference(rule: Rule, target: string): TextPlace | undefined {
  return locate(rule, (body) => findReference(findEntryOf(body, 'features'), target) ?? findName(body));
}

/** The place of the rule's name. Undefined for a rule without a text. */
export function locateName(rule: Rule): TextPlace | undefined {
  return locate(rule, findName);
}

function locate(rule: Rule, find: (body: YamlNode | undefined) => YamlNode | undefined): TextPlace | undefined {
  if (rule.source === '') return undefined;
  const origin: RuleOrigin = { path: rule.path, text: rule.source };
  try {
    return placeAt(origin, find(findEntryOf(parseYaml(origin), 'rule'))?.offset ?? 0);
  } catch (error) {
    // A rule that was made by a program may carry any text.
    if (error instanceof CapaxError) return undefined;
    throw error;
  }
}

function findEntryOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === 'mapping' ? findEntry(node, key) : undefined;
}

function findName(body: YamlNode | undefined): YamlNode | undefined {
  return findEntryOf(findEntryOf(body, 'meta'), 'name');
}

/** Looks at each node once, however often aliases repeat it. */
function findReference(root: YamlNode | undefined, target: string): YamlNode | undefined {
  const seen = new Set<YamlNode>();
  const visit = (node: YamlNode | undefined): YamlNode | undefined => {
    if (node === undefined || seen.has(node)) return undefined;
    seen.add(node);
    if (node.kind === 'sequence') return firstOf(node.items, visit);
    if (node.kind !== 'mapping') return undefined;
    return firstOf(node.entries, ({ key, value }) => {
      if (key.text === 'match' && value.kind === 'text' && names(value.text, target)) return value;
      if (names(COUNTED_MATCH.exec(key.text)?.[1] ?? '', target)) return key;
      return visit(value);
    });
  };
  return visit(root);
}

function firstOf<T>(items: readonly T[], find: (item: T) => YamlNode | undefined): YamlNode | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function names(text: string, target: string): boolean {
  return text === target || text.startsWith(`${target} = `);
}
