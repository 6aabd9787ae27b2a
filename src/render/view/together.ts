// What the command shows of a program and its runs without options: who belongs together, what was seen where, what to look at next.

import { countOf, groupDigits } from '../../features/count-text.ts';
import type { RuleMatches, SeenIn } from '../../result/document.ts';
import type {
  CallerFacts,
  Capability,
  Payload,
  PayloadSighting,
  RunSighting,
  TogetherDocument,
} from '../../result/together/document.ts';
import { payloadName } from '../../result/together/payload-name.ts';
import { namedAddressText } from './addresses.ts';
import { BLANK, type Block, line, type Table } from './blocks.ts';
import { alarmBlocks, healthBlocks } from './health.ts';
import { ruleLink, sampleLink } from './links.ts';
import { type Line, linesOf, piece } from './markup.ts';
import { capabilityRules } from './selection.ts';
import { attackTable, firstTitle, maecTable, mbcTable } from './technique-tables.ts';

/** Processes that are named for one capability; of the others only the number is given. */
const SHOWN_PROCESSES = 3;

/** The same of payloads. */
const SHOWN_PAYLOADS = 3;

const SEEN_WORDS: Readonly<Record<SeenIn, string>> = { code: 'code', run: 'run', both: 'both', unpacked: 'unpacked' };

/** The lines of the head: alarms of both halves, which capax, what the sample is. */
export function* togetherHead(document: TogetherDocument): Iterable<Block> {
  const { program, runs, sample, isForced } = document;
  const executed = document.payloads.filter(({ source }) => source === 'executed code');
  const halves = [program, ...runs, ...executed.map((payload) => payload.document)];
  yield* alarmBlocks(halves.flatMap(({ capax }) => capax?.health ?? []));
  if (program.capax !== undefined) yield line(piece(`capax ${program.capax.version}`, 'dim'));
  if (isForced) {
    const text = 'these files were put together with --pair: no hash says that the runs are of this program';
    yield { kind: 'flow', line: [piece(text, 'warning')], indent: 0, hang: 4 };
  }
  const hash = (text: string): Line => [piece(text, undefined, text === '' ? undefined : sampleLink(text))];
  const { analysis } = program.meta;
  const rows: [string, Line][] = [
    ['md5', hash(sample.md5)],
    ['sha1', hash(sample.sha1)],
    ['sha256', hash(sample.sha256)],
    ['os', [piece(analysis.os)]],
    ['format', [piece(analysis.format)]],
    ['arch', [piece(analysis.arch)]],
    ['program', [piece(sample.path)]],
    ...runs.map(({ meta }, i): [string, Line] => [runName(document, i), [piece(meta.sample.path)]]),
  ];
  yield { kind: 'table', table: { rows: rows.map(([label, value]) => [linesOf(label), [value]]) } };
  yield* healthBlocks(program);
  for (const [i, run] of runs.entries()) {
    yield* healthBlocks(run);
    const facts = document.callers.find((one) => one.run === i);
    if (facts !== undefined) yield* callerBlocks(facts);
  }
  yield* payloadBlocks(document);
}

/** `run`, or `run 2` where there are several. */
export function runName({ runs }: TogetherDocument, run: number): string {
  return runs.length === 1 ? 'run' : `run ${run + 1}`;
}

/** How far calls could be followed back. */
function* callerBlocks({
  calls,
  fromSample,
  mapped,
  fromUnbacked,
  fromLibraries,
  reasons,
  bases,
}: CallerFacts): Iterable<Block> {
  const flow = (text: string, isWarning = false): Block => ({
    kind: 'flow',
    line: [piece(text, isWarning ? 'warning' : undefined)],
    indent: 0,
    hang: 4,
  });
  if (calls === 0) return;
  const parts = [`${groupDigits(fromSample)} of ${countOf(calls, 'call')} from the sample`];
  if (mapped > 0 || fromSample > 0) parts.push(`${groupDigits(mapped)} followed to a function`);
  if (fromUnbacked > 0) parts.push(`${groupDigits(fromUnbacked)} from memory without a file`);
  if (fromLibraries > 0) parts.push(`${groupDigits(fromLibraries)} from libraries`);
  yield flow(`callers: ${parts.join(', ')}`);
  if (bases.some(({ isFound }) => isFound)) {
    yield flow('  where the program was loaded is not recorded: it was found by call sites that agree');
  }
  for (const { reason, calls: count } of reasons)
    yield flow(`  not followed: ${countOf(count, 'call')}: ${reason}`, true);
}

