// A saved result document (JSON text) -> ResultDocument. Follows spec core.md section 5 and what the reference's reader accepts:
// aliases of keys, null for absent, unknown keys only inside addresses and features. What capax adds is taken out again: its
// extension (last element of `meta.argv`) and the times of calls (inside call addresses).

import { type JsonObject, JsonSyntaxError, type JsonValue, parseExactJson } from '../../bytes/exact-json.ts';
import type { Address } from '../../features/address.ts';
import { FLAVOURS, type Flavour } from '../../features/scopes.ts';
import type { Analysis, DocumentMatch, DocumentMeta, ResultDocument, RuleMatches } from '../document.ts';
import { readExtension } from './extension.ts';
import {
  failAt,
  optional,
  type Place,
  type Reader,
  readFields,
  readList,
  readObject,
  readOneOf,
  readText,
  required,
} from './json-reader.ts';
import { readDynamicAnalysis, readStaticAnalysis } from './read-analysis.ts';
import { readPair } from './read-match.ts';
import { readRuleMeta } from './read-rule-meta.ts';
import { savedRuleMatches } from './saved-rule.ts';

const readTexts = readList(readText);

/** `check` is called for each match. */
function readRules(value: JsonObject, place: Place, check: (() => void) | undefined): RuleMatches[] {
  const readMatch: typeof readPair = (pair, at) => {
    check?.();
    return readPair(pair, at);
  };
  const readRuleMatches = readFields<{
    meta: JsonObject;
    source: string;
    matches: (readonly [Address, DocumentMatch])[];
  }>({ meta: required(readObject), source: required(readText), matches: required(readList(readMatch)) });
  return Object.entries(value).map(([key, entry]) => {
    const at = { parent: place, key };
    const { meta, source, matches } = readRuleMatches(entry, at);
    const rule = readRuleMeta(meta, { parent: at, key: 'meta' });
    if (rule.name !== key) failAt(at, `key differs from the rule's name`);
    return savedRuleMatches(rule, source, matches);
  });
}

const TIMESTAMP = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$/;
const readTimestamp: Reader<string> = (value, place) => {
  const text = readText(value, place);
  return TIMESTAMP.test(text) ? text : failAt(place, 'expected an ISO 8601 date and time');
};

interface SavedMeta {
  timestamp: string;
  version: string;
  argv: readonly string[];
  sample: DocumentMeta['sample'];
  flavor: Flavour;
  analysis: JsonObject;
}

const readMeta = readFields<SavedMeta>({
  timestamp: required(readTimestamp),
  version: required(readText),
  argv: { ...optional(readTexts), fallback: [] },
  sample: required(
    readFields<DocumentMeta['sample']>({
      md5: required(readText),
      sha1: required(readText),
      sha256: required(readText),
      path: required(readText),
    }),
  ),
  flavor: required(readOneOf(FLAVOURS)),
  analysis: required(readObject),
});

const readTop = readFields<{ meta: JsonObject; rules: JsonObject }>({
  meta: required(readObject),
  rules: required(readObject),
});

function readAnalysis(flavour: Flavour, value: JsonObject, place: Place): Analysis {
  switch (flavour) {
    case 'static':
      return readStaticAnalysis(value, place);
    case 'dynamic':
      return readDynamicAnalysis(value, place);
  }
}

/**
 * Reads a saved result document. Throws CapaxError `document-invalid` with the place of the first value that does not fit.
 * Nothing is read lazily: what is returned no longer needs the text. `check` is called now and then; what it throws ends reading.
 */
export function readDocument(text: string, check?: () => void): ResultDocument {
  let value: JsonValue;
  try {
    value = parseExactJson(text, check);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return failAt(undefined, `not JSON: ${error.message},`);
  }
  const top = readTop(value, undefined);
  const place = { parent: undefined, key: 'meta' };
  const { argv, flavor, analysis, ...meta } = readMeta(top.meta, place);
  const read = readAnalysis(flavor, analysis, { parent: place, key: 'analysis' });
  const last = { parent: { parent: place, key: 'argv' }, key: argv.length - 1 };
  const capax = readExtension(argv.at(-1), flavor, last);
  return {
    meta: { ...meta, argv: capax === undefined ? argv : argv.slice(0, -1), analysis: read },
    ...(capax === undefined ? {} : { capax }),
    rules: readRules(top.rules, { parent: undefined, key: 'rules' }, check),
  };
}
