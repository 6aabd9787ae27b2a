// What a VMRay call's name and parameters mean to rules (spec: input parameters in order, then the name; integers by their
// declared type, text behind pointers, handles and access masks of the registry although declared as pointers).

import { callNames } from '../../features/api-names.ts';
import type { Feature } from '../../features/feature.ts';
import type { Semantics } from '../../semantics.ts';
import { numberFeatures } from '../shared/value-features.ts';
import { decodeEscapes, halveBackslashes } from './escapes.ts';
import { parseVmrayInteger } from './integer.ts';
import type { FlogParameter } from './records.ts';

const INTEGER_TYPES: ReadonlySet<string> = new Set([
  ...['8', '16', '32', '64'].flatMap((bits) => [`signed_${bits}bit`, `unsigned_${bits}bit`]),
  'bool',
]);
/** Types whose values may be integers. */
const VAGUE_TYPES: ReadonlySet<string> = new Set(['double', 'unknown']);
/** Parameters whose number counts although their type is a pointer. */
const NUMERIC_POINTERS: ReadonlySet<string> = new Set(['hKey', 'hKeyRoot', 'hkResult', 'samDesired']);
/** Python's `string.printable`, which is how the reference tells text from other data. */
const PRINTABLE = /^[\t-\r\x20-\x7e]*$/;

/** How a value is to be read; `number?` for one that may be something else. */
export type ValueRole = 'number' | 'number?' | 'text';

/** The value of a parameter that rules see, and its role; undefined where there is none. */
export function roleOf({ name, type, value, target }: FlogParameter): [ValueRole, string] | undefined {
  if (target !== undefined) {
    if (target.value === undefined) return undefined;
    if (INTEGER_TYPES.has(target.type)) return ['number', target.value];
    if (target.type === 'str') return ['text', target.value];
    return VAGUE_TYPES.has(target.type) || NUMERIC_POINTERS.has(name) ? ['number?', target.value] : undefined;
  }
  if (value === undefined) return undefined;
  if (INTEGER_TYPES.has(type)) return ['number', value];
  return VAGUE_TYPES.has(type) || (type === 'void_ptr' && NUMERIC_POINTERS.has(name)) ? ['number?', value] : undefined;
}

/** Features of a number in a log; none if the text is no number. */
export function integerFeatures(text: string, semantics: Semantics): Feature[] {
  const value = parseVmrayInteger(text);
  return value === undefined ? [] : numberFeatures(value, semantics);
}

/** Features of text behind a pointer. */
export function stringFeatures(text: string, semantics: Semantics): Feature[] {
  if (semantics['vmray-unescape']) return [{ type: 'string', value: decodeEscapes(text) }];
  return PRINTABLE.test(text) ? [{ type: 'string', value: halveBackslashes(text) }] : [];
}

/** Features of a called function's name. */
export function nameFeatures(name: string): Feature[] {
  return callNames(name).map((value) => ({ type: 'api', value }));
}
