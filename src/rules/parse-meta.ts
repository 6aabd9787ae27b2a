// The `meta` mapping of a rule. Required: name and scopes. Only the tag filter looks at unknown keys,
// which are warned of.

import { BOTH_SCOPES, FLAVOURS, type Flavour, SCOPES, type Scopes } from '../features/scopes.ts';
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
  'scope',
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
  const value = findScopes(meta, origin);
  const scopes: Scopes = { ...readBoth(value, origin) };
  for (const { key } of value.entries) {
    if (key.kind === 'text' && SIDES.includes(key.text)) continue;
    const problem = `meta.scopes has ${SIDES.join(', ')}, but no ${quote(key.text)}`;
    throw invalidRule(origin, key.offset, problem, didYouMean(key.text, SIDES));
  }
  for (const flavour of FLAVOURS) {
    if (scopes.both !== undefined && findEntry(value, flavour) === undefined) continue;
    Object.assign(scopes, readScope(value, flavour, origin));
  }
  if (scopes.both !== undefined && Object.keys(scopes).length > 1) {
    const hint = 'Write two rules; one may match the other.';
    throw invalidRule(origin, value.offset, 'a rule of both has no static and no dynamic scope', hint);
  }
  if (Object.keys(scopes).length === 0) {
    throw invalidRule(origin, value.offset, `meta.scopes: ${FLAVOURS.join(' and ')} are both unsupported`);
  }
  return scopes;
}

/** The keys of `scopes`. */
const SIDES: readonly string[] = [...FLAVOURS, 'both'];

/** What stands below `scopes`, or below `scope` as a list, `- static: function`, which means the same. */
function findScopes(meta: YamlMapping, origin: RuleOrigin): YamlMapping {
  const list = findEntry(meta, 'scope');
  if (list !== undefined && list.kind !== 'sequence') {
    const hint = 'Replace it by "scopes:" with "static:" and "dynamic:".';
    throw invalidRule(origin, list.offset, 'meta.scope belongs to an old version of the rule format', hint);
  }
  const map = findEntry(meta, 'scopes');
  if (list !== undefined && map !== undefined) {
    throw invalidRule(origin, list.offset, 'meta.scope and meta.scopes say the same', 'Remove one of them.');
  }
  const value = map ?? list;
  if (value === undefined) {
    throw missingKey(meta, 'meta', 'scopes', origin, 'Add "scopes:" with "static:" and "dynamic:".');
  }
  if (value.kind === 'mapping') return value;
  if (value.kind === 'sequence') return joinItems(value.items, value.offset, origin);
  throw invalidRule(origin, value.offset, `meta.scopes must be a mapping, not ${describeNode(value)}`);
}

function joinItems(items: readonly YamlNode[], offset: number, origin: RuleOrigin): YamlMapping {
  const entries = items.flatMap((item) => {
    if (item.kind === 'mapping') return item.entries;
    const problem = `meta.scopes must hold mappings such as "static: function", not ${describeNode(item)}`;
    throw invalidRule(origin, item.offset, problem);
  });
  const sides = new Set<string>();
  for (const { key } of entries) {
    if (sides.has(key.text)) throw invalidRule(origin, key.offset, `meta.scopes has ${quote(key.text)} twice`);
    sides.add(key.text);
  }
  // A flavour that a list leaves out is not supported.
  const absent = FLAVOURS.filter((flavour) => !sides.has(flavour)).map((flavour) => ({
    key: { kind: 'text' as const, text: flavour, offset },
    value: { kind: 'text' as const, text: 'unsupported', offset },
  }));
  return { kind: 'mapping', entries: [...entries, ...absent], offset };
}

function readBoth(scopes: YamlMapping, origin: RuleOrigin): Pick<Scopes, 'both'> {
  const value = findEntry(scopes, 'both');
  if (value === undefined || isUnsupported(value)) return {};
  const both = BOTH_SCOPES.find((word) => value.kind === 'text' && word === value.text);
  if (both !== undefined) return { both };
  const found = value.kind === 'text' ? quote(value.text) : describeNode(value);
  const hint = describeChoices(value.kind === 'text' ? value.text : undefined, [...BOTH_SCOPES, 'unsupported']);
  throw invalidRule(origin, value.offset, `${found} is not a scope of both`, hint);
}

function isUnsupported(value: YamlNode): boolean {
  return value.kind === 'null' || (value.kind === 'text' && UNSUPPORTED.has(value.text));
}

/** The scope of one flavour; nothing if the rule does not support it. */
function readScope(scopes: YamlMapping, flavour: Flavour, origin: RuleOrigin): Scopes {
  const value: YamlNode | undefined = findEntry(scopes, flavour);
  const allowed: readonly string[] = SCOPES[flavour];
  const choices = [...allowed, 'unsupported'];
  if (value === undefined)
    throw missingKey(scopes, 'meta.scopes', flavour, origin, describeChoices(undefined, choices));
  if (isUnsupported(value)) return {};
  const scope = allowed.find((word) => value.kind === 'text' && word === value.text);
  if (scope !== undefined) return { [flavour]: scope };
  const found = value.kind === 'text' ? quote(value.text) : describeNode(value);
  const hint = describeChoices(value.kind === 'text' ? value.text : undefined, choices);
  throw invalidRule(origin, value.offset, `${found} is not a ${flavour} scope`, hint);
}
