// One rule file -> one validated rule. What the rule refers to (other rules, namespaces) is checked when a rule set is built.

import { nearestWord } from '../suggest.ts';
import type { RuleDiagnostic } from './codes.ts';
import type { ComNames } from './com-names.ts';
import { missingKey, warnOfUnknownKeys } from './known-keys.ts';
import { collectTags, parseMeta, parseName } from './parse-meta.ts';
import { StatementParser } from './parse-statement.ts';
import type { Rule } from './rule.ts';
import { invalidRule, limitWarnings, quote, type RuleOrigin, warnOfRule } from './rule-error.ts';
import { describeNode, findEntry, parseYaml, type YamlMapping, type YamlNode } from './yaml.ts';

/** The text of one rule file. */
export interface RuleText {
  readonly path: string;
  readonly text: string;
}

export interface ParseRuleOptions {
  /** Where `com/class` and `com/interface` are looked up; without it a rule that uses them is invalid. */
  readonly comNames?: ComNames | undefined;
  /** Told what means nothing in the rule, as a misspelt key does. */
  readonly onWarning?: ((warning: RuleDiagnostic) => void) | undefined;
}

/**
 * Reads one rule. Its path is kept for messages and the tag filter. Throws CapaxError `rules-invalid` with
 * `path:line:column` and the offending text; nothing else, whatever the text is.
 */
export function parseRule({ path, text }: RuleText, options: ParseRuleOptions = {}): Rule {
  const { origin, body, document } = readFile(text, path, options);
  if (body !== undefined) return readRule(body, origin, options);
  const { offset, hint } = explainMissingRule(document);
  throw invalidRule(origin, offset, NO_RULE, hint);
}

/**
 * As `parseRule`, but a file that holds something else (nothing, no mapping, or a mapping without `rule`) is warned of, and undefined.
 */
export function parseRuleFile(text: string, path: string, options: ParseRuleOptions = {}): Rule | undefined {
  const { origin, body, document } = readFile(text, path, options);
  if (body !== undefined) return readRule(body, origin, options);
  const { offset, hint } = explainMissingRule(document);
  warnOfRule(origin, 'rule-file-empty', offset, NO_RULE, hint);
  return undefined;
}

const NO_RULE = 'the file holds no rule';

interface RuleFile {
  readonly origin: RuleOrigin;
  readonly document: YamlNode;
  /** What stands below `rule`. */
  readonly body: YamlNode | undefined;
}

function readFile(text: string, path: string, { onWarning }: ParseRuleOptions): RuleFile {
  const origin: RuleOrigin = { path, text, onWarning: onWarning && limitWarnings(onWarning) };
  const document = parseYaml(origin);
  if (document.kind !== 'mapping') return { origin, document, body: undefined };
  const body = findEntry(document, 'rule');
  if (body !== undefined) warnOfUnknownKeys(document, ['rule'], origin);
  return { origin, document, body };
}

/** Where in a file that holds no rule its author may have gone wrong, and what to do. */
function explainMissingRule(document: YamlNode): { offset: number; hint: string } {
  const keys = document.kind === 'mapping' ? document.entries.map(({ key }) => key) : [];
  const meant = keys.find((key) => nearestWord(key.text, ['rule']) !== undefined);
  if (meant === undefined) return { offset: 0, hint: 'A rule file starts with "rule:".' };
  return { offset: meant.offset, hint: `Did you mean "rule" by ${quote(meant.text)}?` };
}

function readRule(body: YamlNode, file: RuleOrigin, options: ParseRuleOptions): Rule {
  const rule = requireMapping(body, 'rule', file);
  const found = findEntry(rule, 'meta');
  if (found === undefined) throw missingKey(rule, 'rule', 'meta', file);
  const meta = requireMapping(found, 'rule.meta', file);
  const name = parseName(meta, file);
  const origin: RuleOrigin = { ...file, name };
  const parsedMeta = parseMeta(meta, name, origin);
  const features = findEntry(rule, 'features');
  if (features === undefined) throw missingKey(rule, 'rule', 'features', origin);
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
  warnOfUnknownKeys(rule, ['meta', 'features'], origin);
  return {
    meta: parsedMeta,
    statement: tree,
    source: file.text,
    path: file.path,
    tags: [...collectTags(meta), file.path],
  };
}

function requireMapping(node: YamlNode, what: string, origin: RuleOrigin): YamlMapping {
  if (node.kind === 'mapping') return node;
  throw invalidRule(origin, node.offset, `${what} must be a mapping, not ${describeNode(node)}`);
}
