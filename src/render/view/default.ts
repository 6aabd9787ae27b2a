// The default output: what the sample is, what it can do, and in which words of ATT&CK, MAEC and MBC (spec core.md 6.2).

import { groupDigits } from '../../features/count-text.ts';
import type { ResultDocument } from '../../result/document.ts';
import { BLANK, type Block, line, type Table } from './blocks.ts';
import { matchCountText } from './counts.ts';
import { headBlocks } from './head.ts';
import { healthBlocks } from './health.ts';
import { ruleLink, sampleLink } from './links.ts';
import { type Line, linesOf, piece } from './markup.ts';
import { capabilityRules, topCapabilities } from './selection.ts';
import { attackTable, firstTitle, maecTable, mbcTable } from './technique-tables.ts';

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
