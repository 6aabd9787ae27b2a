// The answer from a program and its runs as JSON on one line; docs/result-document.md says what is in it.

import { writeExactJson } from '../bytes/exact-json.ts';
import { plainJson } from '../bytes/plain-json.ts';
import { formatCall } from '../features/call.ts';
import { writeDocument } from '../result/capa-json/write.ts';
import { addressObject, MatchWriter } from '../result/capa-json/write-match.ts';
import { addressesOf, type RuleMatches } from '../result/document.ts';
import {
  type CallerFacts,
  type CallingFunction,
  type Capability,
  type Payload,
  type PayloadsLeftOut,
  type RunSighting,
  TOGETHER_VERSION,
  type TogetherDocument,
} from '../result/together/document.ts';
import { CAPAX_VERSION } from '../version.ts';

/** Prints the document as `--json` does. */
export async function* renderTogetherJson(document: TogetherDocument): AsyncIterable<string> {
  for await (const text of parts(document)) yield plainJson(text);
  yield '\n';
}

async function* parts(document: TogetherDocument): AsyncIterable<string> {
  const { sample, isForced, program, runs, payloads, payloadsLeftOut, capabilities, callers, functions } = document;
  const { md5, sha1, sha256, path } = sample;
  const head = { capax_together: TOGETHER_VERSION, capax: CAPAX_VERSION, sample: { md5, sha1, sha256, path } };
  yield `${writeExactJson({ ...head, forced: isForced }).slice(0, -1)},"static":`;
  yield* writeDocument(program);
  yield ',"dynamic":[';
  for (const [i, run] of runs.entries()) {
    if (i > 0) yield ',';
    yield* writeDocument(run);
  }
  yield '],"payloads":[';
  for (const [i, payload] of payloads.entries()) {
    yield i === 0 ? '' : ',';
    yield* payloadParts(payload);
  }
  yield `],"payloads_left_out":${writeExactJson(payloadsLeftOut.map(leftOutObject))},"callers":${writeExactJson(callers.map(callerObject))},"capabilities":[`;
  for (const [i, capability] of capabilities.entries()) {
    yield i === 0 ? '' : ',';
    yield* capabilityParts(capability);
  }
  yield '],"functions":[';
  for (const [i, found] of functions.entries()) {
    yield i === 0 ? '' : ',';
    yield* functionParts(found, document);
  }
  yield ']}';
}

async function* payloadParts({ document, processes, source, words, ...payload }: Payload): AsyncIterable<string> {
  const { md5, sha1, sha256, path, size } = payload;
  const head = {
    ...{ md5, sha1, sha256, path, size, source, words },
    processes: processes.map(({ pid, name, isOfSample }) => ({ pid, name, of_sample: isOfSample })),
  };
  yield `${writeExactJson(head).slice(0, -1)},"static":`;
  yield* writeDocument(document);
  yield '}';
}

function leftOutObject({ reason, count, names }: PayloadsLeftOut): object {
  return { reason, count, names };
}

function callerObject({
  run,
  bases,
  fromSample,
  fromUnbacked,
  fromLibraries,
  calls,
  mapped,
  reasons,
}: CallerFacts): object {
  return {
    run,
    calls,
    from_sample: fromSample,
    mapped,
    from_unbacked: fromUnbacked,
    from_libraries: fromLibraries,
    bases: bases.map(({ process, base, isFound }) => ({ process: addressObject(process), base, found: isFound })),
    not_mapped: reasons.map(({ reason, calls: count }) => ({ reason, calls: count })),
  };
}

function* capabilityParts({ meta, seen, code, runs, payloads, both, onlyByLibraries }: Capability): Iterable<string> {
  const head = {
    name: meta.name,
    namespace: meta.namespace,
    lib: meta.lib,
    seen,
    only_by_libraries: onlyByLibraries,
    code: code === undefined ? undefined : { matches: matchAddresses(code) },
    runs: runs.map(sightingObject),
    payloads: payloads.map(({ payload, rule }) => ({ payload, matches: matchAddresses(rule) })),
  };
  if (both === undefined) {
    yield writeExactJson(head);
    return;
  }
  yield `${writeExactJson(head).slice(0, -1)},"both":{"scope":"${meta.scopes.both ?? ''}","source":${JSON.stringify(both.source)},"matches":[`;
  const writer = new MatchWriter();
  for (let index = 0; index < both.count; index++) {
    yield `${index === 0 ? '' : ','}[${writeExactJson(addressObject(both.addressOf(index)))},`;
    yield* writer.write(both.matchOf(index));
    yield ']';
  }
  yield ']}}';
}

function sightingObject({ run, rule, processes, isUnbacked }: RunSighting): object {
  return {
    run,
    count: rule.count,
    processes: processes.map(({ address, name }) => ({ address: addressObject(address), name })),
    unbacked: isUnbacked,
  };
}

function matchAddresses(rule: RuleMatches): object[] {
  return Array.from(addressesOf(rule), addressObject);
}

async function* functionParts(
  { address, names, library, calls, rules }: CallingFunction,
  document: TogetherDocument,
): AsyncIterable<string> {
  const head = { address: addressObject(address), names, library, count: calls, rules };
  yield `${writeExactJson(head).slice(0, -1)},"calls":[`;
  let comma = '';
  for await (const { run, address: at, offset, call } of document.callsFrom(address)) {
    yield comma + writeExactJson({ run, address: addressObject(at), offset, call: formatCall(call) });
    comma = ',';
  }
  yield ']}';
}
