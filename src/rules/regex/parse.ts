// Text of a pattern -> tree, for the syntax of Python 3.11's re module (capa's rules are compiled by it). Whatever Python
// refuses is refused; of what it accepts only \N{...} and patterns beyond the limits are.

import { LIMITS } from '../../limits.ts';
import { PatternCursor } from './cursor.ts';
import { readClassEscape, readEscape } from './escapes.ts';
import { changeFlags, type Flags, foldOf, readFlags } from './flags.ts';
import { countStates, measureWidth, type Width } from './measures.ts';
import { EMPTY, type LiteralNode, type RegexNode, type RegexTree, type SetItem } from './syntax.ts';

const QUANTIFIERS = '*+?{';
/** Text without anything special; in verbose mode blanks and # are. */
const PLAIN = /[^\\.^$*+?{[|()]+/y;
const PLAIN_VERBOSE = /[^\\.^$*+?{[|()# \t\n\r\v\f]+/y;
const BLANKS = /[ \t\n\r\v\f]/;
const DIGIT = /[0-9]/;
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
/** Python refuses counts from here on. */
const TOO_MANY = 4294967295;

/** What stands before a quantifier: only atoms and the last code point of a text may be repeated. */
type Before = 'nothing' | 'assertion' | 'repeat' | 'atom' | 'text';

function sequence(parts: RegexNode[]): RegexNode {
  return parts.length === 1 ? (parts[0] as RegexNode) : parts.length === 0 ? EMPTY : { kind: 'sequence', parts };
}

/** Takes off the last code point of a text. */
function takeLast(parts: RegexNode[]): RegexNode {
  const { text, fold } = parts.pop() as LiteralNode;
  const pair = text.length > 1 && (text.codePointAt(text.length - 2) as number) > 0xffff;
  const at = text.length - (pair ? 2 : 1);
  if (at > 0) parts.push({ kind: 'literal', text: text.slice(0, at), fold });
  return { kind: 'literal', text: text.slice(at), fold };
}

class Parser {
  readonly #cursor: PatternCursor;
  #flags: Flags;
  /** Letters of all flags that were set for the whole pattern. */
  #globalFlags = '';
  #depth = 0;
  #regular = true;
  /** Widths by group number, undefined while a group is open. Group 0 is the whole match. */
  readonly #widths: (Width | undefined)[] = [undefined];
  readonly #names = new Map<string, number>();
  /** Conditionals may ask for groups that come later: largest number asked for, and where. */
  #farthest = { group: 0, at: 0 };
  /** Inside look-behind: groups from this number on were opened inside it. */
  #behindFrom: number | undefined;

  constructor(text: string, flags: Flags) {
    this.#cursor = new PatternCursor(text);
    this.#flags = flags;
  }

  parse(): RegexTree {
    const root = this.#alternatives();
    if (this.#cursor.peek() === ')') this.#cursor.fail('unbalanced )');
    if (this.#farthest.group >= this.#widths.length) {
      this.#cursor.fail(`there is no group ${this.#farthest.group}`, this.#farthest.at);
    }
    if (countStates(root) > LIMITS.regexStates) this.#cursor.fail(`more than ${LIMITS.regexStates} states`, 0);
    return { root, groups: this.#widths.length - 1, regular: this.#regular };
  }

  #alternatives(): RegexNode {
    const branches = [this.#sequence(true)];
    while (this.#cursor.eat('|')) branches.push(this.#sequence(false));
    return branches.length === 1 ? (branches[0] as RegexNode) : { kind: 'alternatives', branches };
  }

  #sequence(first: boolean): RegexNode {
    const cursor = this.#cursor;
    const parts: RegexNode[] = [];
    let before: Before = 'nothing';
    for (;;) {
      const start = cursor.at;
      const letter = cursor.peek();
      if (letter === '' || letter === '|' || letter === ')') return sequence(parts);
      if (this.#flags.verbose && this.#skipBlank()) continue;
      if (QUANTIFIERS.includes(letter)) {
        const count = this.#count();
        if (count !== undefined) {
          if (before === 'nothing' || before === 'assertion') cursor.fail('nothing to repeat', start);
          if (before === 'repeat') cursor.fail('multiple repeat', start);
          parts.push(this.#repeat(before === 'text' ? takeLast(parts) : (parts.pop() as RegexNode), count));
          before = 'repeat';
          continue;
        }
      } else if (letter === '(') {
        const node = this.#group(first && this.#depth === 0 && parts.length === 0);
        if (node !== undefined) {
          parts.push(node);
          before = 'atom';
        }
        continue;
      }
      const node = this.#single();
      parts.push(node);
      before = node.kind === 'assertion' ? 'assertion' : node.kind === 'literal' ? 'text' : 'atom';
    }
  }

  /** Verbose mode: takes one blank or a comment. */
  #skipBlank(): boolean {
    const cursor = this.#cursor;
    if (cursor.peek() === '#') {
      const end = cursor.text.indexOf('\n', cursor.at);
      cursor.at = end < 0 ? cursor.text.length : end + 1;
      return true;
    }
    if (!BLANKS.test(cursor.peek())) return false;
    cursor.at++;
    return true;
  }

  /** Everything that is neither a group nor a quantifier. */
  #single(): RegexNode {
    const cursor = this.#cursor;
    const flags = this.#flags;
    const start = cursor.at;
    const plain = cursor.takeMatch(flags.verbose ? PLAIN_VERBOSE : PLAIN);
    if (plain !== '') return { kind: 'literal', text: plain, fold: foldOf(flags) };
    const letter = cursor.next();
    switch (letter) {
      case '.':
        return { kind: 'set', items: flags.dotAll ? [] : [{ from: 10, to: 10 }], negated: true, fold: 'none' };
      case '^':
        return { kind: 'assertion', test: flags.multiline ? 'line-start' : 'text-start' };
      case '$':
        return { kind: 'assertion', test: flags.multiline ? 'line-end' : 'end' };
      case '[':
        return this.#set(start);
      case '\\': {
        const read = readEscape(cursor, flags.ascii);
        switch (read.kind) {
          case 'assertion':
            return { kind: 'assertion', test: read.test };
          case 'category':
            return { kind: 'set', items: [read.item], negated: false, fold: 'none' };
          case 'reference':
            return this.#reference(read.group, start + 1);
          default:
            return { kind: 'literal', text: String.fromCodePoint(read.code), fold: foldOf(flags) };
        }
      }
      default:
        return { kind: 'literal', text: letter, fold: foldOf(flags) };
    }
  }

  /** A class; the cursor stands behind `[`. A `]` that comes first is a member. */
  #set(start: number): RegexNode {
    const cursor = this.#cursor;
    const negated = cursor.eat('^');
    const first = cursor.at;
    const items: SetItem[] = [];
    while (cursor.at === first || cursor.peek() !== ']') {
      const at = cursor.at;
      const item = this.#member(start);
      // A hyphen is a member at the end of a class and makes a range elsewhere.
      if (!cursor.text.startsWith('-', cursor.at) || cursor.text.startsWith('-]', cursor.at)) {
        items.push(typeof item === 'number' ? { from: item, to: item } : item);
        continue;
      }
      cursor.at++;
      const last = this.#member(start);
      if (typeof item !== 'number' || typeof last !== 'number' || last < item) {
        return cursor.fail('bad character range', at);
      }
      items.push({ from: item, to: last });
    }
    cursor.at++;
    return { kind: 'set', items, negated, fold: foldOf(this.#flags) };
  }

  #member(start: number): number | SetItem {
    const cursor = this.#cursor;
    const text = cursor.next();
    if (text === '') cursor.fail('unterminated character class', start);
    return text === '\\' ? readClassEscape(cursor, this.#flags.ascii) : (text.codePointAt(0) as number);
  }

  /** A quantifier; undefined if it is a brace that counts nothing and so is a literal. */
  #count(): { min: number; max: number } | undefined {
    const cursor = this.#cursor;
    const start = cursor.at;
    const letter = cursor.next();
    if (letter === '*') return { min: 0, max: Number.POSITIVE_INFINITY };
    if (letter === '+') return { min: 1, max: Number.POSITIVE_INFINITY };
    if (letter === '?') return { min: 0, max: 1 };
    const low = cursor.takeWhile(DIGIT);
    const comma = cursor.eat(',');
    const high = comma ? cursor.takeWhile(DIGIT) : low;
    if ((low === '' && !comma) || !cursor.eat('}')) {
      cursor.at = start;
      return undefined;
    }
    const min = Number(low);
    const max = high === '' ? Number.POSITIVE_INFINITY : Number(high);
    if (min >= TOO_MANY || (high !== '' && max >= TOO_MANY)) cursor.fail('repetition count is too large', start);
    if (max < min) cursor.fail('largest count is below smallest count', start);
    return { min, max };
  }

  #repeat(child: RegexNode, { min, max }: { min: number; max: number }): RegexNode {
    const mode = this.#cursor.eat('?') ? 'lazy' : this.#cursor.eat('+') ? 'possessive' : 'greedy';
    if (mode === 'possessive') this.#regular = false;
    return { kind: 'repeat', child, min, max, mode };
  }

  /** Everything in round brackets; undefined for comments and flags. `leading`: nothing but such stood before. */
  #group(leading: boolean): RegexNode | undefined {
    const cursor = this.#cursor;
    const start = cursor.at;
    cursor.at++;
    if (!cursor.eat('?')) return this.#capture(undefined, start);
    if (cursor.eat(':')) return this.#body(start);
    if (cursor.eat('#')) {
      if (cursor.takeUntil(')') === undefined) cursor.fail('unterminated comment', start);
      return undefined;
    }
    if (cursor.eat('>')) {
      this.#regular = false;
      return { kind: 'atomic', child: this.#body(start) };
    }
    if (cursor.eat('=')) return this.#look(false, false, start);
    if (cursor.eat('!')) return this.#look(false, true, start);
    if (cursor.eat('<=')) return this.#look(true, false, start);
    if (cursor.eat('<!')) return this.#look(true, true, start);
    if (cursor.eat('(')) return this.#conditional(start);
    if (cursor.eat('P<')) return this.#capture(this.#name('>'), start);
    if (cursor.eat('P=')) {
      const at = cursor.at;
      const name = this.#name(')');
      return this.#reference(this.#names.get(name) ?? cursor.fail(`there is no group ${name}`, at), at);
    }
    if (!/[A-Za-z-]/.test(cursor.peek()) || cursor.peek() === 'P') cursor.fail('unknown kind of group', start);
    const change = readFlags(cursor);
    if (!change.scoped) {
      if (!leading) cursor.fail('flags for the whole pattern must stand at its start', start);
      this.#globalFlags += change.on;
      if (/a.*u|u.*a/.test(this.#globalFlags)) cursor.fail('flags a and u exclude each other', start);
      this.#flags = changeFlags(this.#flags, change);
      return undefined;
    }
    const outer = this.#flags;
    this.#flags = changeFlags(outer, change);
    const body = this.#body(start);
    this.#flags = outer;
    return body;
  }

  /** Alternatives up to the closing bracket of the group that began at `start`. */
  #body(start: number): RegexNode {
    this.#open(start);
    const body = this.#alternatives();
    this.#close(start);
    return body;
  }

  #open(start: number): void {
    if (++this.#depth > LIMITS.regexDepth) {
      this.#cursor.fail(`groups nest deeper than ${LIMITS.regexDepth} levels`, start);
    }
  }

  #close(start: number): void {
    if (!this.#cursor.eat(')')) this.#cursor.fail('unterminated group', start);
    this.#depth--;
  }

  #capture(name: string | undefined, start: number): RegexNode {
    const index = this.#widths.length;
    if (name !== undefined) {
      if (this.#names.has(name)) this.#cursor.fail(`group name ${name} is used twice`, start);
      this.#names.set(name, index);
    }
    this.#widths.push(undefined);
    const child = this.#body(start);
    this.#widths[index] = measureWidth(child, this.#widths);
    return { kind: 'group', index, child };
  }

  #look(behind: boolean, negated: boolean, start: number): RegexNode {
    const outer = this.#behindFrom;
    if (behind) this.#behindFrom ??= this.#widths.length;
    const child = this.#body(start);
    this.#behindFrom = outer;
    const { min, max } = behind ? measureWidth(child, this.#widths) : { min: 0, max: 0 };
    if (min !== max) this.#cursor.fail('look-behind needs a fixed width', start);
    return { kind: 'look', behind, negated, child, width: min };
  }

  #conditional(start: number): RegexNode {
    const cursor = this.#cursor;
    const at = cursor.at;
    const name = cursor.takeUntil(')') ?? cursor.fail('unterminated group name', at);
    const numeric = /^[0-9]+$/.test(name);
    const group = numeric ? Number(name) : (this.#names.get(name) ?? cursor.fail(`there is no group ${name}`, at));
    if (group === 0) cursor.fail('there is no group 0', at);
    if (group > this.#farthest.group) this.#farthest = { group, at };
    this.#checkBehind(group, at);
    this.#regular = false;
    this.#open(start);
    const yes = this.#sequence(false);
    const no = cursor.eat('|') ? this.#sequence(false) : EMPTY;
    if (cursor.peek() === '|') cursor.fail('a conditional has at most two branches');
    this.#close(start);
    return { kind: 'conditional', group, yes, no };
  }

  #name(close: string): string {
    const at = this.#cursor.at;
    const name = this.#cursor.takeUntil(close) ?? this.#cursor.fail('unterminated group name', at);
    if (!IDENTIFIER.test(name)) this.#cursor.fail('bad group name', at);
    return name;
  }

  #reference(group: number, at: number): RegexNode {
    if (group >= this.#widths.length) this.#cursor.fail(`there is no group ${group}`, at);
    if (this.#widths[group] === undefined) this.#cursor.fail('reference to an open group', at);
    this.#checkBehind(group, at);
    this.#regular = false;
    return { kind: 'back-reference', group, fold: foldOf(this.#flags) };
  }

  /** Python cannot refer, inside look-behind, to groups that are not closed before it. */
  #checkBehind(group: number, at: number): void {
    if (this.#behindFrom === undefined) return;
    if (this.#widths[group] === undefined || group >= this.#behindFrom) {
      this.#cursor.fail('reference to a group of the same look-behind', at);
    }
  }
}

/**
 * Parses a pattern (without slashes). A dot matches line feeds too, as in capa.
 * @throws CapaxError `rules-invalid`, with the position, for patterns that Python refuses and the few that are not supported.
 */
export function parsePattern(text: string, ignoreCase: boolean): RegexTree {
  return new Parser(text, { ignoreCase, multiline: false, dotAll: true, verbose: false, ascii: false }).parse();
}
