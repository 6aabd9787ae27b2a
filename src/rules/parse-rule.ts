// One rule file -> one validated rule. What the rule refers to (other rules, namespaces) is checked when a rule set is built.

import type { ComNames } from './com-names.ts';
import { collectTags, parseMeta, parseName } from './parse-meta.ts';
import { StatementParser } from './parse-statement.ts';
import type { Rule } from './rule.ts';
import { invalidRule, quote, type RuleOrigin } from './rule-error.ts';
import { describeNode, findEntry, parseYaml, type YamlMapping, type YamlNode } from './yaml.ts';

export interface ParseRuleOptions {
  /** Where `com/class` and `com/interface` are looked up; without it a rule that uses them is invalid. */
  readonly comNames?: ComNames | undefined;
}

/**
 * Reads one rule. `path` is kept for messages and the tag filter. Throws CapaxError `rules-invalid` with
 * `path:line:column` and the offending text; nothing else, whatever the text is.
 */
export function parseRule(text: string, path: string, options: ParseRuleOptions = {}): Rule {
  const rule = parseRuleFile(text, path, options);
  if (rule !== undefined) return rule;
  throw invalidRule({ path, text }, 0, 'the file holds no rule', 'A rule file starts with "rule:".');
}

/** As `parseRule`, but undefined for a file that holds something else: nothing, no mapping, or a mapping without `rule`. */
export function parseRuleFile(text: string, path: string, options: ParseRuleOptions = {}): Rule | undefined {
  const origin: RuleOrigin = { path, text };
  const document = parseYaml(origin);
  const body = document.kind === 'mapping' ? findEntry(document, 'rule') : undefined;
  return body === undefined ? undefined : readRule(body, origin, options);
}

function readRule(body: YamlNode, file: RuleOrigin, options: ParseRuleOptions): Rule {
  const rule = requireMapping(body, 'rule', file);
  const meta = requireMapping(findEntry(rule, 'meta'), 'rule.meta', file, rule);
  const name = parseName(meta, file);
  const origin: RuleOrigin = { ...file, name };
  const parsedMeta = parseMeta(meta, name, origin);
  const features = findEntry(rule, 'features');
  if (features === undefined) throw invalidRule(origin, rule.offset, 'rule.features is missing');
  const statement = features.kind === 'sequence' ? features.items[0] : undefined;
  if (features.kind !== 'sequence' || statement === undefined || features.items.length > 1) {
    const found = features.kind === 'sequence' ? `${features.items.length} elements` : describeNode(features);
    const hint = 'Put several conditions into one "and:" or "or:".';
    throw invalidRule(origin, features.offset, `rule.features must hold a list of one element, not ${found}`, hint);
  }
  const tree = new StatementParser(origin, options.comNames).parse(statement, parsedMeta.scopes);
  if (tree.kind === 'subscope') {
    const hint = `Use "${tree.scope}" as the scope of the rule, or put the block into an "and:".`;
    throw invalidRule(origin, statement.offset, `a block ${quote(tree.scope)} cannot be the whole rule`, hint);
  }
  return {
    meta: parsedMeta,
    statement: tree,
    source: file.text,
    path: file.path,
    tags: [...collectTags(meta), file.path],
  };
}

function requireMapping(
  node: YamlNode | undefined,
  what: string,
  origin: RuleOrigin,
  parent?: YamlMapping,
): YamlMapping {
  if (node?.kind === 'mapping') return node;
  const problem = node === undefined ? `${what} is missing` : `${what} must be a mapping, not ${describeNode(node)}`;
  throw invalidRule(origin, node?.offset ?? parent?.offset ?? 0, problem);
}
