// The `meta` mapping of a rule. Required: name and scopes. Only the tag filter looks at unknown keys,
// which are warned of.

import { FLAVOURS, type Flavour, SCOPES, type ScopeOf, type Scopes } from '../features/scopes.ts';
import { LIMITS } from '../limits.ts';
import { describeChoices, didYouMean } from '../suggest.ts';
import { missingKey, warnOfUnknownKeys } from './known-keys.ts';
import type { Maec, RuleMeta } from './rule.ts';
import { invalidRule, quote, type RuleOrigin } from './rule-error.ts';
import { describeNode, findEntry, type YamlMapping, type YamlNode } from './yaml.ts';

/** Scope words that mean "this flavour is not supported"; a missing value means the same. */
const UNSUPPORTED = new Set(['unsupported', '']);

/** The keys of what the program is, rather than what it can do. */
const MAEC: Readonly<Record<keyof Maec, string>> = {
  analysisConclusion: 'maec/analysis-conclusion',
  analysisConclusionOv: 'maec/analysis-conclusion-ov',
  malwareFamily: 'maec/malware-family',
  malwareCategory: 'maec/malware-category',
  malwareCategoryOv: 'maec/malware-category-ov',
};

/** In the order in which rules are written. */
const META_KEYS: readonly string[] = [
  'name',
  'namespace',
  ...Object.values(MAEC),
  'authors',
  'description',
  'lib',
  'scopes',
  'att&ck',
  'mbc',
  'references',
  'examples',
];

/** `meta.name`. Read before everything else, so that messages can name the rule. */
export function parseName(meta: YamlMapping, origin: RuleOrigin): string {
  const name = readText(meta, 'name', origin);
  if (name === undefined || name === '') {
    throw missingKey(meta, 'meta', 'name', origin, 'Give the rule a name that no other rule has.');
  }
  return name;
}

/** The whole of `meta`. Throws `rules-invalid` for missing or wrongly typed fields. */
export function parseMeta(meta: YamlMapping, name: string, origin: RuleOrigin): RuleMeta {
  const namespace = readNamespace(meta, origin);
  const parsed: RuleMeta = {
    name,
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    authors: readOptionalList(meta, 'authors', origin),
    scopes: readScopes(meta, origin),
    attack: readList(meta, 'att&ck', origin),
    mbc: readList(meta, 'mbc', origin),
    references: readOptionalList(meta, 'references', origin),
    examples: readOptionalList(meta, 'examples', origin),
    description: readText(meta, 'description', origin) ?? '',
    lib: readBoolean(meta, 'lib', origin),
    maec: readMaec(meta, origin),
  };
  warnOfUnknownKeys(meta, META_KEYS, origin);
  return parsed;
}

/** Every string that the tag filter searches: text values and text items of lists, in order. */
export function collectTags(meta: YamlMapping): string[] {
  const tags: string[] = [];
  for (const { value } of meta.entries) {
    for (const node of value.kind === 'sequence' ? value.items : [value])
      if (node.kind === 'text') tags.push(node.text);
  }
  return tags;
}

function readText(meta: YamlMapping, key: string, origin: RuleOrigin): string | undefined {
  const value = findEntry(meta, key);
  if (value === undefined || value.kind === 'null') return undefined;
  if (value.kind === 'text') return value.text;
  throw invalidRule(
    origin,
    value.offset,
    `meta.${key} must be text, not ${describeNode(value)}`,
    'Write the value in quotes.',
  );
}

function readList(meta: YamlMapping, key: string, origin: RuleOrigin): string[] {
  const value = findEntry(meta, key);
  if (value === undefined) return [];
  if (value.kind !== 'sequence') {
    throw invalidRule(origin, value.offset, `meta.${key} must be a list, not ${describeNode(value)}`);
  }
  return value.items.map((item) => {
    if (item.kind === 'text') return item.text;
    const problem = `meta.${key} must hold text, not ${describeNode(item)}`;
    throw invalidRule(origin, item.offset, problem, 'Write the entry in quotes.');
  });
}

