// -v: each capability with the places where it was found (spec core.md 6.3).

import type { Address } from '../../features/address.ts';
import type { Flavour } from '../../features/scopes.ts';
import { addressesOf, type ResultDocument, type RuleMatches } from '../../result/document.ts';
import { addressText, namedAddressText, sortAddresses, threadOf } from './addresses.ts';
import { BLANK, type Block, type GridRow, line } from './blocks.ts';
import { matchCountText } from './counts.ts';
import { headBlocks } from './head.ts';
import { healthBlocks } from './health.ts';
import { type Line, linesOf, piece } from './markup.ts';
import { metaGrid } from './meta-grid.ts';
import { Names } from './names.ts';
import { capabilityRules } from './selection.ts';

/** Where a rule matched, for people: calls are summed up by thread. File-scope matches have no place. */
function matchLines(rule: RuleMatches, names: Names, flavour: Flavour): Line[] {
  const places: Address[] = [];
  for (const address of addressesOf(rule)) if (address.type !== 'no address') places.push(address);
  switch (flavour) {
    case 'static':
      return places.map((address) => [piece(addressText(address))]);
    case 'dynamic': {
      const threads = sortAddresses(places.map((address) => threadOf(address) ?? address));
      return threads.map((address) => [piece(namedAddressText(address, names.processName(address)))]);
    }
  }
}

/** The document as `-v` shows it. */
export async function* viewVerbose(document: ResultDocument): AsyncIterable<Block> {
  const { analysis } = document.meta;
  const names = new Names([analysis]);
  yield* headBlocks(document);
  yield metaGrid(document);
  yield* healthBlocks(document);
  yield BLANK;
  const rules = capabilityRules(document);
  for (const rule of rules) {
    const { meta } = rule;
    yield line(piece(meta.name, 'emphasis'), piece(matchCountText(rule.count)));
    const rows: GridRow[] = [];
    if (meta.namespace !== undefined) rows.push(['namespace', linesOf(meta.namespace)]);
    if (meta.description !== '') rows.push(['description', linesOf(meta.description)]);
    const scope = meta.scopes[analysis.flavour];
    if (scope !== undefined) rows.push(['scope', linesOf(scope)]);
    const matches = matchLines(rule, names, analysis.flavour);
    if (matches.length > 0) rows.push(['matches', matches]);
    yield { kind: 'grid', rows };
    yield BLANK;
  }
  if (rules.length === 0) yield line(piece('no capabilities found'));
  yield BLANK;
  yield BLANK;
}
