// ResultDocument -> JSON text in the reference's exact key order and with its omission rules (spec core.md 5.1-5.7), in pieces, so
// that neither the text nor the evidence trees of a whole result are ever held at once.

import { writeExactJson } from '../bytes/exact-json.ts';
import type { Address } from '../features/address.ts';
import type {
  DocumentFeature,
  DocumentMatch,
  DocumentMeta,
  DocumentRuleMeta,
  DocumentStatement,
  MatchedCall,
  ResultDocument,
} from './document.ts';
import { writeExtension } from './extension.ts';
import { FEATURE_KEYS, isFeatureType } from './nodes.ts';

/** Text is handed out in pieces of at least this many UTF-16 units; a piece ends where a value ends. */
const CHUNK = 65_536;

function orderedAddress(address: Address): Address {
  return address.type === 'no address'
    ? { type: address.type }
    : ({ type: address.type, value: address.value } as Address);
}

function orderedFeature(feature: DocumentFeature): object {
  const ordered: Record<string, unknown> = { type: feature.type };
  const keys = isFeatureType(feature.type) ? FEATURE_KEYS[feature.type].keys : [];
  for (const key of [...keys, 'description']) ordered[key] = feature[key];
  return ordered;
}

function orderedStatement(statement: DocumentStatement): object {
  const { type, description } = statement;
  switch (type) {
    case 'some':
      return { type, description, count: statement.count };
    case 'range':
      return { type, description, min: statement.min, max: statement.max, child: orderedFeature(statement.child) };
    case 'subscope':
      return { type, description, scope: statement.scope };
    default:
      return { type, description };
  }
}

function matchText(match: DocumentMatch): string {
  const node =
    match.node.type === 'statement'
      ? { type: 'statement', statement: orderedStatement(match.node.statement) }
      : { type: 'feature', feature: orderedFeature(match.node.feature) };
  const captures = [...match.captures].map(
    ([text, addresses]) => `${JSON.stringify(text)}:${writeExactJson(addresses.map(orderedAddress))}`,
  );
  return (
    `{"success":${match.success},"node":${writeExactJson(node)},"children":[${match.children.map(matchText).join(',')}],` +
    `"locations":${writeExactJson(match.locations.map(orderedAddress))},"captures":{${captures.join(',')}}}`
  );
}

function ruleMetaText(meta: DocumentRuleMeta): string {
  return writeExactJson({
    name: meta.name,
    namespace: meta.namespace,
    authors: meta.authors,
    scopes: { static: meta.scopes.static, dynamic: meta.scopes.dynamic },
    attack: meta.attack.map(({ parts, tactic, technique, subtechnique, id }) => ({
      parts,
      tactic,
      technique,
      subtechnique,
      id,
    })),
    mbc: meta.mbc.map(({ parts, objective, behavior, method, id }) => ({ parts, objective, behavior, method, id })),
    references: meta.references,
    examples: meta.examples,
    description: meta.description,
    lib: meta.lib,
    is_subscope_rule: meta.is_subscope_rule,
    maec: {
      analysis_conclusion: meta.maec.analysis_conclusion,
      analysis_conclusion_ov: meta.maec.analysis_conclusion_ov,
      malware_family: meta.maec.malware_family,
      malware_category: meta.maec.malware_category,
      malware_category_ov: meta.maec.malware_category_ov,
    },
  });
}

/** `{...` up to and without the `}` that ends the object: the caller goes on with further members. */
function openText(value: object): string {
  return writeExactJson(value).slice(0, -1);
}

function metaText(meta: DocumentMeta, extension: ResultDocument['extension']): string {
  const { md5, sha1, sha256, path } = meta.sample;
  return openText({
    timestamp: meta.timestamp,
    version: meta.version,
    argv: extension === undefined ? meta.argv : [...meta.argv, writeExtension(extension)],
    sample: { md5, sha1, sha256, path },
    flavor: meta.flavor,
  });
}

