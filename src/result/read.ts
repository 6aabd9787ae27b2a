// A saved result document (JSON text) -> ResultDocument. Follows spec core.md section 5 and what the reference's reader accepts:
// aliases of keys, null for absent, unknown keys only inside addresses and features. What capax adds is taken out again: its
// extension (last element of `meta.argv`) and the times of calls (inside call addresses).

import { type JsonObject, JsonSyntaxError, type JsonValue, parseExactJson } from '../bytes/exact-json.ts';
import type { Address, ProcessAddress } from '../features/address.ts';
import { DYNAMIC_SCOPES, type DynamicScope, STATIC_SCOPES, type StaticScope } from '../features/scopes.ts';
import type {
  AttackSpec,
  DocumentMatch,
  DocumentMeta,
  DocumentRuleMeta,
  DynamicAnalysis,
  MatchedCall,
  MatchedProcess,
  MatchedThread,
  MbcSpec,
  ResultDocument,
  RuleMatches,
  StaticAnalysis,
} from './document.ts';
import { eagerRuleMatches } from './eager.ts';
import { readExtension } from './extension.ts';
import {
  failAt,
  optional,
  type Reader,
  readCount,
  readFields,
  readFlag,
  readList,
  readObject,
  readOneOf,
  readText,
  required,
} from './json-reader.ts';
import { readAddress, readCallAddress, readPair, readProcessAddress, readThreadAddress } from './read-match.ts';

const readTexts = readList(readText);

const readRuleMeta = readFields<DocumentRuleMeta>({
  name: required(readText),
  namespace: optional(readText),
  authors: required(readTexts),
  scopes: required(
    readFields<DocumentRuleMeta['scopes']>({
      // `global` is a scope in which no rule is ever matched, so a document of matches does not hold it.
      static: optional<StaticScope>(readOneOf(STATIC_SCOPES)),
      dynamic: optional<DynamicScope>(readOneOf(DYNAMIC_SCOPES)),
    }),
  ),
  attack: required(
    readList(
      readFields<AttackSpec>({
        parts: required(readTexts),
        tactic: required(readText),
        technique: required(readText),
        subtechnique: required(readText),
        id: required(readText),
      }),
    ),
    'att&ck',
  ),
  mbc: required(
    readList(
      readFields<MbcSpec>({
        parts: required(readTexts),
        objective: required(readText),
        behavior: required(readText),
        method: required(readText),
        id: required(readText),
      }),
    ),
  ),
  references: required(readTexts),
  examples: required(readTexts),
  description: required(readText),
  lib: { ...optional(readFlag), fallback: false },
  is_subscope_rule: { ...optional(readFlag, 'capa/subscope-rule'), fallback: false },
  maec: required(
    readFields<DocumentRuleMeta['maec']>({
      analysis_conclusion: optional(readText, 'analysis-conclusion'),
      analysis_conclusion_ov: optional(readText, 'analysis-conclusion-ov'),
      malware_family: optional(readText, 'malware-family'),
      malware_category: optional(readText, 'malware-category'),
      malware_category_ov: optional(readText, 'malware-category-ov'),
    }),
  ),
});

const readRuleMatches = readFields<{
  meta: DocumentRuleMeta;
  source: string;
  matches: (readonly [Address, DocumentMatch])[];
}>({ meta: required(readRuleMeta), source: required(readText), matches: required(readList(readPair)) });

const readRules: Reader<RuleMatches[]> = (value, place) =>
  Object.entries(readObject(value, place)).map(([key, entry]) => {
    const at = { parent: place, key };
    const { meta, source, matches } = readRuleMatches(entry, at);
    if (meta.name !== key) failAt(at, `key differs from the rule's name`);
    return eagerRuleMatches(meta, source, matches);
  });

