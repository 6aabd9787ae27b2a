// -v: each capability with the places where it was found (spec core.md 6.3).

import type { Address } from '../features/address.ts';
import type { ResultDocument, RuleMatches } from '../result/document.ts';
import { addressText, namedAddressText, sortAddresses, threadOf } from './addresses.ts';
import { matchCountText } from './counts.ts';
import { type GridRow, gridLines } from './grid.ts';
import { healthLines } from './health.ts';
import { Layout } from './layout.ts';
import { createPainter, type Line, linesOf, piece, printLines, type RenderOptions } from './markup.ts';
import { metaGridLines } from './meta-grid.ts';
import { capabilityRules } from './selection.ts';

/** Where a rule matched, for people: calls are summed up by thread. File-scope matches have no place. */
function matchLines(rule: RuleMatches, layout: Layout, flavour: 'static' | 'dynamic'): Line[] {
  const places: Address[] = [];
  for (const address of rule.addresses()) {
    if (address.type === 'no address') continue;
    places.push(flavour === 'static' ? address : (threadOf(address) ?? address));
  }
  if (flavour === 'static') return places.map((address) => [piece(addressText(address))]);
  return sortAddresses(places).map((address) => [piece(namedAddressText(address, layout.processName(address)))]);
}

/** Prints the document as `-v` does. */
export async function* renderVerbose(document: ResultDocument, options: RenderOptions): AsyncIterable<string> {
  const paint = createPainter(options);
  const layout = Layout.ofProcesses(document);
  const flavour = document.meta.flavor;
  yield* printLines(metaGridLines(document, options), paint);
  yield* printLines(healthLines(document, options), paint);
  yield '\n';
  const rules = capabilityRules(document);
  for (const rule of rules) {
    const { meta } = rule;
    yield `${paint([piece(meta.name, 'emphasis'), piece(matchCountText(rule.count))])}\n`;
    const rows: GridRow[] = [];
    if (meta.namespace !== undefined) rows.push(['namespace', linesOf(meta.namespace)]);
    if (meta.description !== '') rows.push(['description', linesOf(meta.description)]);
    const scope = meta.scopes[flavour];
    if (scope !== undefined) rows.push(['scope', linesOf(scope)]);
    const matches = matchLines(rule, layout, flavour);
    if (matches.length > 0) rows.push(['matches', matches]);
    yield* printLines(gridLines(rows, options), paint);
    yield '\n';
  }
  if (rules.length === 0) yield 'no capabilities found\n';
  yield '\n\n';
}
