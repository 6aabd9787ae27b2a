// One feature of a rule: `key: value`, or the inside of `count(key(value))`. Follows the rule format as the reference's parser
// reads it; what makes the reference crash is an invalid rule here.

import { canonicalArgumentName } from '../features/argument-names.ts';
import type { Feature, FeatureType, Integer } from '../features/feature.ts';
import {
  FEATURE_TYPES,
  makeFeature,
  QUALIFIER_VALUES,
  type QualifierField,
  type ValueKind,
} from '../features/feature-types.ts';
import { describeChoices } from '../suggest.ts';
import { readFeatureKey, suggestElementKey } from './element-keys.ts';
import { warnOfIgnoredPattern } from './ignored-patterns.ts';
import { parseIntegerText } from './integers.ts';
import { readBehavior, readTestedValue, warnOfUnknownArgument } from './parse-named.ts';
import { RegexError } from './regex/cursor.ts';
import { isRegexText, parseRegexFeature } from './regex.ts';
import { invalidRule, quote, type RuleOrigin } from './rule-error.ts';
import { describeNode, type YamlMapping, type YamlNode } from './yaml.ts';

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
  /** The element around it, which may hold the object of a behaviour. */
  readonly element?: YamlMapping;
}

const OS_NAMES =
  'aix,android,any,aros,cloud,dragonfly BSD,fenixos,freebsd,hpux,hurd,illumos,irix,linux,macos,modesto,nacl,netbsd,nsk,' +
  'openbsd,openvms,solaris,syllable,tru64,unix,windows,z/os,86open';

/** Values that rules may compare os, arch and format with. */
const CLOSED_VALUES: ReadonlyMap<string, readonly string[]> = new Map([
  ['os', OS_NAMES.split(',')],
  ['arch', ['i386', 'amd64', 'aarch64', 'any']],
  ['format', ['pe', 'elf', 'macho', 'dotnet']],
  ['status', ['success', 'failure']],
]);

const MAX_BYTES = 256;
const DESCRIPTION_SEPARATOR = ' = ';

/** Reads one feature. Throws `rules-invalid` for unknown keys and unusable values. */
export function parseFeature(written: WrittenFeature): ParsedFeature {
  const { key, counted } = written;
  const type = readFeatureKey(key)?.type;
  const undivided = key === 'string' || (CLOSED_VALUES.has(key) && !counted) || !isDivided(type, written.value);
  const [split, description] = undivided ? [written.value] : splitDescription(written.value, written.origin);
  // What a description follows is the number that `isDivided` saw.
  const integer = type !== undefined && FEATURE_TYPES[type].value === 'any' ? integerOf(split, description) : undefined;
  const value: YamlNode =
    integer === undefined ? split : { kind: 'integer', value: integer, text: '', offset: split.offset };
  const feature = readFeature({ ...written, value });
  warnOfIgnoredPattern(feature, key, value.offset, written.origin);
  return description === undefined ? { feature } : { feature, description };
}

/** The integer that stands before a description. */
function integerOf(node: YamlNode, description: string | undefined): Integer | undefined {
  return description === undefined || node.kind !== 'text' ? undefined : parseIntegerText(node.text);
}

/** Texts that may be compared in several ways have no description inside, for they may hold anything; numbers have. */
function isDivided(type: FeatureType | undefined, value: YamlNode): boolean {
  if (type === undefined || FEATURE_TYPES[type].value !== 'any' || value.kind !== 'text') return true;
  const [before = ''] = value.text.split(DESCRIPTION_SEPARATOR, 1);
  return parseIntegerText(before) !== undefined;
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
  const found = readFeatureKey(key);
  // What is done with a property cannot be counted.
  const isProperty = found?.type === 'property' && found.qualifier !== undefined;
  if (found === undefined || (isProperty && counted)) {
    const problem = counted ? `${quote(key)} cannot be counted` : `unknown key ${quote(key)}`;
    const hint = suggestElementKey(key, counted) ?? 'docs/rules.md lists all statements and features.';
    throw invalidRule(written.origin, written.at, problem, hint);
  }
  const { type } = found;
  const field = FEATURE_TYPES[type].qualifier?.field;
  const qualifier =
    field === undefined || found.qualifier === undefined ? undefined : READ_QUALIFIER[field](found.qualifier, written);
  if (type === 'string') return readString(written);
  if (type === 'behavior') return readBehavior(written, written.element);
  if (FEATURE_TYPES[type].value === 'any') {
    const { value, test } = readTestedValue(written);
    return makeFeature(type, value, qualifier, test);
  }
  return makeFeature(type, (READ_VALUE[type] ?? READ_KIND[FEATURE_TYPES[type].value])(written), qualifier);
}

type ReadValue = (written: WrittenFeature) => string | Integer | undefined;

/** How values of each kind are written, */
const READ_KIND: Readonly<Record<ValueKind, ReadValue>> = {
  text: requireText,
  bytes: readBytes,
  integer: readInteger,
  number: readInteger,
  any: (written) => readTestedValue(written).value,
  none: () => undefined,
};

/** and where a type has more to it. */
const READ_VALUE: Readonly<Partial<Record<FeatureType, ReadValue>>> = {
  api: (written) => trimModule(requireText(written)),
  os: readClosed,
  arch: readClosed,
  format: readClosed,
  status: readClosed,
};

const READ_QUALIFIER: Readonly<Record<QualifierField, (text: string, written: WrittenFeature) => string | number>> = {
  index: (text, { origin, at, key }) => {
    const index = parseIntegerText(text);
    const values = QUALIFIER_VALUES.index;
    const found = values.find((value) => value === index);
    if (found !== undefined) return found;
    throw invalidRule(origin, at, `${quote(key)}: operands are numbered from ${values[0]} to ${values.at(-1)}`);
  },
  name: (text, { origin, at, key }) => {
    if (text !== '') {
      warnOfUnknownArgument(text, at, origin);
      return canonicalArgumentName(text);
    }
    throw invalidRule(origin, at, `${quote(key)} does not name an argument`);
  },
  access: (text, { origin, at, key }) => {
    const found = QUALIFIER_VALUES.access.find((value) => value === text);
    if (found !== undefined) return found;
    const problem = `${quote(key)}: a property can be read or written, nothing else`;
    throw invalidRule(origin, at, problem, suggestElementKey(key, false));
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
    if (!(error instanceof RegexError)) throw error;
    throw invalidRule(written.origin, offsetInText(written, text, error.at + 1), error.message, error.hint);
  }
  return { type: 'regex', value: text };
}

/** Where a character of a text value is in the file, or where the value begins if it is not written as it is meant. */
function offsetInText({ value, origin }: WrittenFeature, text: string, at: number): number {
  const start = /["']/.test(origin.text.charAt(value.offset)) ? value.offset + 1 : value.offset;
  return origin.text.startsWith(text, start) ? start + at : value.offset;
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
  const hint = describeChoices(text, allowed);
  throw invalidRule(written.origin, written.value.offset, `${quote(text)} is not a known ${written.key}`, hint);
}
