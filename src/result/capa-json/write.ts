// ResultDocument -> JSON text in the reference's exact key order and with its omission rules (spec core.md 5.1-5.7), in pieces, so
// that neither the text nor the evidence trees of a whole result are ever held at once.

import { writeExactJson } from '../../bytes/exact-json.ts';
import { type CallParts, formatCall } from '../../features/call.ts';
import type { Flavour } from '../../features/scopes.ts';
import type {
  Analysis,
  DocumentRuleMeta,
  DynamicAnalysis,
  MatchedCall,
  ResultDocument,
  StaticAnalysis,
} from '../document.ts';
import { writeExtension } from './extension.ts';
import { MAEC_KEYS } from './maec-keys.ts';
import { addressObject, CHUNK, MatchWriter } from './write-match.ts';

function ruleMetaText(meta: DocumentRuleMeta): string {
  return writeExactJson({
    name: meta.name,
    namespace: meta.namespace,
    authors: meta.authors,
    scopes: { static: meta.scopes.static, dynamic: meta.scopes.dynamic } satisfies Record<Flavour, unknown>,
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
    is_subscope_rule: meta.isSubscopeRule,
    maec: Object.fromEntries(MAEC_KEYS.map(([name, key]) => [key, meta.maec[name]])),
  });
}

/** `{...` up to and without the `}` that ends the object: the caller goes on with further members. */
function openText(value: object): string {
  return writeExactJson(value).slice(0, -1);
}

function metaText({ meta, capax }: ResultDocument): string {
  const { md5, sha1, sha256, path } = meta.sample;
  return openText({
    timestamp: meta.timestamp,
    version: meta.version,
    argv: capax === undefined ? meta.argv : [...meta.argv, writeExtension(capax)],
    sample: { md5, sha1, sha256, path },
    flavor: meta.analysis.flavour,
  });
}

function callText({ address, call }: MatchedCall): string {
  const extras = { time: call.time, shown: shownArguments(call) };
  return writeExactJson({ address: { ...addressObject(address), ...extras }, name: formatCall(call) });
}

/** What arguments are shown as, by their position; undefined if all are shown as they are. */
function shownArguments({ args = [] }: CallParts): Readonly<Record<string, string>> | undefined {
  const shown = args.flatMap((argument, i) => (argument.shown === undefined ? [] : [[i, argument.shown] as const]));
  return shown.length === 0 ? undefined : Object.fromEntries(shown);
}

function factsOf({ format, arch, os, extractor, rules }: Analysis): object {
  return { format, arch, os, extractor, rules };
}

function countsOf(parts: Analysis['featureCounts']['parts']): object[] {
  return parts.map(({ address, count }) => ({ address: addressObject(address), count }));
}

function analysisParts(analysis: Analysis): Iterable<string> | AsyncIterable<string> {
  switch (analysis.flavour) {
    case 'static':
      return [staticText(analysis)];
    case 'dynamic':
      return dynamicParts(analysis);
  }
}

function staticText(analysis: StaticAnalysis): string {
  const { baseAddress, functions, featureCounts, libraryFunctions } = analysis;
  return writeExactJson({
    ...factsOf(analysis),
    base_address: addressObject(baseAddress),
    layout: {
      functions: functions.map(({ address, matchedBlocks }) => ({
        address: addressObject(address),
        matched_basic_blocks: matchedBlocks.map((block) => ({ address: addressObject(block) })),
      })),
    },
    feature_counts: { file: featureCounts.file, functions: countsOf(featureCounts.parts) },
    library_functions: libraryFunctions.map(({ address, name }) => ({ address: addressObject(address), name })),
  });
}

/** With the layout's calls read one at a time. */
async function* dynamicParts(analysis: DynamicAnalysis): AsyncIterable<string> {
  yield `${openText(factsOf(analysis))},"layout":{"processes":[`;
  let processes = '';
  for (const process of analysis.processes) {
    yield `${processes}${openText({ address: addressObject(process.address), name: process.name })},"matched_threads":[`;
    processes = ',';
    let threads = '';
    for (const thread of process.threads) {
      yield `${threads}${openText({ address: addressObject(thread.address) })},"matched_calls":[`;
      threads = ',';
      let calls = '';
      for await (const call of thread.calls) {
        yield calls + callText(call);
        calls = ',';
      }
      yield ']}';
    }
    yield ']}';
  }
  const { file, parts } = analysis.featureCounts;
  yield `]},"feature_counts":${writeExactJson({ file, processes: countsOf(parts) })}}`;
}

async function* documentParts(document: ResultDocument): AsyncIterable<string> {
  yield `{"meta":${metaText(document)},"analysis":`;
  yield* analysisParts(document.meta.analysis);
  yield '},"rules":{';
  let rules = '';
  const writer = new MatchWriter();
  for (const rule of document.rules) {
    yield `${rules}${JSON.stringify(rule.meta.name)}:{"meta":${ruleMetaText(rule.meta)},"source":${JSON.stringify(rule.source)},"matches":[`;
    rules = ',';
    for (let index = 0; index < rule.count; index++) {
      const address = writeExactJson(addressObject(rule.addressOf(index)));
      yield `${index === 0 ? '' : ','}[${address},`;
      yield* writer.write(rule.matchOf(index));
      yield ']';
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
 * single value is; each ends where a value ends, so no character is cut in two. `meta.argv` is always written,
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