/** What was analysed of what the sandbox kept, and what was not. */
function* payloadBlocks({ payloads, payloadsLeftOut }: TogetherDocument): Iterable<Block> {
  const left = payloadsLeftOut.reduce((sum, { count }) => sum + count, 0);
  if (payloads.length + left === 0) return;
  const flow = (text: string): Block => ({ kind: 'flow', line: [piece(text)], indent: 0, hang: 4 });
  yield flow(`payloads: ${groupDigits(payloads.length)} of ${countOf(payloads.length + left, 'file')} analysed`);
  for (const payload of payloads) {
    yield flow(`  ${payloadName(payload)}`);
    // What other payloads lack is said with what is in them.
    if (payload.source === 'executed code') yield* healthBlocks(payload.document);
  }
  for (const { reason, count, names } of payloadsLeftOut) {
    const more = count > names.length ? [`${groupDigits(count - names.length)} more`] : [];
    const files = [...names.map(shortName), ...more].join(', ');
    yield flow(`  not analysed: ${countOf(count, 'file')}: ${reason} (${files})`);
  }
}

/** A hash as a name is told by its beginning. */
function shortName(name: string): string {
  return /^[0-9a-f]{64}$/i.test(name) ? name.slice(0, 8) : name;
}

/** What a capability's own rule matched, for what lists rules. */
export function ruleOf({ code, runs, payloads, both }: Capability): RuleMatches {
  return (both ?? code ?? runs[0]?.rule ?? payloads[0]?.rule) as RuleMatches;
}

/** Names of rules that are part of the evidence of another one, in any half. */
function impliedNames(capabilities: readonly Capability[]): Set<string> {
  const names = new Set<string>();
  for (const { code, runs, payloads, both } of capabilities) {
    for (const rule of [code, both, ...[...runs, ...payloads].map((sighting) => sighting.rule)]) {
      for (const name of rule?.implied() ?? []) names.add(name);
    }
  }
  return names;
}

/** Capabilities, and those of them that are not part of another one. */
export function shownCapabilities({ capabilities }: TogetherDocument): { all: Capability[]; top: Capability[] } {
  const named = new Map(capabilities.map((capability) => [capability.meta.name, capability]));
  const all = capabilityRules({ rules: capabilities.map(ruleOf) }).map(
    ({ meta }) => named.get(meta.name) as Capability,
  );
  const implied = impliedNames(all);
  return { all, top: all.filter(({ meta }) => !implied.has(meta.name)) };
}

function capabilityTable(capabilities: readonly Capability[], document: TogetherDocument): Table {
  return {
    header: [firstTitle('Capability'), 'Seen', 'Namespace'],
    rows: capabilities.map((capability) => [
      [[piece(capability.meta.name, 'emphasis', ruleLink(capability.meta.name))]],
      [[piece(seenText(capability, document), capability.seen === 'both' ? 'value' : undefined)]],
      linesOf(capability.meta.namespace ?? ''),
    ]),
  };
}

function seenText(capability: Capability, document: TogetherDocument): string {
  const words = SEEN_WORDS[capability.seen];
  return capability.seen === 'code' && hasRun(capability, document) ? `${words}, ran` : words;
}

/** Whether a recorder of instructions saw the code run. */
function hasRun({ payloads }: Capability, document: TogetherDocument): boolean {
  return payloads.some(({ payload }) => document.payloads[payload]?.source === 'executed code');
}

