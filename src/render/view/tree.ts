// Evidence trees of -vv (spec core.md 6.4): what made a rule match, and where. Under `not` the roles change: what is shown there is
// what was absent.

import { toHexadecimal } from '../../bytes/hexadecimal.ts';
import { type Address, addressKey, type CallAddress } from '../../features/address.ts';
import { type CallParts, formatCall, formatEnd, showArgument } from '../../features/call.ts';
import type { ListedInstruction } from '../../features/code-view.ts';
import { countOf } from '../../features/count-text.ts';
import type { Feature, FeatureType } from '../../features/feature.ts';
import { comparisonOf, FEATURE_TYPES } from '../../features/feature-types.ts';
import { escapeFeatureText } from '../../features/text.ts';
import { type DocumentMatch, type MatchNode, sequenceText } from '../../result/document.ts';
import { addressText, namedAddressText, sortAddresses } from './addresses.ts';
import { type Block, line } from './blocks.ts';
import { executionsText } from './executions.ts';
import { countLabel, descriptionText, featureLabel, featureValueText, quote } from './features.ts';
import { type Piece, piece } from './markup.ts';
import type { Names } from './names.ts';

const INDENT = '  ';
/** Locations that are listed; of the others only the number is given. */
const SHOWN_LOCATIONS = 4;
/** Places of what a rule refers to whose evidence is shown; of the others only the number is given. */
const SHOWN_PLACES = 100;
/** Texts that one pattern found. */
const SHOWN_TEXTS = 1000;
/** Lines and calls of one tree, and how deep it is shown. */
const SHOWN_ITEMS = 10_000;
const SHOWN_LEVELS = 200;
/** Arguments of one call that are listed. */
const SHOWN_ARGUMENTS = 200;

/** What the lines of a tree depend on beside the tree. */
export interface TreeContext {
  readonly names: Names;
  /** True for rules that look at one call at a time: the call stands above the tree, so its parts need no location. */
  readonly singleCall: boolean;
  /** Whether `match` nodes show where; in a recorded run the parts below them do. */
  readonly locatesMatches: boolean;
  /** Text of the instruction at an address, where that is known. */
  readonly instructionAt?: ((address: Address) => ListedInstruction | undefined) | undefined;
}

/** A place at which the lines of a call go. Calls are read many at a time, when it is known which are needed. */
export interface CallHole {
  readonly kind: 'hole';
  readonly address: CallAddress;
  readonly level: number;
}

export type EvidenceItem = Block | CallHole;

function indented(level: number, ...pieces: Piece[]): Block {
  return level === 0 ? line(...pieces) : line(piece(INDENT.repeat(level)), ...pieces);
}

/** The lines of a call, one for each argument; nothing for a call whose parts are not known. */
export function callLines(call: CallParts | undefined, level: number): Block[] {
  if (call === undefined) return [];
  const { args, assign, api } = call;
  if (args === undefined || args.length === 0) {
    const text = formatCall(call);
    return text === '' ? [] : [indented(level, piece(text), ...fromPieces(call))];
  }
  const lines = [indented(level, piece(`${api}(`))];
  for (const arg of args.slice(0, SHOWN_ARGUMENTS)) {
    lines.push(indented(level + 1, piece(`${showArgument(arg, assign)},`)));
  }
  if (args.length > SHOWN_ARGUMENTS) {
    lines.push(indented(level + 1, piece(`and ${args.length - SHOWN_ARGUMENTS} more...`)));
  }
  lines.push(indented(level, piece(`)${formatEnd(call)}`), ...fromPieces(call)));
  return lines;
}

/** Where a call came from, behind it. */
function fromPieces({ from }: CallParts): Piece[] {
  return from === undefined ? [] : [piece(`  ; from ${from}`, 'dim')];
}

