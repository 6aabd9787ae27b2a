// The default output: what the sample is, what it can do, and in which words of ATT&CK, MAEC and MBC (spec core.md 6.2).

import { groupDigits } from '../../features/count-text.ts';
import type { ResultDocument } from '../../result/document.ts';
import { BLANK, type Block, line, type Table } from './blocks.ts';
import { matchCountText } from './counts.ts';
import { headBlocks } from './head.ts';
import { healthBlocks } from './health.ts';
import { attackLink, mbcLink, ruleLink, sampleLink } from './links.ts';
import { type Line, linesOf, piece } from './markup.ts';
import { capabilityRules, topCapabilities } from './selection.ts';

/** Titles of first columns are as long as the reference's. */
function firstTitle(text: string): string {
  return text.padEnd(20);
}

function metaTable({ meta }: ResultDocument): Table {
  const { md5, sha1, sha256, path } = meta.sample;
  const hash = (text: string): Line => [piece(text, undefined, text === '' ? undefined : sampleLink(text))];
  const rows: [string, Line][] = [
    ['md5', hash(md5)],
    ['sha1', hash(sha1)],
    ['sha256', hash(sha256)],
    ['analysis', [piece(meta.analysis.flavour)]],
    ['os', [piece(meta.analysis.os)]],
    ['format', [piece(meta.analysis.format)]],
    ['arch', [piece(meta.analysis.arch)]],
    ['path', [piece(path)]],
  ];
  return { rows: rows.map(([label, value]) => [linesOf(label), [value]]) };
}

/** One entry of the ATT&CK and MBC tables. */
interface Technique {
  readonly group: string;
  readonly name: string;
  readonly detail: string;
  readonly id: string;
  readonly link: string | undefined;
}

function techniqueLine({ name, detail, id, link }: Technique): Line {
  const pieces = [piece(name, 'emphasis')];
  if (detail !== '') pieces.push(piece(`::${detail}`));
  if (id !== '') pieces.push(piece(' ['), piece(id, undefined, link), piece(']'));
  return pieces;
}

/** Rows by group; in a group distinct entries by name, detail and id. */
function techniqueRows(techniques: readonly Technique[]): Table['rows'] {
  const groups = new Map<string, Map<string, Technique>>();
  for (const technique of techniques) {
    const group = groups.get(technique.group) ?? new Map<string, Technique>();
    groups.set(technique.group, group);
    group.set([technique.name, technique.detail, technique.id].join('\0'), technique);
  }
  return sortedEntries(groups).map(([group, entries]) => [
    [[piece(group.toUpperCase(), 'emphasis')]],
    sortedEntries(entries).map(([, technique]) => techniqueLine(technique)),
  ]);
}

function sortedEntries<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function attackTable(document: ResultDocument): Table {
  const techniques = capabilityRules(document).flatMap(({ meta }) =>
    meta.attack.map(({ tactic, technique, subtechnique, id }) => ({
      group: tactic,
      name: technique,
      detail: subtechnique,
      id,
      link: id === '' ? undefined : attackLink(id),
    })),
  );
  return { header: [firstTitle('ATT&CK Tactic'), 'ATT&CK Technique'], rows: techniqueRows(techniques) };
}

function mbcTable(document: ResultDocument): Table {
  const techniques = capabilityRules(document).flatMap(({ meta }) =>
    meta.mbc.map(({ objective, behavior, method, id }) => ({
      group: objective,
      name: behavior,
      detail: method,
      id,
      link: mbcLink(objective, behavior, id),
    })),
  );
  return { header: [firstTitle('MBC Objective'), 'MBC Behavior'], rows: techniqueRows(techniques) };
}

function maecTable(document: ResultDocument): Table {
  const categories = new Map<string, Map<string, Line>>();
  for (const { meta } of document.rules) {
    for (const [key, value] of Object.entries(meta.maec)) {
      if (value === undefined) continue;
      const category = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const values = categories.get(category) ?? new Map<string, Line>();
      categories.set(category, values);
      values.set(value, [piece(value)]);
    }
  }
  return {
    header: [firstTitle('MAEC Category'), 'MAEC Value'],
    rows: sortedEntries(categories).map(([category, values]) => [
      [[piece(category, 'emphasis')]],
      sortedEntries(values).map(([, value]) => value),
    ]),
  };
}

function capabilityTable(document: ResultDocument): Table {
  return {
    header: [firstTitle('Capability'), 'Namespace'],
    rows: topCapabilities(document).map(({ meta, count }) => [
      [[piece(meta.name, 'emphasis', ruleLink(meta.name)), piece(matchCountText(count))]],
      linesOf(meta.namespace ?? ''),
    ]),
  };
}

/** What the table of capabilities leaves out; nothing for documents that follow the reference, which does not say it. */
function* hiddenBlocks(document: ResultDocument, shown: number): Iterable<Block> {
  if (document.capax === undefined || document.capax.compat) return;
  const hidden = capabilityRules(document).length - shown;
  if (hidden > 0)
    yield line(piece(`${groupDigits(hidden)} more ${hidden === 1 ? 'is' : 'are'} part of these: -v`, 'dim'));
}

/** The document as the command shows it without options. */
export async function* viewDefault(document: ResultDocument): AsyncIterable<Block> {
  yield* headBlocks(document);
  yield { kind: 'table', table: metaTable(document) };
  yield* healthBlocks(document);
  for (const table of [attackTable(document), maecTable(document), mbcTable(document)]) {
    if (table.rows.length > 0) yield { kind: 'table', table };
  }
  const capabilities = capabilityTable(document);
  if (capabilities.rows.length === 0) yield line(piece('no capabilities found'));
  else yield { kind: 'table', table: capabilities };
  yield* hiddenBlocks(document, capabilities.rows.length);
  yield BLANK;
}
