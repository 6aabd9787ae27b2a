// What a DRAKVUF call's name and arguments mean to rules (spec: the reference reads an argument with Python's `int(text, 0)`,
// else keeps it as text). DRAKVUF follows pointers to strings and writes them as `0xPTR:"text"`, the text escaped as in JSON.

import { parseHex, parsePrefixed } from '../../bytes/python-integer.ts';
import { callNames } from '../../features/api-names.ts';
import type { Feature } from '../../features/feature.ts';
import type { Semantics } from '../../semantics.ts';
import { numberFeatures, textFeatures } from '../shared/value-features.ts';
import { linuxCallNames } from './linux-names.ts';

/** A text between quotes that is escaped as in JSON. */
const WELL_QUOTED = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"$/;
/** A text in quotes without the pointer to it, as newer logs have it. */
const IN_QUOTES = /^".*"$/s;
const POINTER_PREFIX = /^(0x[0-9a-fA-F]+):(?=")/;

/** The text behind the quotes; as it stands where it is not well escaped (DRAKVUF cuts long texts). */
function unquote(quoted: string): string {
  // Tested first: a thrown error for every cut text would cost more than all the rest.
  if (quoted.includes('\\') && WELL_QUOTED.test(quoted)) return JSON.parse(quoted) as string;
  return quoted.length > 1 && quoted.endsWith('"') ? quoted.slice(1, -1) : quoted.slice(1);
}

/** Features of one argument value. */
export function argumentFeatures(value: string, semantics: Semantics): Feature[] {
  const features = textFeatures(value, parsePrefixed, semantics);
  if (!semantics['drakvuf-inner-text']) return features;
  if (IN_QUOTES.test(value)) return [...features, { type: 'string', value: unquote(value) }];
  const prefix = POINTER_PREFIX.exec(value);
  const pointer = prefix === null ? undefined : parseHex(prefix[1] as string);
  if (prefix === null || pointer === undefined) return features;
  const inner: Feature = { type: 'string', value: unquote(value.slice(prefix[0].length)) };
  return [...features, ...numberFeatures(pointer, semantics), inner];
}

/** Features of a called function's name. */
export function nameFeatures(method: string): Feature[] {
  return callNames(method).map((value) => ({ type: 'api', value }));
}

/** Features of the name of a call on Linux, as `qualifyLinuxCall` makes it. */
export function linuxNameFeatures(qualified: string): Feature[] {
  return linuxCallNames(qualified).map((value) => ({ type: 'api', value }));
}
