// Records of a JSON report as they come, one value at a time: reports of facts say the same things in many shapes.

import type { JsonObject, JsonValue } from '../../../bytes/exact-json.ts';
import type { JsonInterest } from '../../../bytes/json-stream.ts';
import { toId } from '../report/integers.ts';
import type { RunFacts } from './run-facts.ts';

/** The value if it is an object; else one without members. */
export function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** The value if it is a list, nothing for none; a single value stands for a list of it. */
export function asList(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** The value if it is text, the digits if it is an integer; else empty. */
export function asText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)) ? String(value) : '';
}

/** The first of these members that is text and not empty; else empty. */
export function textOf(record: JsonObject, ...names: readonly string[]): string {
  for (const name of names) {
    const text = asText(record[name]);
    if (text !== '') return text;
  }
  return '';
}

/** The id of a process, as number or text; undefined for what is none. */
export function idOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'object' ? undefined : toId(value);
}

/** A host and its port, as far as they are known: `example.com:443`, `[::1]:443`. */
export function hostAndPort(host: string, port: JsonValue | undefined): string {
  const number = asText(port);
  if (host === '' || number === '' || number === '0') return host;
  return host.includes(':') ? `[${host}]:${number}` : `${host}:${number}`;
}

/** A value as a whole. */
export function wholeValue(read: (value: JsonValue) => void): JsonInterest {
  return { value: (cursor) => read(cursor.readValue()) };
}

/** The elements of a list, each as a whole. `read` returns whether there was anything in it; `what` names one. */
export function eachValue(facts: RunFacts, read: (value: JsonValue) => boolean, what: string): JsonInterest {
  return {
    elements: {
      value: (cursor, at) => {
        const value = cursor.readValue();
        if (read(value)) return;
        facts.skipRecord('fact-malformed', `${what} is of no use and is left out`, `byte ${at}`);
      },
      lost: () => {
        facts.skipped++;
      },
    },
  };
}

/** The elements of a list that are objects, likewise. */
export function eachRecord(facts: RunFacts, read: (record: JsonObject) => boolean, what: string): JsonInterest {
  return eachValue(facts, (value) => isObject(value) && read(value), what);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