function isVisible(match: DocumentMatch, absent: boolean): boolean {
  if (match.success === absent) return false;
  if (match.node.kind !== 'some' || match.node.count > 0) return true;
  // An optional block is worth a line if something in it is.
  return match.children.some((child) => child.success) !== absent;
}

/** Adds the lines of one tree to `items`, and says what is left out of it. */
export function addTree(items: EvidenceItem[], match: DocumentMatch, context: TreeContext, level: number): void {
  const end = items.length + SHOWN_ITEMS;
  const isCut = !addMatch(items, match, context, level, false, end);
  if (isCut) items.push(indented(level, piece('and more evidence; the result document has all of it')));
}

/** False if `items` ended before the tree did. */
function addMatch(
  items: EvidenceItem[],
  match: DocumentMatch,
  around: TreeContext,
  level: number,
  absent: boolean,
  end: number,
): boolean {
  if (!isVisible(match, absent)) return true;
  if (items.length >= end || level > SHOWN_LEVELS) return false;
  const { node } = match;
  // Instructions are known of the program alone; a payload has others at the same addresses.
  const context = match.seen === 'unpacked' ? { ...around, instructionAt: undefined } : around;
  addNode(items, node, match, context, level);
  const { children } = match;
  const inner = node.kind === 'not' ? !absent : absent;
  const shown = isReference(node) ? Math.min(children.length, SHOWN_PLACES) : children.length;
  for (let i = 0; i < shown; i++) {
    if (!addMatch(items, children[i] as DocumentMatch, context, level + 1, inner, end)) return false;
  }
  if (shown < children.length) items.push(indented(level + 1, piece(moreText(children.length - shown, 'place'))));
  return true;
}

/** Whether what is inside stands once for each place where it was found. */
function isReference(node: MatchNode): boolean {
  return node.kind === 'subscope' || (node.kind === 'feature' && node.feature.type === 'match');
}

function moreText(count: number, what: string): string {
  return `and ${countOf(count, `more ${what}`)}`;
}

function addNode(
  items: EvidenceItem[],
  node: MatchNode,
  match: DocumentMatch,
  context: TreeContext,
  level: number,
): void {
  const description = descriptionText(node.description);
  switch (node.kind) {
    case 'feature':
      addFeature(items, node.feature, description, match, context, level);
      break;
    case 'range':
      addLocated(items, [piece(countLabel(node) + description)], match.locations, context, level, 'long');
      break;
    case 'some':
      items.push(indented(level, piece(`${node.count === 0 ? 'optional' : `${node.count} or more`}:${description}`)));
      break;
    case 'subscope':
      items.push(indented(level, piece(`${node.scope}:${description}`)));
      break;
    case 'sequence':
      items.push(indented(level, piece(`${sequenceText(node)}:${description}`)));
      for (const text of match.captures.keys()) {
        items.push(indented(level + 1, piece('- '), piece(escapeFeatureText(text), 'value')));
      }
      break;
    case 'unknown':
      items.push(indented(level, piece(`${node.type}:${description}`)));
      break;
    case 'and':
    case 'or':
    case 'not':
      items.push(indented(level, piece(`${node.kind}:${description}`)));
      break;
  }
}

function addFeature(
  items: EvidenceItem[],
  feature: Feature,
  description: string,
  match: DocumentMatch,
  context: TreeContext,
  level: number,
): void {
  const isApi = feature.type === 'api';
  if (!isApi && (match.captures.size > 0 || comparisonOf(feature) === 'pattern')) {
    addPattern(items, feature, description, match, context, level);
    return;
  }
  const aliases = isApi && match.captures.size > 0 ? ` (through alias ${[...match.captures.keys()].join(', ')})` : '';
  const value = featureValueText(feature);
  const pieces =
    value === ''
      ? [piece(featureLabel(feature))]
      : [piece(`${featureLabel(feature)}: `), piece(value, 'value'), piece(description + aliases)];
  const locations = hasLocations(feature, context) ? match.locations : [];
  const first = OF_INSTRUCTIONS.has(feature.type) ? sortAddresses(locations)[0] : undefined;
  const code = first === undefined ? [] : codePieces(first, context, locations.length > 1);
  addLocated(items, pieces, locations, context, level, 'short', code);
}

