// One feature of a rule: `key: value`, or the inside of `count(key(value))`. Follows the rule format as the reference's parser
// reads it; what makes the reference crash is an invalid rule here.

import { CapaxError } from '../errors.ts';
import type { Feature, FeatureType, Integer } from '../features/feature.ts';
import {
  FEATURE_TYPE_NAMES,
  FEATURE_TYPES,
  makeFeature,
  QUALIFIER_VALUES,
  type QualifierField,
  type ValueKind,
} from '../features/feature-types.ts';
import { parseIntegerText } from './integers.ts';
import { isRegexText, parseRegexFeature } from './regex.ts';
import { invalidRule, quote, type RuleOrigin } from './rule-error.ts';
import { describeNode, type YamlNode } from './yaml.ts';

/** A feature and the text behind ` = `, if there is one. */
export interface ParsedFeature {
  readonly feature: Feature;
  readonly description?: string;
}

/** A feature as written. */
export interface WrittenFeature {
  readonly key: string;
  /** Offset of the key. */
  readonly at: number;
  readonly value: YamlNode;
  /** Inside `count(...)`, where fewer keys are possible and os, arch and format are not checked. */
  readonly counted: boolean;
  readonly origin: RuleOrigin;
}

interface FeatureKey {
  readonly type: FeatureType;
  /** What stands for `#` in the key. */
  readonly qualifier?: string;
}

/** How the keys of rules differ from the names of features. */
const KEY_NAMES: Readonly<Partial<Record<FeatureType, readonly string[]>>> = {
  // A pattern is written as a string.
  regex: [],
  'basic block': ['basic blocks'],
};

/** Keys without a qualifier, and what stands before and behind it in the others. */
const PLAIN_KEYS = new Map<string, FeatureType>();
const QUALIFIED_KEYS: { readonly before: string; readonly behind: string; readonly type: FeatureType }[] = [];
for (const type of FEATURE_TYPE_NAMES) {
  for (const name of KEY_NAMES[type] ?? FEATURE_TYPES[type].names ?? [type]) {
    const at = name.indexOf('#');
    if (at < 0) PLAIN_KEYS.set(name, type);
    else QUALIFIED_KEYS.push({ before: name.slice(0, at), behind: name.slice(at + 1), type });
  }
}

function readKey(key: string): FeatureKey | undefined {
  const plain = PLAIN_KEYS.get(key);
  if (plain !== undefined) return { type: plain };
  const qualified = QUALIFIED_KEYS.find(
    ({ before, behind }) =>
      key.length >= before.length + behind.length && key.startsWith(before) && key.endsWith(behind),
  );
  if (qualified === undefined) return undefined;
  const { type, before, behind } = qualified;
  return { type, qualifier: key.slice(before.length, key.length - behind.length) };
}

const OS_NAMES =
  'aix,android,any,aros,cloud,dragonfly BSD,fenixos,freebsd,hpux,hurd,illumos,irix,linux,macos,modesto,nacl,netbsd,nsk,' +
  'openbsd,openvms,solaris,syllable,tru64,unix,windows,z/os,86open';

/** Values that rules may compare os, arch and format with. */
const CLOSED_VALUES: ReadonlyMap<string, readonly string[]> = new Map([
  ['os', OS_NAMES.split(',')],
  ['arch', ['i386', 'amd64', 'aarch64', 'any']],
  ['format', ['pe', 'elf', 'dotnet']],
]);

const MAX_BYTES = 256;
const DESCRIPTION_SEPARATOR = ' = ';

/** Reads one feature. Throws `rules-invalid` for unknown keys and unusable values. */
export function parseFeature(written: WrittenFeature): ParsedFeature {
  const { key, counted } = written;
  const undivided = key === 'string' || (CLOSED_VALUES.has(key) && !counted);
  const [value, description] = undivided ? [written.value] : splitDescription(written.value, written.origin);
  const feature = readFeature({ ...written, value });
  return description === undefined ? { feature } : { feature, description };
}

/** Splits the text `value = description` at the first separator. */
function splitDescription(node: YamlNode, origin: RuleOrigin): [YamlNode, string?] {
  if (node.kind !== 'text') return [node];
  const at = node.text.indexOf(DESCRIPTION_SEPARATOR);
  if (at < 0) return [node];
  const description = node.text.slice(at + DESCRIPTION_SEPARATOR.length);
  if (description === '') throw invalidRule(origin, node.offset, `${quote(node.text)} has an empty description`);
  return [{ kind: 'text', text: node.text.slice(0, at), offset: node.offset }, description];
}

