// Finds which of many literals occur in a text, in one pass over it. Works on folded text (`foldCode` of each UTF-16 unit) without
// building it: units are mapped to classes, and units that fold alike share a class.
//
// Hot: `find` touches every unit of every distinct string of a report. States are offsets of rows in one table; a negative entry
// is a state in which some literal ends.

import { foldCode } from '../../rules/regex/characters.ts';

/** A folded, not empty literal and the number of what it stands for. Several literals may share a number. */
export interface NumberedLiteral {
  readonly text: string;
  readonly number: number;
}

/** Classes: 0 is a unit that was not looked at yet, 1 one that occurs in no literal. */
const OTHER = 1;
const FIRST_CLASS = 2;

/** The automaton: immutable but for units whose class was not asked for yet, so searches may share it. */
export class AhoCorasick {
  /** Numbers are 0 to `count - 1`. */
  readonly count: number;
  readonly classes: Uint16Array = new Uint16Array(0x10000);
  readonly table: Int32Array;
  readonly columns: number;
  /** By row: list of numbers in `numbers` (pairs of number and next pair), and the next shorter row with a list. */
  readonly lists: Int32Array;
  readonly shorter: Int32Array;
  readonly numbers: number[] = [];

  constructor(literals: readonly NumberedLiteral[], count: number) {
    this.count = count;
    const { classes } = this;
    let columns = FIRST_CLASS;
    let rows = 1;
    for (const { text } of literals) {
      rows += text.length;
      for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at);
        if (classes[unit] === 0) classes[unit] = columns++;
      }
    }
    this.columns = columns;
    this.table = new Int32Array(rows * columns);
    this.lists = new Int32Array(rows).fill(-1);
    this.shorter = new Int32Array(rows).fill(-1);
    this.#link(this.#plant(literals));
  }

  /** The class of a unit that has not been met yet. */
  classOf(unit: number): number {
    const known = this.classes[foldCode(unit)] || OTHER;
    this.classes[unit] = known;
    return known;
  }

  /** Enters all literals as paths from row 0; gives the edges: by row a list of (column, next), as first child and next sibling. */
  #plant(literals: readonly NumberedLiteral[]): Edges {
    const table = this.table;
    const columns = this.columns;
    const classes = this.classes;
    const rows = table.length / columns;
    const edges: Edges = {
      first: new Int32Array(rows),
      next: new Int32Array(rows),
      column: new Int32Array(rows),
      used: 1,
    };
    for (const { text, number } of literals) {
      let row = 0;
      for (let at = 0; at < text.length; at++) {
        const column = classes[text.charCodeAt(at)] as number;
        let target = table[row * columns + column] as number;
        if (target === 0) {
          target = edges.used++;
          table[row * columns + column] = target;
          edges.column[target] = column;
          edges.next[target] = edges.first[row] as number;
          edges.first[row] = target;
        }
        row = target;
      }
      this.lists[row] = this.numbers.push(number, this.lists[row] as number) - 2;
    }
    return edges;
  }

  /** Completes every row, breadth first: where a path ends the search goes on in the longest suffix that is a path too. */
  #link({ first, next, column, used }: Edges): void {
    const table = this.table;
    const columns = this.columns;
    const queue = new Int32Array(used);
    const suffix = new Int32Array(used);
    let end = 1;
    for (let head = 0; head < end; head++) {
      const row = queue[head] as number;
      const from = suffix[row] as number;
      if (row > 0) table.copyWithin(row * columns, from * columns, (from + 1) * columns);
      for (let child = first[row] as number; child > 0; child = next[child] as number) {
        const at = row * columns + (column[child] as number);
        const longest = row === 0 ? 0 : Math.abs(table[at] as number) / columns;
        suffix[child] = longest;
        this.shorter[child] = (this.lists[longest] as number) >= 0 ? longest : (this.shorter[longest] as number);
        const ends = (this.lists[child] as number) >= 0 || (this.shorter[child] as number) > 0;
        table[at] = ends ? -child * columns : child * columns;
        queue[end++] = child;
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
    const round = ++this.#round;
    const automaton = this.#automaton;
    const { table, classes, columns } = automaton;
    let state = 0;
    let count = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      state = table[state + (classes[unit] || automaton.classOf(unit))] as number;
      if (state < 0) {
        state = -state;
        count = this.#report(state / columns, round, count);
      }
    }
    return count;
  }

  #report(row: number, round: number, before: number): number {
    const { numbers, shorter, lists } = this.#automaton;
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

interface Edges {
  readonly first: Int32Array;
  readonly next: Int32Array;
  readonly column: Int32Array;
  used: number;
}