/** Whether a run could have shown it: rules of programs alone cannot be missed there, and code that ran was not. */
function couldBeRun(capability: Capability, document: TogetherDocument): boolean {
  const { meta, seen } = capability;
  return seen === 'code' && meta.scopes.dynamic !== undefined && !hasRun(capability, document);
}

function* sectionBlocks(title: string, entries: readonly Line[]): Iterable<Block> {
  if (entries.length === 0) return;
  yield BLANK;
  yield line(piece(title, 'heading'));
  for (const entry of entries) yield { kind: 'flow', line: [piece('  '), ...entry], indent: 0, hang: 6 };
}

function processText({ processes, isUnbacked }: RunSighting): string {
  const names = processes
    .slice(0, SHOWN_PROCESSES)
    .map(({ address, name }) => namedAddressText(address, name || undefined));
  if (processes.length > SHOWN_PROCESSES) names.push(`${processes.length - SHOWN_PROCESSES} more`);
  const where = names.length === 0 ? [] : [names.join(', ')];
  return [...where, ...(isUnbacked ? ['from memory without a file'] : [])].join('; ');
}

/** The document as the command shows it without options. */
export async function* viewTogether(document: TogetherDocument): AsyncIterable<Block> {
  yield* togetherHead(document);
  const { all, top } = shownCapabilities(document);
  const rules = { rules: document.capabilities.map(ruleOf) };
  for (const table of [attackTable(rules), maecTable(rules), mbcTable(rules)]) {
    if (table.rows.length > 0) yield { kind: 'table', table };
  }
  if (top.length === 0) yield line(piece('no capabilities found'));
  else yield { kind: 'table', table: capabilityTable(top, document) };
  const hidden = all.length - top.length;
  if (hidden > 0)
    yield line(piece(`${groupDigits(hidden)} more ${hidden === 1 ? 'is' : 'are'} part of these: -v`, 'dim'));
  yield* sectionBlocks(
    'in code, not seen at run time',
    all
      .filter((capability) => couldBeRun(capability, document))
      .map(({ meta, code, onlyByLibraries }) => [
        piece(meta.name, 'emphasis'),
        piece(code === undefined ? '' : `  ${placesText(code)}`, 'dim'),
        piece(onlyByLibraries === true ? '  (libraries did it by themselves)' : '', 'dim'),
      ]),
  );
  yield* sectionBlocks(
    'at run time, not in code',
    all
      .filter(({ seen }) => seen === 'run')
      .map(({ meta, runs }) => [
        piece(meta.name, 'emphasis'),
        piece(`  ${[...new Set(runs.map(processText))].filter((text) => text !== '').join('; ')}`, 'dim'),
      ]),
  );
  yield* sectionBlocks(
    'seen only after unpacking',
    all
      .filter(({ seen }) => seen === 'unpacked')
      .map(({ meta, payloads }) => [
        piece(meta.name, 'emphasis'),
        piece(`  ${holdersText(payloads, document)}`, 'dim'),
      ]),
  );
  yield BLANK;
}

/** The payloads in which a rule matched: the first ones. */
function holdersText(sightings: readonly PayloadSighting[], { payloads }: TogetherDocument): string {
  const names = sightings.slice(0, SHOWN_PAYLOADS).map(({ payload }) => payloadName(payloads[payload] as Payload));
  const more = sightings.length - names.length;
  return more > 0 ? `${names.join('; ')}; and ${groupDigits(more)} more` : names.join('; ');
}

/** Where a rule matched in code: the first places. */
function placesText(rule: RuleMatches): string {
  const places = new Set<string>();
  for (let i = 0; i < rule.count; i++) {
    const address = rule.addressOf(i);
    if (address.type !== 'no address') places.add(namedAddressText(address, undefined));
  }
  const shown = [...places].slice(0, SHOWN_PROCESSES).join(', ');
  return places.size > SHOWN_PROCESSES ? `${shown} and ${places.size - SHOWN_PROCESSES} more` : shown;
}
