// Whether a record has the fields of its kind.

import { type Field, type FieldKind, RECORD_FIELDS, type TraceRecord } from './records.ts';

const ADDRESS = /^0x[0-9a-f]{1,16}$/;
const BYTES = /^(?:[0-9a-f]{2})*$/;

const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAddress = (value: unknown): boolean => isText(value) && ADDRESS.test(value);
const isBytes = (value: unknown): boolean => isText(value) && BYTES.test(value);
const everyValue = (value: unknown, test: (one: unknown) => boolean): boolean =>
  isObject(value) && Object.values(value).every(test);

/** What each kind of field is in words, and whether a value is one. */
const KINDS: Readonly<Record<FieldKind, { readonly words: string; readonly test: (value: unknown) => boolean }>> = {
  count: { words: 'a whole number from 0 on', test: (value) => Number.isSafeInteger(value) && (value as number) >= 0 },
  text: { words: 'a text', test: isText },
  address: { words: 'a text of 0x and lower-case digits', test: isAddress },
  bytes: { words: 'bytes as pairs of lower-case digits', test: isBytes },
  duration: { words: 'a number from 0 on', test: (value) => typeof value === 'number' && value >= 0 },
  flag: { words: 'true or false', test: (value) => typeof value === 'boolean' },
  texts: {
    words: 'a text or a list of texts',
    test: (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
  },
  registers: {
    words: 'an object of registers with addresses as values',
    test: (value) => everyValue(value, isAddress),
  },
  names: { words: 'an object of texts', test: (value) => everyValue(value, isText) },
  accesses: {
    words: 'a list of ["r" or "w", address, bytes]',
    test: (value) => Array.isArray(value) && value.every(isAccess),
  },
  arguments: { words: 'a list of arguments', test: (value) => Array.isArray(value) && value.every(isArgument) },
  producer: {
    words: 'an object with the name of what wrote it',
    test: (value) => isObject(value) && isText(value['name']),
  },
  sample: { words: 'an object about the file that ran', test: isSample },
};

function isAccess(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 3) return false;
  return (value[0] === 'r' || value[0] === 'w') && isAddress(value[1]) && isBytes(value[2]);
}

function isArgument(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { n = '', val = '0x0', str = '', buf = '', out = true } = value;
  return isText(n) && isAddress(val) && isText(str) && isBytes(buf) && out === true;
}

function isSample(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { path = '', size = 0, md5 = '', sha1 = '', sha256 = '' } = value;
  return KINDS.count.test(size) && [path, md5, sha1, sha256].every(isText);
}

/** What is wrong with the fields of a record; nothing for one of a kind that is not known. */
export function checkFields(record: TraceRecord): string[] {
  const fields = RECORD_FIELDS.get(String(record['t']));
  if (fields === undefined) return [];
  const wrong: string[] = [];
  for (const [name, field] of fields) {
    const problem = checkField(record[name], field);
    if (problem !== undefined) wrong.push(`"${name}" ${problem}`);
  }
  return wrong;
}

function checkField(value: unknown, { kind, isRequired, orNull, words }: Field): string | undefined {
  if (value === undefined) return isRequired ? 'is missing' : undefined;
  if (value === null && orNull) return undefined;
  if (!KINDS[kind].test(value)) return `is not ${KINDS[kind].words}`;
  return words === undefined || words.includes(value as string) ? undefined : `is none of ${words.join(', ')}`;
}
