// Which texts must occur in everything that a pattern matches. They are the pre-filter of the string scan: a pattern is only
// tried where one of its literals was found. All comparison is on folded text: every UTF-16 unit replaced by its
// representative under full case folding (`foldCode`), so one automaton serves patterns with and without `i`.

import { foldCode, isCaseless, isRange } from './characters.ts';
import { EMPTY, type Fold, type RegexNode, type SetNode } from './syntax.ts';

export interface Literals {
  /** Folded, without duplicates, none contains another. Every matching text contains at least one. */
  readonly any: readonly string[];
  /** True if conversely every text that contains one of them (folded) matches. */
  readonly decide: boolean;
}

/** Longest list that combining alternatives in sequence may give, and longest list that a pattern may write out itself. */
const MAX_COMBINED = 16;
const MAX_ALTERNATIVES = 128;
/** Longest literal, in UTF-16 units. */
const MAX_LENGTH = 250;
/** Largest class that is written out. */
const MAX_CLASS = 4;

/**
 * What is known about a part: all texts that it can match (`exact`, if they are few), or texts of which one must occur in each
 * match (`required`). `faithful`: a text that folds to one of `exact` is matched.
 */
interface Known {
  readonly exact: readonly string[] | undefined;
  readonly required: readonly string[] | undefined;
  readonly faithful: boolean;
}

/** Units by which literals are compared: longer ones are all rare enough. */
const LENGTH_THAT_COUNTS = 8;
const COMMON = 'etaoinsr\\ .';
const ALPHANUMERIC = /[a-z0-9]/;
const ASCII = /^[\0-\x7f]*$/;
const UNKNOWN: Known = { exact: undefined, required: undefined, faithful: false };
const NOTHING: Known = { exact: [''], required: undefined, faithful: true };
/** Matches nothing by itself but stands for a condition. */
const CONDITION: Known = { exact: [''], required: undefined, faithful: false };

/** Folds a whole text for comparison with literals, unit by unit. */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  let folded = '';
  for (let at = 0; at < text.length; at++) folded += String.fromCharCode(foldCode(text.charCodeAt(at)));
  return folded;
}

/** Expected hits at a random place of a path, command or key, by a crude guess of how common each unit is: less is better. */
function costOf(literals: readonly string[]): number {
  let cost = 0;
  for (const literal of literals) {
    let chance = 1;
    for (const unit of literal.slice(0, LENGTH_THAT_COUNTS)) {
      chance /= COMMON.includes(unit) ? 12 : ALPHANUMERIC.test(unit) ? 25 : 60;
    }
    cost += chance;
  }
  return cost;
}

function better(
  left: readonly string[] | undefined,
  right: readonly string[] | undefined,
): readonly string[] | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return costOf(right) < costOf(left) ? right : left;
}

/** Best list that must occur, from all that is known. */
function requirement({ exact, required }: Known): readonly string[] | undefined {
  return better(required, exact?.includes('') ? undefined : exact);
}

function single(code: number, fold: Fold): Known {
  // Beyond the BMP one code point is two units, which fold separately only if case does not matter.
  if (code > 0xffff && fold !== 'none') return UNKNOWN;
  if (code >= 0xd800 && code < 0xe000) return UNKNOWN;
  const text = code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(foldCode(code));
  return { exact: [text], required: undefined, faithful: fold === 'unicode' || isCaseless(code) };
}

function fromText(text: string, fold: Fold): Known {
  if (ASCII.test(text) && text.length <= MAX_LENGTH) {
    return { exact: [text.toLowerCase()], required: undefined, faithful: fold === 'unicode' || !/[a-z]/i.test(text) };
  }
  return inSequence(Array.from(text, (character) => single(character.codePointAt(0) as number, fold)));
}

function fromSet(node: SetNode): Known {
  if (node.negated) return UNKNOWN;
  const members = new Set<string>();
  let faithful = true;
  for (const item of node.items) {
    if (!isRange(item) || item.to - item.from >= 2 * MAX_CLASS) return UNKNOWN;
    for (let code = item.from; code <= item.to; code++) {
      const known = single(code, node.fold);
      if (known.exact === undefined) return UNKNOWN;
      members.add(known.exact[0] as string);
      faithful &&= known.faithful;
    }
  }
  return members.size > MAX_CLASS ? UNKNOWN : { exact: [...members], required: undefined, faithful };
}

function product(left: readonly string[], right: readonly string[]): readonly string[] | undefined {
  if (left.length === 1 && right.length === 1) {
    const text = (left[0] as string) + (right[0] as string);
    return text.length > MAX_LENGTH ? undefined : [text];
  }
  // A list that stands alone, or next to fixed text, may be long; lists that multiply may not.
  if (left.length > 1 && right.length > 1 && left.length * right.length > MAX_COMBINED) return undefined;
  const texts = new Set(left.flatMap((head) => right.map((tail) => head + tail)));
  for (const text of texts) if (text.length > MAX_LENGTH) return undefined;
  return [...texts];
}