function readFeature(written: WrittenFeature): Feature {
  const { key, counted } = written;
  const found = readKey(key);
  // What is done with a property cannot be counted.
  const isProperty = found?.type === 'property' && found.qualifier !== undefined;
  if (found === undefined || (isProperty && counted)) {
    const problem = counted ? `${quote(key)} cannot be counted` : `unknown key ${quote(key)}`;
    throw invalidRule(written.origin, written.at, problem, 'docs/rules.md lists all statements and features.');
  }
  const { type } = found;
  const field = FEATURE_TYPES[type].qualifier?.field;
  const qualifier =
    field === undefined || found.qualifier === undefined ? undefined : READ_QUALIFIER[field](found.qualifier, written);
  if (type === 'string') return readString(written);
  return makeFeature(type, (READ_VALUE[type] ?? READ_KIND[FEATURE_TYPES[type].value])(written), qualifier);
}

type ReadValue = (written: WrittenFeature) => string | Integer | undefined;

/** How values of each kind are written, */
const READ_KIND: Readonly<Record<ValueKind, ReadValue>> = {
  text: requireText,
  bytes: readBytes,
  integer: readInteger,
  number: readInteger,
  none: () => undefined,
};

/** and where a type has more to it. */
const READ_VALUE: Readonly<Partial<Record<FeatureType, ReadValue>>> = {
  api: (written) => trimModule(requireText(written)),
  os: readClosed,
  arch: readClosed,
  format: readClosed,
};

const READ_QUALIFIER: Readonly<Record<QualifierField, (text: string, written: WrittenFeature) => string | number>> = {
  index: (text, { origin, at, key }) => {
    const index = parseIntegerText(text);
    const values = QUALIFIER_VALUES.index;
    const found = values.find((value) => value === index);
    if (found !== undefined) return found;
    throw invalidRule(origin, at, `${quote(key)}: operands are numbered from ${values[0]} to ${values.at(-1)}`);
  },
  access: (text, { origin, at, key }) => {
    const found = QUALIFIER_VALUES.access.find((value) => value === text);
    if (found !== undefined) return found;
    throw invalidRule(origin, at, `${quote(key)}: a property can be read or written, nothing else`);
  },
};

function requireText({ key, value, origin }: WrittenFeature): string {
  if (value.kind === 'text') return value.text;
  const hint = 'Write the value in quotes.';
  throw invalidRule(origin, value.offset, `${key} must be text, not ${describeNode(value)}`, hint);
}

/**
 * The name without its module: `kernel32.CreateFile` becomes `CreateFile`. Ordinals (`ws2_32.#1`), .NET methods (`::`) and names
 * with several dots stay.
 */
function trimModule(name: string): string {
  const dot = name.indexOf('.');
  if (dot < 0 || dot !== name.lastIndexOf('.') || name.includes('.#') || name.includes('::')) return name;
  return name.slice(dot + 1);
}

/** `/pattern/` and `/pattern/i` are regular expressions, everything else is compared as a whole. */
function readString(written: WrittenFeature): Feature {
  const text = requireText(written);
  if (!isRegexText(text)) return { type: 'string', value: text };
  try {
    parseRegexFeature(text);
  } catch (error) {
    if (!(error instanceof CapaxError)) throw error;
    throw invalidRule(written.origin, written.value.offset, error.message, error.hint);
  }
  return { type: 'regex', value: text };
}

function readBytes(written: WrittenFeature): string {
  const { origin, value } = written;
  const text = requireText(written);
  const digits = text.replace(/[ \t\n\r\f\v]/g, '').toLowerCase();
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/.test(digits)) {
    throw invalidRule(origin, value.offset, `bytes must be pairs of hexadecimal digits, not ${quote(text)}`);
  }
  if (digits.length > MAX_BYTES * 2) {
    throw invalidRule(origin, value.offset, `bytes holds ${digits.length / 2} bytes; ${MAX_BYTES} are the most`);
  }
  return digits;
}

function readInteger({ key, value, origin }: WrittenFeature): Integer {
  if (value.kind === 'integer') return value.value;
  if (value.kind === 'boolean') return value.value ? 1 : 0;
  const integer = value.kind === 'text' ? parseIntegerText(value.text) : undefined;
  if (integer !== undefined) return integer;
  const hint = 'Write a decimal integer, or a hexadecimal one that starts with 0x or -0x.';
  throw invalidRule(origin, value.offset, `${key} must be an integer, not ${describeNode(value)}`, hint);
}

function readClosed(written: WrittenFeature): string {
  const text = requireText(written);
  const allowed = CLOSED_VALUES.get(written.key);
  if (written.counted || allowed === undefined || allowed.includes(text)) return text;
  const hint = `Use one of: ${allowed.join(', ')}.`;
  throw invalidRule(written.origin, written.value.offset, `${quote(text)} is not a known ${written.key}`, hint);
}