/** A list for which a key without a value counts as no entry. */
function readOptionalList(meta: YamlMapping, key: string, origin: RuleOrigin): string[] {
  return findEntry(meta, key)?.kind === 'null' ? [] : readList(meta, key, origin);
}

function readBoolean(meta: YamlMapping, key: string, origin: RuleOrigin): boolean {
  const value = findEntry(meta, key);
  if (value === undefined || value.kind === 'null') return false;
  if (value.kind === 'boolean') return value.value;
  throw invalidRule(origin, value.offset, `meta.${key} must be true or false, not ${describeNode(value)}`);
}

function readNamespace(meta: YamlMapping, origin: RuleOrigin): string | undefined {
  const namespace = readText(meta, 'namespace', origin);
  const parts = namespace?.split('/').length ?? 0;
  if (parts <= LIMITS.ruleNamespaceParts) return namespace;
  const offset = findEntry(meta, 'namespace')?.offset ?? meta.offset;
  throw invalidRule(origin, offset, `meta.namespace has ${parts} parts; ${LIMITS.ruleNamespaceParts} are the most`);
}

function readMaec(meta: YamlMapping, origin: RuleOrigin): Maec {
  const fields = Object.entries(MAEC).map(([field, key]) => [field, readText(meta, key, origin)] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

function readScopes(meta: YamlMapping, origin: RuleOrigin): Scopes {
  const legacy = findEntry(meta, 'scope');
  if (legacy !== undefined) {
    const hint = 'Replace it by "scopes:" with "static:" and "dynamic:".';
    throw invalidRule(origin, legacy.offset, 'meta.scope belongs to an old version of the rule format', hint);
  }
  const value = findEntry(meta, 'scopes');
  if (value === undefined) {
    throw missingKey(meta, 'meta', 'scopes', origin, 'Add "scopes:" with "static:" and "dynamic:".');
  }
  if (value.kind !== 'mapping') {
    throw invalidRule(origin, value.offset, `meta.scopes must be a mapping, not ${describeNode(value)}`);
  }
  const found: { [F in Flavour]?: ScopeOf<F> } = {};
  for (const { key } of value.entries) {
    if (key.kind === 'text' && (FLAVOURS as readonly string[]).includes(key.text)) continue;
    const problem = `meta.scopes has ${FLAVOURS.join(' and ')}, but no ${quote(key.text)}`;
    throw invalidRule(origin, key.offset, problem, didYouMean(key.text, FLAVOURS));
  }
  for (const flavour of FLAVOURS) Object.assign(found, readScope(value, flavour, origin));
  if (Object.keys(found).length === 0) {
    throw invalidRule(origin, value.offset, `meta.scopes: ${FLAVOURS.join(' and ')} are both unsupported`);
  }
  return found;
}

/** The scope of one flavour; nothing if the rule does not support it. */
function readScope(scopes: YamlMapping, flavour: Flavour, origin: RuleOrigin): Scopes {
  const value: YamlNode | undefined = findEntry(scopes, flavour);
  const allowed: readonly string[] = SCOPES[flavour];
  const choices = [...allowed, 'unsupported'];
  if (value === undefined)
    throw missingKey(scopes, 'meta.scopes', flavour, origin, describeChoices(undefined, choices));
  if (value.kind === 'null' || (value.kind === 'text' && UNSUPPORTED.has(value.text))) return {};
  const scope = allowed.find((word) => value.kind === 'text' && word === value.text);
  if (scope !== undefined) return { [flavour]: scope };
  const found = value.kind === 'text' ? quote(value.text) : describeNode(value);
  const hint = describeChoices(value.kind === 'text' ? value.text : undefined, choices);
  throw invalidRule(origin, value.offset, `${found} is not a ${flavour} scope`, hint);
}
