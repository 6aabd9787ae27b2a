// A saved result document (JSON text) -> ResultDocument. Follows spec core.md section 5 and what the reference's reader accepts:
// aliases of keys, null for absent. What a later version has added is passed over, with a note. What capax adds is taken out again: its
// extension (last element of `meta.argv`) and the times of calls (inside call addresses).

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { CapaxError } from '../../errors.ts';
import { FLAVOURS, type Flavour } from '../../features/scopes.ts';
import type { Analysis, DocumentMeta, ResultDocument, RuleMatches } from '../document.ts';
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
import { type Extent, SavedText } from './saved-text.ts';

const readTexts = readList(readText);

/** The object at `extent`, but with nothing in its member `large`, which is read on its own. */
function readShallow(text: SavedText, extent: Extent, large: string): JsonValue {
  const members = text.members(extent);
  if (members === undefined) return text.parse(extent);
  const object: JsonObject = Object.create(null);
  for (const [key, at] of members) object[key] = key === large ? text.emptied(at) : text.parse(at);
  return object;
}

const readRuleParts = readFields<{ meta: JsonObject; source: string; matches: JsonValue[] }>({
  meta: required(readObject),
  source: required(readText),
  matches: required(readList((value) => value)),
});

function readRule(text: SavedText, extent: Extent, key: string, place: Place): RuleMatches {
  const { meta, source } = readRuleParts(readShallow(text, extent, 'matches'), place);
  const rule = readRuleMeta(meta, { parent: place, key: 'meta' });
  if (rule.name !== key) failAt(place, `key differs from the rule's name`);
  const list = { parent: place, key: 'matches' };
  const bounds = text.elements(text.members(extent)?.get('matches') as Extent) as Int32Array;
  return savedRuleMatches(rule, source, bounds.length / 2, (index) => {
    const pair = { start: bounds[2 * index] as number, end: bounds[2 * index + 1] as number };
    return readPair(text.parse(pair), { parent: list, key: index });
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
 * Reads a saved result document. Throws CapaxError `document-invalid` with the place of the first value that does not fit. Evidence
 * trees are checked now and parsed again when they are asked for.
 */
export function readDocument(text: string): ResultDocument {
  return readSavedText(SavedText.of(text));
}

/**
 * As `readDocument`, from bytes, which are held at once. The place of the error is the source; its message says where in it. `check` is
 * asked wherever much may be built; what it throws ends reading.
 */
export async function readDocumentFrom(source: ByteSource, check?: () => void): Promise<ResultDocument> {
  try {
    const text = await SavedText.from(source);
    text.root.check = check;
    const document = readSavedText(text);
    // What is parsed again is no part of reading.
    text.root.check = undefined;
    return document;
  } catch (error) {
    if (!(error instanceof CapaxError) || error.code !== 'document-invalid') throw error;
    const { code, message, hint } = error;
    throw new CapaxError(code, message, { where: source.name, ...(hint === undefined ? {} : { hint }), cause: error });
  }
}

function readSavedText(text: SavedText): ResultDocument {
  const { root } = text;
  const whole = text.whole();
  const top = readTop(readShallow(text, whole, 'rules'), root);
  const place = { parent: root, key: 'meta' };
  const { argv, flavor, analysis, ...meta } = readMeta(top.meta, place);
  const read = readAnalysis(flavor, analysis, { parent: place, key: 'analysis' });
  const last = { parent: { parent: place, key: 'argv' }, key: argv.length - 1 };
  const capax = readExtension(argv.at(-1), flavor, last);
  const list = { parent: root, key: 'rules' };
  const extents = text.members(text.members(whole)?.get('rules') as Extent) as Map<string, Extent>;
  const rules = Array.from(extents, ([key, at]) => readRule(text, at, key, { parent: list, key }));
  const { notes } = root;
  return {
    meta: { ...meta, argv: capax === undefined ? argv : argv.slice(0, -1), analysis: read },
    ...(capax === undefined ? {} : { capax }),
    ...(notes.length === 0 ? {} : { notes }),
    rules,
  };
}