function callText({ address, name, time }: MatchedCall): string {
  return writeExactJson({ address: { ...orderedAddress(address), time }, name });
}

/** The analysis section, with a dynamic layout's calls read one at a time. */
async function* analysisParts({ analysis }: DocumentMeta): AsyncIterable<string> {
  const { format, arch, os, extractor, rules } = analysis;
  const common = { format, arch, os, extractor, rules };
  if ('base_address' in analysis) {
    const { layout, feature_counts: counts } = analysis;
    yield writeExactJson({
      ...common,
      base_address: orderedAddress(analysis.base_address),
      layout: {
        functions: layout.functions.map((entry) => ({
          address: orderedAddress(entry.address),
          matched_basic_blocks: entry.matched_basic_blocks.map((block) => ({ address: orderedAddress(block.address) })),
        })),
      },
      feature_counts: {
        file: counts.file,
        functions: counts.functions.map(({ address, count }) => ({ address: orderedAddress(address), count })),
      },
      library_functions: analysis.library_functions.map(({ address, name }) => ({
        address: orderedAddress(address),
        name,
      })),
    });
    return;
  }
  yield `${openText(common)},"layout":{"processes":[`;
  let processes = '';
  for (const process of analysis.layout.processes) {
    yield `${processes}${openText({ address: orderedAddress(process.address), name: process.name })},"matched_threads":[`;
    processes = ',';
    let threads = '';
    for (const thread of process.matched_threads) {
      yield `${threads}${openText({ address: orderedAddress(thread.address) })},"matched_calls":[`;
      threads = ',';
      let calls = '';
      for await (const call of thread.matched_calls) {
        yield calls + callText(call);
        calls = ',';
      }
      yield ']}';
    }
    yield ']}';
  }
  const { file, processes: counted } = analysis.feature_counts;
  const counts = {
    file,
    processes: counted.map(({ address, count }) => ({ address: orderedAddress(address), count })),
  };
  yield `]},"feature_counts":${writeExactJson(counts)}}`;
}

async function* documentParts(document: ResultDocument): AsyncIterable<string> {
  yield `{"meta":${metaText(document.meta, document.extension)},"analysis":`;
  yield* analysisParts(document.meta);
  yield '},"rules":{';
  let rules = '';
  for (const rule of document.rules) {
    yield `${rules}${JSON.stringify(rule.meta.name)}:{"meta":${ruleMetaText(rule.meta)},"source":${JSON.stringify(rule.source)},"matches":[`;
    rules = ',';
    let matches = '';
    for (const [address, match] of rule.matches()) {
      yield `${matches}[${writeExactJson(orderedAddress(address))},${matchText(match)}]`;
      matches = ',';
    }
    yield ']}';
  }
  yield '}}';
}

/** Lone surrogates, which JavaScript writes as escapes and the reference's reader refuses, become U+FFFD. */
function withoutLoneSurrogates(json: string): string {
  if (!json.includes('\\ud')) return json;
  // A doubled backslash is taken as a whole, so that text which only looks like an escape stays.
  return json.replace(/\\(?:\\|ud[89a-f][0-9a-f]{2})/g, (found) => (found === '\\\\' ? found : '\ufffd'));
}

/**
 * The document as compact JSON without a final newline. Strings keep non-ASCII characters. Pieces are about 64 KB, longer where a
 * single evidence tree or value is; each ends where a value ends, so no character is cut in two. `meta.argv` is always written,
 * although the reference leaves out an empty one, because its reader demands it.
 */
export async function* writeDocument(document: ResultDocument): AsyncIterable<string> {
  let piece = '';
  for await (const part of documentParts(document)) {
    piece += part;
    if (piece.length < CHUNK) continue;
    yield withoutLoneSurrogates(piece);
    piece = '';
  }
  yield withoutLoneSurrogates(piece);
}
