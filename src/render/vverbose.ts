// -vv: every matched rule, building blocks included, with the evidence of each match (spec core.md 6.4).

import { type Address, compareAddresses } from '../features/address.ts';
import type {
  AttackSpec,
  DocumentMatch,
  DocumentRuleMeta,
  MbcSpec,
  ResultDocument,
  RuleMatches,
} from '../result/document.ts';
import { addressText, namedAddressText } from './addresses.ts';
import { matchCountText } from './counts.ts';
import { type GridRow, gridLines } from './grid.ts';
import { healthLines } from './health.ts';
import { Layout } from './layout.ts';
import { createPainter, type Line, linesOf, piece, printLines, type RenderOptions } from './markup.ts';
import { metaGridLines } from './meta-grid.ts';
import { sortedRules } from './selection.ts';
import { addTree, callLines, callsOf, type TreeContext } from './tree.ts';

function specText({ parts, id }: AttackSpec | MbcSpec): string {
  return id === '' ? parts.join('::') : `${parts.join('::')} [${id}]`;
}

function ruleRows(meta: DocumentRuleMeta, flavour: 'static' | 'dynamic'): GridRow[] {
  const rows: GridRow[] = [];
  const add = (label: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') rows.push([label, linesOf(value)]);
  };
  if (!meta.lib) rows.push(['namespace', linesOf(meta.namespace ?? '')]);
  add('maec/analysis-conclusion', meta.maec.analysis_conclusion ?? meta.maec.analysis_conclusion_ov);
  add('maec/malware-family', meta.maec.malware_family);
  add('maec/malware-category', meta.maec.malware_category ?? meta.maec.malware_category_ov);
  rows.push(['author', linesOf(meta.authors.join(', '))]);
  add('scope', meta.scopes[flavour]);
  add('att&ck', meta.attack.map(specText).join(', '));
  add('mbc', meta.mbc.map(specText).join(', '));
  add('references', meta.references.join(', '));
  add('description', meta.description);
  return rows;
}

function titleLine({ meta, count }: RuleMatches): Line {
  const note = count === 1 ? ' (library rule)' : ` (${count} matches, only showing first match of library rule)`;
  return [piece(meta.name, 'emphasis'), piece(meta.lib ? note : matchCountText(count))];
}

/** The span's calls in one pair of braces: `NAME{pid:4,tid:8,calls:{1,2}}`. */
function spanText(address: Address, match: DocumentMatch, name: string | undefined): string {
  const calls = callsOf(match);
  const [first] = calls;
  if (first === undefined) return namedAddressText(address, name);
  if (calls.length === 1) return namedAddressText(first, name);
  const [, pid, tid] = first.value;
  return `${name ?? 'process'}{pid:${pid},tid:${tid},calls:{${calls.map(({ value }) => value[3]).join(',')}}}`;
}

/** Lines of one match: where it was found and its evidence. Matches of the whole file have no place. */
function matchLines(address: Address, match: DocumentMatch, scope: string, context: TreeContext): Line[] {
  const lines: Line[] = [];
  if (address.type === 'no address') {
    addTree(lines, match, context, 0);
    return lines;
  }
  const { layout } = context;
  const name = layout.processName(address);
  if (scope === 'span of calls') lines.push([piece(`${scope} @ ${spanText(address, match, name)}`)]);
  else if (scope === 'basic block') {
    const parent = layout.functionOf(address);
    const within = parent === undefined ? '' : ` in function ${addressText(parent)}`;
    lines.push([piece(`${scope} @ ${addressText(address)}${within}`)]);
  } else lines.push([piece(`${scope} @ ${namedAddressText(address, name)}`)]);
  if (scope === 'call') lines.push(...callLines(layout.call(address)?.name, 1));
  addTree(lines, match, context, 1);
  return lines;
}

/** A rule's matches as text, in order of address; of a building block only the first. */
function* matchTexts(rule: RuleMatches, print: (address: Address, match: DocumentMatch) => string): Iterable<string> {
  const order = [...rule.addresses()].map((address, at) => ({ address, at }));
  order.sort((a, b) => compareAddresses(a.address, b.address) || a.at - b.at);
  if (rule.meta.lib) {
    let at = 0;
    for (const [address, match] of rule.matches()) {
      if (at++ !== order[0]?.at) continue;
      yield print(address, match);
      return;
    }
  } else if (order.every(({ at }, i) => at === i)) {
    for (const [address, match] of rule.matches()) yield print(address, match);
  } else {
    // Trees come one at a time and in their own order: what is kept until it is due is their text.
    const texts: string[] = [];
    for (const [address, match] of rule.matches()) texts.push(print(address, match));
    for (const { at } of order) yield texts[at] as string;
  }
}

/** Prints the document as `-vv` does. */
export async function* renderVverbose(document: ResultDocument, options: RenderOptions): AsyncIterable<string> {
  const paint = createPainter(options);
  const flavour = document.meta.flavor;
  yield* printLines(metaGridLines(document, options), paint);
  yield* printLines(healthLines(document, options), paint);
  yield '\n';
  const layout = await Layout.ofCalls(document);
  const rules = sortedRules(document);
  for (const rule of rules) {
    yield `${paint(titleLine(rule))}\n`;
    yield* printLines(gridLines(ruleRows(rule.meta, flavour), options), paint);
    const scope = rule.meta.scopes[flavour] ?? 'match';
    const context: TreeContext = { layout, flavour, singleCall: flavour === 'dynamic' && scope === 'call' };
    yield* matchTexts(rule, (address, match) =>
      [...printLines(matchLines(address, match, scope, context), paint)].join(''),
    );
    yield '\n';
  }
  if (rules.length === 0) yield 'no capabilities found\n';
  yield '\n\n';
}
