// One feature of a rule: `key: value`, or the inside of `count(key(value))`. Follows the rule format as the reference's parser
// reads it; what makes the reference crash is an invalid rule here.

import { CapaxError } from '../errors.ts';
import type { Feature, Integer, TextFeatureType } from '../features/feature.ts';
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

const TEXT_KEYS: ReadonlyMap<string, TextFeatureType> = new Map([
  ['substring', 'substring'],
  ['mnemonic', 'mnemonic'],
  ['characteristic', 'characteristic'],
  ['export', 'export'],
  ['import', 'import'],
  ['section', 'section'],
  ['function-name', 'function name'],
  ['match', 'match'],
  ['class', 'class'],
  ['namespace', 'namespace'],
]);

const OS_NAMES =
  'aix,android,any,aros,cloud,dragonfly BSD,fenixos,freebsd,hpux,hurd,illumos,irix,linux,macos,modesto,nacl,netbsd,nsk,' +
  'openbsd,openvms,solaris,syllable,tru64,unix,windows,z/os,86open';

/** Values that rules may compare os, arch and format with. */
const CLOSED_VALUES: ReadonlyMap<string, readonly string[]> = new Map([
  ['os', OS_NAMES.split(',')],
  ['arch', ['i386', 'amd64', 'aarch64', 'any']],
  ['format', ['pe', 'elf', 'dotnet']],
]);

const OPERAND = /^operand\[(.*)\]\.(number|offset)$/s;
const MAX_OPERAND_INDEX = 4;
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
  const { key } = written;
  const type = TEXT_KEYS.get(key);
  if (type !== undefined) return { type, value: requireText(written) };
  switch (key) {
    case 'api':
      return { type: 'api', value: trimModule(requireText(written)) };
    case 'string':
      return readString(written);
    case 'bytes':
      return { type: 'bytes', value: readBytes(written) };
    case 'number':
    case 'offset':
      return { type: key, value: readInteger(written) };
    case 'basic blocks':
      return { type: 'basic block' };
    case 'property':
      return { type: 'property', value: requireText(written) };
    case 'os':
    case 'arch':
    case 'format':
      return { type: key, value: readClosed(written) };
  }
  const operand = OPERAND.exec(key);
  if (operand !== null) return readOperand(written, operand[1] ?? '', operand[2] === 'number');
  if (key.startsWith('property/') && !written.counted) return readProperty(written);
  const problem = written.counted ? `${quote(key)} cannot be counted` : `unknown key ${quote(key)}`;
  throw invalidRule(written.origin, written.at, problem, 'docs/rules.md lists all statements and features.');
}

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

function readOperand(written: WrittenFeature, indexText: string, isNumber: boolean): Feature {
  const index = parseIntegerText(indexText);
  if (index === undefined || index < 0 || index > MAX_OPERAND_INDEX) {
    const problem = `${quote(written.key)}: operands are numbered from 0 to ${MAX_OPERAND_INDEX}`;
    throw invalidRule(written.origin, written.at, problem);
  }
  const type = isNumber ? 'operand number' : 'operand offset';
  return { type, index: Number(index), value: readInteger(written) };
}

function readProperty(written: WrittenFeature): Feature {
  const access = written.key.slice('property/'.length);
  if (access === 'read' || access === 'write') return { type: 'property', access, value: requireText(written) };
  throw invalidRule(
    written.origin,
    written.at,
    `${quote(written.key)}: a property can be read or written, nothing else`,
  );
}

function readClosed(written: WrittenFeature): string {
  const text = requireText(written);
  const allowed = CLOSED_VALUES.get(written.key);
  if (written.counted || allowed === undefined || allowed.includes(text)) return text;
  const hint = `Use one of: ${allowed.join(', ')}.`;
  throw invalidRule(written.origin, written.value.offset, `${quote(text)} is not a known ${written.key}`, hint);
}