const readCallEntry = readFields<{ address: JsonObject; name: string }>({
  address: required(readObject),
  name: required(readText),
});
const readMatchedCall: Reader<MatchedCall> = (value, place) => {
  const { address, name } = readCallEntry(value, place);
  const time = address['time'];
  return {
    address: readCallAddress(address, { parent: place, key: 'address' }),
    name,
    ...(typeof time === 'string' ? { time } : {}),
  };
};

const readCommon = {
  format: required(readText),
  arch: required(readText),
  os: required(readText),
  extractor: required(readText),
  rules: required(readTexts),
};

const readStaticAnalysis = readFields<StaticAnalysis>({
  ...readCommon,
  base_address: required(readAddress),
  layout: required(
    readFields<StaticAnalysis['layout']>({
      functions: required(
        readList(
          readFields<StaticAnalysis['layout']['functions'][number]>({
            address: required(readAddress),
            matched_basic_blocks: required(
              readList(readFields<{ address: Address }>({ address: required(readAddress) })),
            ),
          }),
        ),
      ),
    }),
  ),
  feature_counts: required(
    readFields<StaticAnalysis['feature_counts']>({
      file: required(readCount),
      functions: required(
        readList(
          readFields<{ address: Address; count: number }>({
            address: required(readAddress),
            count: required(readCount),
          }),
        ),
      ),
    }),
  ),
  library_functions: required(
    readList(
      readFields<{ address: Address; name: string }>({ address: required(readAddress), name: required(readText) }),
    ),
  ),
});

const readDynamicAnalysis = readFields<DynamicAnalysis>({
  ...readCommon,
  layout: required(
    readFields<DynamicAnalysis['layout']>({
      processes: required(
        readList(
          readFields<MatchedProcess>({
            address: required(readProcessAddress),
            name: required(readText),
            matched_threads: required(
              readList(
                readFields<MatchedThread>({
                  address: required(readThreadAddress),
                  matched_calls: required(readList(readMatchedCall)),
                }),
              ),
            ),
          }),
        ),
      ),
    }),
  ),
  feature_counts: required(
    readFields<DynamicAnalysis['feature_counts']>({
      file: required(readCount),
      processes: required(
        readList(
          readFields<{ address: ProcessAddress; count: number }>({
            address: required(readProcessAddress),
            count: required(readCount),
          }),
        ),
      ),
    }),
  ),
});

const TIMESTAMP = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$/;
const readTimestamp: Reader<string> = (value, place) => {
  const text = readText(value, place);
  return TIMESTAMP.test(text) ? text : failAt(place, 'expected an ISO 8601 date and time');
};

const readMeta = readFields<Omit<DocumentMeta, 'analysis'> & { analysis: JsonObject }>({
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
  flavor: required(readOneOf(['static', 'dynamic'])),
  analysis: required(readObject),
});

const readTop = readFields<{ meta: JsonObject; rules: JsonObject }>({
  meta: required(readObject),
  rules: required(readObject),
});

/**
 * Reads a saved result document. Throws CapaxError `document-invalid` with the place of the first value that does not fit.
 * Nothing is read lazily: what is returned no longer needs the text.
 */
export function readDocument(text: string): ResultDocument {
  let value: JsonValue;
  try {
    value = parseExactJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return failAt(undefined, `not JSON: ${error.message},`);
  }
  const top = readTop(value, undefined);
  const place = { parent: undefined, key: 'meta' };
  const { argv, ...meta } = readMeta(top.meta, place);
  const readAnalysis: Reader<StaticAnalysis | DynamicAnalysis> =
    meta.flavor === 'static' ? readStaticAnalysis : readDynamicAnalysis;
  const analysis = readAnalysis(meta.analysis, { parent: place, key: 'analysis' });
  const extension = readExtension(argv.at(-1), meta.flavor, {
    parent: { parent: place, key: 'argv' },
    key: argv.length - 1,
  });
  return {
    meta: { ...meta, analysis, argv: extension === undefined ? argv : argv.slice(0, -1) },
    ...(extension === undefined ? {} : { extension }),
    rules: readRules(top.rules, { parent: undefined, key: 'rules' }),
  };
}