/** What is searched for, and the values in which it was found. */
function addPattern(
  items: EvidenceItem[],
  feature: Feature,
  description: string,
  match: DocumentMatch,
  context: TreeContext,
  level: number,
): void {
  items.push(indented(level, piece(`${featureLabel(feature)}: ${featureValueText(feature)}${description}`)));
  const captures = [...match.captures].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [text, locations] of captures.slice(0, SHOWN_TEXTS)) {
    const shown = context.singleCall ? [] : locations;
    addLocated(items, [piece('- '), piece(quote(text), 'value')], shown, context, level + 1, 'short');
  }
  const more = captures.length - SHOWN_TEXTS;
  if (more > 0) items.push(indented(level + 1, piece(`- ${moreText(more, 'text')}`)));
}

/** Features that are parts of an instruction, which then stands beside them. */
const OF_INSTRUCTIONS: ReadonlySet<FeatureType> = new Set<FeatureType>([
  'mnemonic',
  'number',
  'offset',
  'operand number',
  'operand offset',
]);

/** The instruction at an address, behind what is said of it; `isOneOfMany`: with the address. */
export function codePieces(
  address: Address,
  { instructionAt }: Pick<TreeContext, 'instructionAt'>,
  isOneOfMany: boolean,
): readonly Piece[] {
  const instruction = instructionAt?.(address);
  if (instruction === undefined) return [];
  const { text, bytes, ran } = instruction;
  const recorded = ran === undefined ? '' : `  [${toHexadecimal(bytes)}] ${executionsText(ran)}`.trimEnd();
  return [piece(`  ; ${isOneOfMany ? `${addressText(address)}: ` : ''}${text}${recorded}`, 'dim')];
}

/** Facts about the whole sample have no place. */
function hasLocations({ type }: Feature, { singleCall, locatesMatches }: TreeContext): boolean {
  if (singleCall) return false;
  return type === 'match' ? locatesMatches : FEATURE_TYPES[type].isGlobal !== true;
}

/** A line with its locations; the first of several calls is shown in full below it. */
function addLocated(
  items: EvidenceItem[],
  pieces: Piece[],
  locations: readonly Address[],
  context: TreeContext,
  level: number,
  form: 'short' | 'long',
  code: readonly Piece[] = [],
): void {
  const sorted = sortAddresses(locations);
  const [first] = sorted;
  if (first === undefined) {
    items.push(indented(level, ...pieces));
    return;
  }
  if (first.type !== 'call') {
    const texts = sorted.slice(0, SHOWN_LOCATIONS).map(addressText);
    const more = sorted.length > SHOWN_LOCATIONS ? `, and ${sorted.length - SHOWN_LOCATIONS} more...` : '';
    items.push(indented(level, ...pieces, piece(` @ ${texts.join(', ')}${more}`), ...code));
    return;
  }
  const place = form === 'short' ? `call:${first.value[3]}` : namedAddressText(first, context.names.processName(first));
  items.push(indented(level, ...pieces, piece(` @ ${place}`)));
  items.push({ kind: 'hole', address: first, level: level + 1 });
  if (sorted.length > 1) items.push(indented(level + 1, piece(`and ${sorted.length - 1} more...`)));
}

/** Distinct calls that a tree's successful nodes name, in order. */
export function callsOf(match: DocumentMatch): readonly CallAddress[] {
  const calls = new Map<string, CallAddress>();
  const waiting = [match];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const { success, children, locations } = node;
    if (!success) continue;
    for (const address of locations) if (address.type === 'call') calls.set(addressKey(address), address);
    for (const child of children) waiting.push(child);
  }
  return sortAddresses([...calls.values()]);
}
