// -vv: every matched rule, building blocks included, with the evidence of each match (spec core.md 6.4).

import { type Address, type CallAddress, compareAddresses } from '../../features/address.ts';
import type { CallParts } from '../../features/call.ts';
import type {
  Analysis,
  AttackSpec,
  DocumentMatch,
  DocumentRuleMeta,
  DynamicAnalysis,
  MbcSpec,
  ResultDocument,
  RuleMatches,
  StaticAnalysis,
} from '../../result/document.ts';
import { BLANK, type Block, type GridRow, line } from './blocks.ts';
import { matchCountText } from './counts.ts';
import { type Evidence, fillHoles } from './fill-holes.ts';
import { headBlocks } from './head.ts';
import { healthBlocks } from './health.ts';
import { linesOf, piece } from './markup.ts';
import { metaGrid } from './meta-grid.ts';
import { Names } from './names.ts';
import { PLACES, type PlaceWords, UNKNOWN_PLACE } from './places.ts';
import { sortedRules } from './selection.ts';
import { addTree, codePieces, type EvidenceItem, type TreeContext } from './tree.ts';

function specText({ parts, id }: AttackSpec | MbcSpec): string {
  return id === '' ? parts.join('::') : `${parts.join('::')} [${id}]`;
}

function ruleRows(meta: DocumentRuleMeta, scope: string | undefined): GridRow[] {
  const rows: GridRow[] = [];
  const add = (label: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') rows.push([label, linesOf(value)]);
  };
  if (!meta.lib) rows.push(['namespace', linesOf(meta.namespace ?? '')]);
  add('maec/analysis-conclusion', meta.maec.analysisConclusion ?? meta.maec.analysisConclusionOv);
  add('maec/malware-family', meta.maec.malwareFamily);
  add('maec/malware-category', meta.maec.malwareCategory ?? meta.maec.malwareCategoryOv);
  rows.push(['author', linesOf(meta.authors.join(', '))]);
  add('scope', scope);
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

/** What the matches of one rule share. */
interface MatchContext extends TreeContext {
  /** The word of the rule's scope. */
  readonly scope: string;
  readonly place: PlaceWords;
}

/** One match: where it was found and its evidence. Matches of the whole file have no place. */
function matchItems(address: Address, match: DocumentMatch, context: MatchContext): EvidenceItem[] {
  const items: EvidenceItem[] = [];
  if (address.type === 'no address') {
    addTree(items, match, context, 0);
    return items;
  }
  const { scope, place, names } = context;
  // The one instruction stands above the tree; its parts need no text of their own.
  const isOne = scope === 'instruction';
  const code = isOne ? codePieces(address, context, false) : [];
  items.push(line(piece(`${scope} @ ${place.text(address, match, names)}`), ...code));
  if (address.type === 'call' && place.isCall) items.push({ kind: 'hole', address, level: 1 });
  addTree(items, match, isOne ? { ...context, instructionAt: undefined } : context, 1);
  return items;
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
  const names = new Names([analysis]);
  const rules = sortedRules(document);
  for (const rule of rules) {
    yield title(rule);
    yield { kind: 'grid', rows: ruleRows(rule.meta, rule.meta.scopes[analysis.flavour]) };
    const scope = rule.meta.scopes[analysis.flavour];
    const place = scope === undefined ? UNKNOWN_PLACE : PLACES[scope];
    const context = { names, scope: scope ?? 'match', place, ...treeOptions(analysis, place) };
    for (const index of orderOf(rule)) {
      yield () => matchItems(rule.addressOf(index), rule.matchOf(index), context);
    }
    yield BLANK;
  }
  if (rules.length === 0) yield line(piece('no capabilities found'));
}

function treeOptions(analysis: Analysis, { isCall }: PlaceWords): Omit<TreeContext, 'names'> {
  switch (analysis.flavour) {
    case 'static':
      return { singleCall: false, locatesMatches: true, instructionAt: analysis.instructionAt };
    case 'dynamic':
      return { singleCall: isCall, locatesMatches: false };
  }
}

/**
 * Rules of both, with the evidence of each match: parts of it are in the program, others in its runs, of which the first that has a call
 * says what it was.
 */
export async function* viewEvidence(
  rules: readonly RuleMatches[],
  program: StaticAnalysis,
  runs: readonly DynamicAnalysis[],
): AsyncIterable<Block> {
  const names = new Names([program, ...runs]);
  const options = { singleCall: false, locatesMatches: true, instructionAt: program.instructionAt };
  const items = function* (): Iterable<Block | Evidence> {
    for (const rule of rules) {
      yield title(rule);
      yield { kind: 'grid', rows: ruleRows(rule.meta, rule.meta.scopes.both) };
      const context = { names, scope: 'function', place: PLACES.function, ...options };
      for (const index of orderOf(rule)) yield () => matchItems(rule.addressOf(index), rule.matchOf(index), context);
      yield BLANK;
    }
  };
  yield* fillHoles(items(), (addresses) => describeInRuns([...addresses], runs));
}

async function* describeInRuns(
  addresses: readonly CallAddress[],
  runs: readonly DynamicAnalysis[],
): AsyncIterable<CallParts | undefined> {
  const found: (CallParts | undefined)[] = addresses.map(() => undefined);
  for (const run of runs) {
    let at = 0;
    for await (const call of run.describeCalls(addresses)) {
      found[at] ??= call;
      at++;
    }
  }
  yield* found;
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
  yield* headBlocks(document);
  yield metaGrid(document);
  yield* healthBlocks(document);
  yield BLANK;
  yield* fillHoles(evidenceItems(document), describeCalls(document.meta.analysis));
  yield BLANK;
  yield BLANK;
}
