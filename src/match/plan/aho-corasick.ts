// Finds which of many literals occur in a text, in one pass over it. Works on folded text (`foldCode` of each UTF-16 unit) without
// building it: units are mapped to classes, and units that fold alike share a class.
//
// Hot: `find` touches every unit of every distinct string of a report. States are offsets of rows in one table; a negative entry
// is a state in which some literal ends.

import { foldCode } from '../../rules/regex/characters.ts';
import { type LiteralTrie, type NumberedLiteral, plantLiterals } from './literal-trie.ts';

/** Classes: 0 is a unit that was not looked at yet, 1 one that occurs in no literal. */
const OTHER = 1;
const FIRST_CLASS = 2;
/**
 * Entries of the table: 16 MB. The public rules need a quarter of it. Rows and classes that literals in many scripts need would multiply to
 * gigabytes; what does not fit are the longest paths, which texts seldom follow, and which are looked up edge by edge.
 */
const MAX_ENTRIES = 4_194_304;

/** The automaton: immutable but for units whose class was not asked for yet, so searches may share it. */
export class AhoCorasick {
  /** Numbers are 0 to `count - 1`. */
  readonly count: number;
  readonly classes: Uint16Array = new Uint16Array(0x10000);
  readonly table: Int32Array;
  readonly columns: number;
  /** Whether every row is in the table. Otherwise states beyond it stand for one row each. */
  readonly isComplete: boolean;
  /** By row: the next shorter row with a list in the trie. */
  readonly shorter: Int32Array;
  readonly trie: LiteralTrie;
  /** Rows in the table. */
  readonly #inTable: number;
  /** By row: where the search goes on when its path ends. */
  readonly #suffix: Int32Array;

  constructor(literals: readonly NumberedLiteral[], count: number, maxEntries: number = MAX_ENTRIES) {
    this.count = count;
    this.trie = plantLiterals(literals);
    const { rows } = this.trie;
    this.columns = this.#classify();
    this.#inTable = Math.max(1, Math.min(rows, Math.floor(maxEntries / this.columns)));
    this.isComplete = this.#inTable === rows;
    this.table = new Int32Array(this.#inTable * this.columns);
    this.shorter = new Int32Array(rows).fill(-1);
    this.#suffix = new Int32Array(rows);
    this.#link();
  }

  /** The class of a unit that has not been met yet. */
  classOf(unit: number): number {
    const known = this.classes[foldCode(unit)] || OTHER;
    this.classes[unit] = known;
    return known;
  }

  /** The row of a state that is not negative. */
  rowOf(state: number): number {
    const beyond = state - this.table.length;
    return beyond < 0 ? state / this.columns : this.#inTable + beyond;
  }

  /** The state after one that is not negative. Where the table holds every row, it is `table[state + column]`. */
  next(state: number, column: number): number {
    let at = state;
    for (;;) {
      if (at < this.table.length) return this.table[at + column] as number;
      const row = this.rowOf(at);
      const child = this.#childOf(row, column);
      if (child > 0) return this.#stateOf(child);
      at = Math.abs(this.#stateOf(this.#suffix[row] as number));
    }
  }

  /** Gives each unit of a literal a class, in the order of units; returns the number of classes. */
  #classify(): number {
    const { classes } = this;
    const { unit, rows } = this.trie;
    for (let row = 1; row < rows; row++) classes[unit[row] as number] = 1;
    let columns = FIRST_CLASS;
    for (let code = 0; code < classes.length; code++) if (classes[code] !== 0) classes[code] = columns++;
    return columns;
  }

  #childOf(row: number, column: number): number {
    const { firstChild, unit } = this.trie;
    let low = firstChild[row] as number;
    let high = (firstChild[row + 1] as number) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.classes[unit[middle] as number] as number;
      if (found === column) return middle;
      if (found < column) low = middle + 1;
      else high = middle - 1;
    }
    return 0;
  }

  #stateOf(row: number): number {
    const at = row < this.#inTable ? row * this.columns : this.table.length + row - this.#inTable;
    const ends = (this.trie.lists[row] as number) >= 0 || (this.shorter[row] as number) > 0;
    return ends ? -at : at;
  }

  /** Completes every row, breadth first: where a path ends the search goes on in the longest suffix that is a path too. */
  #link(): void {
    const { table, columns, shorter, classes } = this;
    const { rows, firstChild, unit, lists } = this.trie;
    for (let row = 0; row < rows; row++) {
      const from = this.#suffix[row] as number;
      const isInTable = row < this.#inTable;
      if (isInTable && row > 0) table.copyWithin(row * columns, from * columns, (from + 1) * columns);
      const above = Math.abs(this.#stateOf(from));
      for (let child = firstChild[row] as number; child < (firstChild[row + 1] as number); child++) {
        const column = classes[unit[child] as number] as number;
        const longest = row === 0 ? 0 : this.rowOf(Math.abs(this.next(above, column)));
        this.#suffix[child] = longest;
        shorter[child] = (lists[longest] as number) >= 0 ? longest : (shorter[longest] as number);
        if (isInTable) table[row * columns + column] = this.#stateOf(child);
      }
    }
  }
}

/** A search for the literals: what it found and what it has seen in the text at hand. */
export class LiteralSearch {
  /** Numbers found by the last call of `find`, in no particular order; only the first entries are meant. */
  readonly found: Int32Array;
  readonly #automaton: AhoCorasick;
  /** By number: the round in which it was found last. */
  readonly #seen: Uint32Array;
  #round = 0;

  constructor(automaton: AhoCorasick) {
    this.#automaton = automaton;
    this.found = new Int32Array(automaton.count);
    this.#seen = new Uint32Array(automaton.count);
  }

  /** Numbers of the literals that occur in `text`: how many, each once, at the start of `found`. */
  find(text: string): number {
    if (!this.#automaton.isComplete) return this.#findBeyond(text);
    const round = ++this.#round;
    const automaton = this.#automaton;
    const { table, classes } = automaton;
    let state = 0;
    let count = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      state = table[state + (classes[unit] || automaton.classOf(unit))] as number;
      if (state < 0) {
        state = -state;
        count = this.#report(automaton.rowOf(state), round, count);
      }
    }
    return count;
  }

  /** The same where the table does not hold every row. */
  #findBeyond(text: string): number {
    const round = ++this.#round;
    const automaton = this.#automaton;
    let state = 0;
    let count = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      state = automaton.next(state, automaton.classes[unit] || automaton.classOf(unit));
      if (state < 0) {
        state = -state;
        count = this.#report(automaton.rowOf(state), round, count);
      }
    }
    return count;
  }

  #report(row: number, round: number, before: number): number {
    const { shorter, trie } = this.#automaton;
    const { numbers, lists } = trie;
    const seen = this.#seen;
    let count = before;
    for (let at = row; at > 0; at = shorter[at] as number) {
      for (let list = lists[at] as number; list >= 0; list = numbers[list + 1] as number) {
        const number = numbers[list] as number;
        if (seen[number] === round) continue;
        seen[number] = round;
        this.found[count++] = number;
      }
    }
    return count;
  }
}