function inSequence(parts: Iterable<Known>): Known {
  let required: readonly string[] | undefined;
  /** Texts of the stretch since the last part that was not exact. */
  let run: readonly string[] = [''];
  let whole = true;
  let faithful = true;
  const finish = (next: readonly string[]): void => {
    required = better(required, run.includes('') ? undefined : run);
    run = next;
    whole = false;
  };
  for (const part of parts) {
    faithful &&= part.faithful;
    required = better(required, part.required);
    const longer = part.exact === undefined ? undefined : product(run, part.exact);
    if (longer !== undefined) run = longer;
    else finish(part.exact ?? ['']);
  }
  if (whole) return { exact: run, required, faithful };
  finish([]);
  return { exact: undefined, required, faithful: false };
}

function inAlternatives(branches: readonly Known[]): Known {
  const exact = branches.flatMap((branch) => branch.exact ?? []);
  const required = branches.flatMap((branch) => requirement(branch) ?? []);
  const allExact = branches.every((branch) => branch.exact !== undefined) && exact.length <= MAX_ALTERNATIVES;
  const allRequired =
    branches.every((branch) => requirement(branch) !== undefined) && required.length <= MAX_ALTERNATIVES;
  return {
    exact: allExact ? exact : undefined,
    required: allRequired ? required : undefined,
    faithful: branches.every((branch) => branch.faithful),
  };
}

function* repeated(child: Known, times: number): Iterable<Known> {
  for (let round = 0; round < times; round++) yield child;
}

function learn(node: RegexNode): Known {
  switch (node.kind) {
    case 'literal':
      return fromText(node.text, node.fold);
    case 'set':
      return fromSet(node);
    case 'assertion':
    case 'look':
      return CONDITION;
    case 'back-reference':
      return UNKNOWN;
    case 'sequence':
      return inSequence(node.parts.map(learn));
    case 'alternatives':
      return inAlternatives(node.branches.map(learn));
    case 'conditional':
      return { ...inAlternatives([learn(node.yes), learn(node.no)]), faithful: false };
    case 'group':
      return learn(node.child);
    case 'atomic':
      return { ...learn(node.child), faithful: false };
    case 'repeat': {
      const child = learn(node.child);
      if (node.max === 0) return NOTHING;
      if (node.mode === 'possessive') return { ...UNKNOWN, required: node.min === 0 ? undefined : requirement(child) };
      if (node.min === 0) return node.max === 1 ? inAlternatives([NOTHING, child]) : UNKNOWN;
      const rounds = inSequence(repeated(child, Math.min(node.min, MAX_LENGTH + 1)));
      const fixed = node.min === node.max && node.min <= MAX_LENGTH;
      return fixed ? rounds : { exact: undefined, required: requirement(rounds), faithful: false };
    }
  }
}

/** Drops what another one of the list contains anyway. */
function minimal(literals: readonly string[]): readonly string[] {
  const sorted = [...new Set(literals)].sort((left, right) => left.length - right.length);
  const kept: string[] = [];
  for (const literal of sorted) if (!kept.some((other) => literal.includes(other))) kept.push(literal);
  return kept;
}

/**
 * The same pattern for the question "does it occur?", without what may as well be missing at its borders: `foo(bar)?.*` occurs
 * where `foo` does. Only for patterns without memory.
 */
export function trimBorders(node: RegexNode): RegexNode {
  return trim(trim(node, true), false);
}

function trim(node: RegexNode, atEnd: boolean): RegexNode {
  switch (node.kind) {
    case 'group':
      return trim(node.child, atEnd);
    case 'alternatives':
      return { kind: 'alternatives', branches: node.branches.map((branch) => trim(branch, atEnd)) };
    case 'repeat':
      return node.min === 0 ? EMPTY : node.min === 1 ? trim(node.child, atEnd) : { ...node, max: node.min };
    case 'sequence': {
      const parts = [...node.parts];
      while (parts.length > 0) {
        const border = trim((atEnd ? parts.pop() : parts.shift()) as RegexNode, atEnd);
        if (border.kind === 'sequence' && border.parts.length === 0) continue;
        if (atEnd) parts.push(border);
        else parts.unshift(border);
        break;
      }
      return parts.length === 1 ? (parts[0] as RegexNode) : { kind: 'sequence', parts };
    }
    default:
      return node;
  }
}

/** Literals of a pattern; undefined if nothing need occur. */
export function findLiterals(root: RegexNode): Literals | undefined {
  const known = learn(root);
  if (known.exact !== undefined && known.faithful && !known.exact.includes('')) {
    return { any: minimal(known.exact), decide: true };
  }
  const any = requirement(known);
  return any === undefined ? undefined : { any: minimal(any), decide: false };
}
