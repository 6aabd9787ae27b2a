// What a rule says about itself, in the reference's JSON (spec core.md 5.5).

import {
  BOTH_SCOPES,
  type BothScope,
  DYNAMIC_SCOPES,
  type DynamicScope,
  STATIC_SCOPES,
  type StaticScope,
} from '../../features/scopes.ts';
import type { AttackSpec, DocumentRuleMeta, MbcSpec } from '../document.ts';
import {
  type Field,
  optional,
  type Reader,
  readFields,
  readFlag,
  readList,
  readOneOf,
  readText,
  required,
} from './json-reader.ts';
import { MAEC_KEYS, type MaecKey } from './maec-keys.ts';

const readTexts = readList(readText);

const readScopes = readFields<DocumentRuleMeta['scopes']>({
  // `global` is a scope in which no rule is ever matched, so a document of matches does not hold it.
  static: optional<StaticScope>(readOneOf(STATIC_SCOPES)),
  dynamic: optional<DynamicScope>(readOneOf(DYNAMIC_SCOPES)),
  both: optional<BothScope>(readOneOf(BOTH_SCOPES)),
});

const readAttack = readFields<AttackSpec>({
  parts: required(readTexts),
  tactic: required(readText),
  technique: required(readText),
  subtechnique: required(readText),
  id: required(readText),
});

const readMbc = readFields<MbcSpec>({
  parts: required(readTexts),
  objective: required(readText),
  behavior: required(readText),
  method: required(readText),
  id: required(readText),
});

/** Also under the spelling that rules have: `malware-family`. */
const readMaec = readFields(
  Object.fromEntries(MAEC_KEYS.map(([, key]) => [key, optional(readText, key.replaceAll('_', '-'))])) as Record<
    string,
    Field<string>
  >,
);

const read = readFields<
  Omit<DocumentRuleMeta, 'isSubscopeRule' | 'maec'> & { is_subscope_rule: boolean; maec: Record<string, string> }
>({
  name: required(readText),
  namespace: optional(readText),
  authors: required(readTexts),
  scopes: required(readScopes),
  attack: required(readList(readAttack), 'att&ck'),
  mbc: required(readList(readMbc)),
  references: required(readTexts),
  examples: required(readTexts),
  description: required(readText),
  lib: { ...optional(readFlag), fallback: false },
  is_subscope_rule: { ...optional(readFlag, 'capa/subscope-rule'), fallback: false },
  maec: required(readMaec),
});

/** Reads the `meta` of a rule. */
export const readRuleMeta: Reader<DocumentRuleMeta> = (value, place) => {
  const { is_subscope_rule: isSubscopeRule, maec, ...meta } = read(value, place);
  const known = MAEC_KEYS.flatMap(([name, key]): [MaecKey, string][] => {
    const text = maec[key];
    return text === undefined ? [] : [[name, text]];
  });
  return { ...meta, isSubscopeRule, maec: Object.fromEntries(known) };
};
