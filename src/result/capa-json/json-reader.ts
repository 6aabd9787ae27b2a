// Checks JSON values against a shape that is written down like a table, and says where a value does not fit. Unknown keys are passed
// over, which the root is told of unless an object is declared loose; null counts as absent, as in the reference's reader.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import { type Diagnostic, Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { type Integer, toInteger } from '../../features/feature.ts';

/** Codes of what is odd about a saved document; docs/errors.md explains each. */
export const DOCUMENT_CODES = ['document-newer'] as const;

/** The document as a whole: remembers what of it was passed over, for a later version of a tool may have written it. */
export class DocumentRoot {
  /** Asked wherever much may be built; throws to end reading. */
  check: (() => void) | undefined;
  readonly #notes = new Diagnostics<(typeof DOCUMENT_CODES)[number]>();

  /** What is to be told of the reading: at most one note. */
  get notes(): readonly Diagnostic[] {
    return this.#notes.list();
  }

  passOver(place: Place): void {
    const message = 'the document has parts that this version of capax does not know and does not show in full';
    this.#notes.add('note', 'document-newer', message, describePlace(place));
  }
}

/** Where a value stands: a chain of keys up to the root. */
export type Place = DocumentRoot | { readonly parent: Place; readonly key: string | number };

/** Turns a JSON value into a typed one or throws `document-invalid`. */
export type Reader<T> = (value: JsonValue, place: Place) => T;

/** Longest key that is quoted in a message, in UTF-16 units. */
const MAX_KEY = 80;

function describePlace(place: Place): string {
  const keys: (string | number)[] = [];
  for (let at = place; !(at instanceof DocumentRoot); at = at.parent) keys.unshift(at.key);
  let text = '';
  for (const key of keys) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (/^\w+$/.test(key) && key.length <= MAX_KEY) text += text === '' ? key : `.${key}`;
    else text += `[${JSON.stringify(key.length > MAX_KEY ? `${key.slice(0, MAX_KEY)}…` : key)}]`;
  }
  return text === '' ? 'the top level' : text;
}

/** Tells the document that it has something nobody here knows. */
export function passOver(place: Place): void {
  rootOf(place).passOver(place);
}

function rootOf(place: Place): DocumentRoot {
  let at = place;
  while (!(at instanceof DocumentRoot)) at = at.parent;
  return at;
}

/** Throws `document-invalid` with the place. */
export function failAt(place: Place, message: string): never {
  const where = describePlace(place);
  throw new CapaxError('document-invalid', `the result document is invalid: ${message} at ${where}`, {
    where,
    hint: 'Result documents are what --json writes (capa 7 or later, or capax).',
  });
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value === 'bigint' ? 'number' : typeof value}`;
}

export const readText: Reader<string> = (value, place) =>
  typeof value === 'string' ? value : failAt(place, `expected text, found ${kindOf(value)}`);

export const readFlag: Reader<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : failAt(place, `expected true or false, found ${kindOf(value)}`);

export const readInteger: Reader<Integer> = (value, place) => {
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number') return failAt(place, `expected an integer, found ${kindOf(value)}`);
  if (Number.isSafeInteger(value)) return value;
  return Number.isInteger(value) ? toInteger(BigInt(value)) : failAt(place, 'expected an integer, found a fraction');
};

/** An integer that counts or numbers something: not negative, below 2^53. */
export const readCount: Reader<number> = (value, place) => {
  const integer = readInteger(value, place);
  if (typeof integer === 'bigint') return failAt(place, 'expected an integer below 2^53');
  return integer >= 0 ? integer : failAt(place, 'expected an integer that is not negative');
};

/** An integer or, in number features of hand-made inputs, a fraction. */
export const readNumber: Reader<Integer> = (value, place) =>
  typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value) ? value : readInteger(value, place);

export function readOneOf<T extends string>(words: readonly T[]): Reader<T> {
  return (value, place) => {
    const text = readText(value, place);
    return words.find((word) => word === text) ?? failAt(place, `expected one of ${words.join(', ')}`);
  };
}

export function readList<T>(item: Reader<T>): Reader<T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return failAt(place, `expected a list, found ${kindOf(value)}`);
    const { check } = rootOf(place);
    return value.map((entry, index) => {
      check?.();
      return item(entry, { parent: place, key: index });
    });
  };
}

export const readObject: Reader<JsonObject> = (value, place) =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? value
    : failAt(place, `expected an object, found ${kindOf(value)}`);

/** One member of an object. */
export interface Field<T> {
  readonly read: Reader<T>;
  /** Another spelling of the key that is accepted. */
  readonly alias?: string;
  readonly required: boolean;
  /** Value of an absent member; without it the member stays absent. */
  readonly fallback?: T;
}

export function required<T>(read: Reader<T>, alias?: string): Field<T> {
  return { read, required: true, ...(alias === undefined ? {} : { alias }) };
}

export function optional<T>(read: Reader<T>, alias?: string): Field<T> {
  return { read, required: false, ...(alias === undefined ? {} : { alias }) };
}

type Fields<T> = { readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>> };

/** An object with these members, in this order. Others are passed over, in `loose` objects without a word. */
export function readFields<T extends object>(fields: Fields<T>, loose = false): Reader<T> {
  const entries = Object.entries(fields) as [string, Field<unknown>][];
  const known = new Set<string>();
  for (const [key, field] of entries) {
    known.add(key);
    if (field.alias !== undefined) known.add(field.alias);
  }
  return (value, place) => {
    const source = readObject(value, place);
    if (!loose) {
      for (const key of Object.keys(source)) if (!known.has(key)) passOver({ parent: place, key });
    }
    const out: Record<string, unknown> = {};
    for (const [key, field] of entries) {
      const aliased = field.alias !== undefined && source[key] === undefined;
      const name = aliased ? (field.alias as string) : key;
      const member = source[name];
      if (member !== undefined && member !== null) out[key] = field.read(member, { parent: place, key: name });
      else if (field.fallback !== undefined) out[key] = field.fallback;
      else if (field.required) failAt({ parent: place, key }, 'missing value');
    }
    return out as T;
  };
}
