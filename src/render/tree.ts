// Evidence trees of -vv (spec core.md 6.4): what made a rule match, and where. Under `not` the roles change: what is shown there is
// what was absent.

import type { Address, CallAddress } from '../features/address.ts';
import { formatArgument } from '../features/call.ts';
import { splitCall } from '../features/call-text.ts';
import type { DocumentFeature, DocumentMatch, DocumentStatement } from '../result/document.ts';
import { addressText, namedAddressText, sortAddresses } from './addresses.ts';
import { countLabel, descriptionText, featureLabel, featureValueText, quote } from './features.ts';
import type { Layout } from './layout.ts';
import { type Line, type Piece, piece } from './markup.ts';

const INDENT = '  ';
/** Locations that are listed; of the others only the number is given. */
const SHOWN_LOCATIONS = 4;
/** Arguments of one call that are listed. */
const SHOWN_ARGUMENTS = 200;

/** What the lines of a tree depend on beside the tree. */
export interface TreeContext {
  readonly layout: Layout;
  readonly flavour: 'static' | 'dynamic';
  /** True for rules that look at one call at a time: the call stands above the tree, so its parts need no location. */
  readonly singleCall: boolean;
}

function indented(level: number, ...pieces: Piece[]): Line {
  return level === 0 ? pieces : [piece(INDENT.repeat(level)), ...pieces];
}

/** The lines of a call, one for each argument; nothing for a call whose text is not known. */
export function callLines(text: string | undefined, level: number): Line[] {
  if (text === undefined || text === '') return [];
  const { api, args, assign, result } = splitCall(text);
  if (args === undefined || args.length === 0) return [indented(level, piece(text))];
  const lines = [indented(level, piece(`${api}(`))];
  for (const arg of args.slice(0, SHOWN_ARGUMENTS))
    lines.push(indented(level + 1, piece(`${formatArgument(arg, assign)},`)));
  if (args.length > SHOWN_ARGUMENTS) {
    lines.push(indented(level + 1, piece(`and ${args.length - SHOWN_ARGUMENTS} more...`)));
  }
  lines.push(indented(level, piece(result === undefined ? ')' : `) -> ${result}`)));
  return lines;
}

function isVisible(match: DocumentMatch, absent: boolean): boolean {
  if (match.success === absent) return false;
  if (match.node.type === 'feature' || match.node.statement.type !== 'optional') return true;
  // An optional block is worth a line if something in it is.
  return match.children.some((child) => child.success) !== absent;
}

/** Adds the lines of one tree to `lines`. */
export function addTree(lines: Line[], match: DocumentMatch, context: TreeContext, level: number): void {
  addMatch(lines, match, context, level, false);
}

function addMatch(lines: Line[], match: DocumentMatch, context: TreeContext, level: number, absent: boolean): void {
  if (!isVisible(match, absent)) return;
  const { node } = match;
  let inverted = false;
  if (node.type === 'statement') {
    addStatement(lines, node.statement, match, context, level);
    inverted = node.statement.type === 'not';
  } else addFeature(lines, node.feature, match, context, level);
  for (const child of match.children) addMatch(lines, child, context, level + 1, inverted ? !absent : absent);
}

function addStatement(
  lines: Line[],
  statement: DocumentStatement,
  match: DocumentMatch,
  context: TreeContext,
  level: number,
): void {
  const description = descriptionText(statement.description);
  switch (statement.type) {
    case 'range':
      addLocated(lines, [piece(countLabel(statement) + description)], match.locations, context, level, 'long');
      break;
    case 'some':
      lines.push(indented(level, piece(`${statement.count} or more:${description}`)));
      break;
    case 'subscope':
      lines.push(indented(level, piece(`${statement.scope}:${description}`)));
      break;
    default:
      lines.push(indented(level, piece(`${statement.type}:${description}`)));
  }
}

function addFeature(
  lines: Line[],
  feature: DocumentFeature,
  match: DocumentMatch,
  context: TreeContext,
  level: number,
): void {
  const description = descriptionText(feature.description);
  if (feature.type === 'regex' || feature.type === 'substring') {
    lines.push(indented(level, piece(`${feature.type}: ${featureValueText(feature)}${description}`)));
    const captures = [...match.captures].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    for (const [text, locations] of captures) {
      const shown = context.singleCall ? [] : locations;
      addLocated(lines, [piece('- '), piece(quote(text), 'value')], shown, context, level + 1, 'short');
    }
    return;
  }
  const value = featureValueText(feature);
  const pieces =
    value === ''
      ? [piece(featureLabel(feature))]
      : [piece(`${featureLabel(feature)}: `), piece(value, 'value'), piece(description)];
  addLocated(lines, pieces, hasLocations(feature, context) ? match.locations : [], context, level, 'short');
}

/** Facts about the whole sample have no place; of a dynamic `match` node the parts below it say where. */
function hasLocations(feature: DocumentFeature, context: TreeContext): boolean {
  if (context.singleCall) return false;
  if (feature.type === 'match') return context.flavour === 'static';
  return feature.type !== 'os' && feature.type !== 'arch' && feature.type !== 'format';
}

/** A line with its locations; the first of several calls is shown in full below it. */
function addLocated(
  lines: Line[],
  pieces: Piece[],
  locations: readonly Address[],
  context: TreeContext,
  level: number,
  form: 'short' | 'long',
): void {
  const sorted = sortAddresses(locations);
  const [first] = sorted;
  if (first === undefined) {
    lines.push(indented(level, ...pieces));
    return;
  }
  if (first.type !== 'call') {
    const texts = sorted.slice(0, SHOWN_LOCATIONS).map(addressText);
    const more = sorted.length > SHOWN_LOCATIONS ? `, and ${sorted.length - SHOWN_LOCATIONS} more...` : '';
    lines.push(indented(level, ...pieces, piece(` @ ${texts.join(', ')}${more}`)));
    return;
  }
  const place =
    form === 'short' ? `call:${first.value[3]}` : namedAddressText(first, context.layout.processName(first));
  lines.push(indented(level, ...pieces, piece(` @ ${place}`)));
  lines.push(...callLines(context.layout.call(first)?.name, level + 1));
  if (sorted.length > 1) lines.push(indented(level + 1, piece(`and ${sorted.length - 1} more...`)));
}

/** Distinct calls that a tree's successful nodes name, in order. */
export function callsOf(match: DocumentMatch): CallAddress[] {
  const calls: CallAddress[] = [];
  const gather = (node: DocumentMatch): void => {
    if (!node.success) return;
    for (const address of node.locations) if (address.type === 'call') calls.push(address);
    for (const child of node.children) gather(child);
  };
  gather(match);
  return sortAddresses(calls);
}
