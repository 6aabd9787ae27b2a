// -vv: every matched rule, building blocks included, with the evidence of each match (spec core.md 6.4).

import { type Address, type CallAddress, compareAddresses } from '../../features/address.ts';
import type { CallParts } from '../../features/call.ts';
import type { Flavour, Scope } from '../../features/scopes.ts';
import type {
  Analysis,
  AttackSpec,
  DocumentMatch,
  DocumentRuleMeta,
  MbcSpec,
  ResultDocument,
  RuleMatches,
} from '../../result/document.ts';
import { addressText, namedAddressText } from './addresses.ts';
import { BLANK, type Block, type GridRow, line } from './blocks.ts';
import { matchCountText } from './counts.ts';
import { type Evidence, fillHoles } from './fill-holes.ts';
import { alarmBlocks, healthBlocks } from './health.ts';
import { linesOf, piece } from './markup.ts';
import { metaGrid } from './meta-grid.ts';
import { Names } from './names.ts';
import { sortedRules } from './selection.ts';
import { addTree, callsOf, type EvidenceItem, type TreeContext } from './tree.ts';

function specText({ parts, id }: AttackSpec | MbcSpec): string {
  return id === '' ? parts.join('::') : `${parts.join('::')} [${id}]`;
}

function ruleRows(meta: DocumentRuleMeta, flavour: Flavour): GridRow[] {
  const rows: GridRow[] = [];
  const add = (label: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') rows.push([label, linesOf(value)]);
  };
  if (!meta.lib) rows.push(['namespace', linesOf(meta.namespace ?? '')]);
  add('maec/analysis-conclusion', meta.maec.analysisConclusion ?? meta.maec.analysisConclusionOv);
  add('maec/malware-family', meta.maec.malwareFamily);
  add('maec/malware-category', meta.maec.malwareCategory ?? meta.maec.malwareCategoryOv);
  rows.push(['author', linesOf(meta.authors.join(', '))]);
  add('scope', meta.scopes[flavour]);
  add('att&ck', meta.attack.map(specText).join(', '));
  add('mbc', meta.mbc.map(specText).join(', '));
  add('references', meta.references.join(', '));
  add('description', meta.description);
  return rows;
}

function title({ meta, count }: RuleMatches): Block {
  const note = count === 1 ? ' (library rule)' : ` (${count} matches, only showing first match of library rule)`;
  return line(piece(meta.name, 'emphasis'), piece(meta.lib ? note : matchCountText(count)));
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

/** One match: where it was found and its evidence. Matches of the whole file have no place. */
function matchItems(address: Address, match: DocumentMatch, scope: string, context: TreeContext): EvidenceItem[] {
  const items: EvidenceItem[] = [];
  if (address.type === 'no address') {
    addTree(items, match, context, 0);
    return items;
  }
  items.push(line(piece(`${scope} @ ${placeText(address, match, scope, context.names)}`)));
  if (address.type === 'call' && scope === 'call') items.push({ kind: 'hole', address, level: 1 });
  addTree(items, match, context, 1);
  return items;
}

function placeText(address: Address, match: DocumentMatch, scope: string, names: Names): string {
  const name = names.processName(address);
  if (scope === 'span of calls') return spanText(address, match, name);
  if (scope !== 'basic block') return namedAddressText(address, name);
  const parent = names.functionOf(address);
  return `${addressText(address)}${parent === undefined ? '' : ` in function ${addressText(parent)}`}`;
}

/** Numbers of a rule's matches in order of address; of a building block only the first. */
function orderOf(rule: RuleMatches): Iterable<number> {
  const { count } = rule;
  const isBefore = (a: number, b: number): boolean => compareAddresses(rule.addressOf(a), rule.addressOf(b)) < 0;
  if (rule.meta.lib) {
    let first = 0;
    for (let index = 1; index < count; index++) if (isBefore(index, first)) first = index;
    return count === 0 ? [] : [first];
  }
  const order = Int32Array.from({ length: count }, (_, index) => index);
  if (order.every((index) => index === 0 || !isBefore(index, index - 1))) return order;
  // Addresses are made anew for each comparison: all of them at once would be most of the memory that a rendering takes.
  return order.sort((a, b) => compareAddresses(rule.addressOf(a), rule.addressOf(b)) || a - b);
}

function* evidenceItems(document: ResultDocument): Iterable<Block | Evidence> {
  const { analysis } = document.meta;
  const names = new Names(analysis);
  const rules = sortedRules(document);
  for (const rule of rules) {
    yield title(rule);
    yield { kind: 'grid', rows: ruleRows(rule.meta, analysis.flavour) };
    const scope: Scope | 'match' = rule.meta.scopes[analysis.flavour] ?? 'match';
    const context = { names, ...treeOptions(analysis.flavour, scope) };
    for (const index of orderOf(rule)) {
      yield () => matchItems(rule.addressOf(index), rule.matchOf(index), scope, context);
    }
    yield BLANK;
  }
  if (rules.length === 0) yield line(piece('no capabilities found'));
}

function treeOptions(flavour: Flavour, scope: string): Omit<TreeContext, 'names'> {
  switch (flavour) {
    case 'static':
      return { singleCall: false, locatesMatches: true };
    case 'dynamic':
      return { singleCall: scope === 'call', locatesMatches: false };
  }
}

/** Calls of the analysis; a program has none. */
function describeCalls(analysis: Analysis): (addresses: Iterable<CallAddress>) => AsyncIterable<CallParts | undefined> {
  switch (analysis.flavour) {
    case 'static':
      return async function* (addresses) {
        for (const _ of addresses) yield undefined;
      };
    case 'dynamic':
      return (addresses) => analysis.describeCalls(addresses);
  }
}

/** The document as `-vv` shows it. */
export async function* viewVverbose(document: ResultDocument): AsyncIterable<Block> {
  yield* alarmBlocks(document);
  yield metaGrid(document);
  yield* healthBlocks(document);
  yield BLANK;
  yield* fillHoles(evidenceItems(document), describeCalls(document.meta.analysis));
  yield BLANK;
  yield BLANK;
}
