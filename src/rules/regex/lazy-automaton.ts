// Search in linear time for patterns without look-around: a deterministic automaton over classes of code points, built as far
// as texts lead into it. No text can make it slow, so it serves short strings as well as megabytes.
//
// Hot: `follow` sees every unit of every candidate string. It works on typed arrays only, so that it is compiled early and
// once: states are offsets of rows in one table.

import { LIMITS } from '../../limits.ts';
import { bitsOf, EDGE, FINAL_NEWLINE } from './places.ts';
import type { Program } from './program.ts';
import { Threads } from './threads.ts';

/** Entries of the table that are not offsets of states. */
const UNKNOWN = 0;
const MATCH = -1;
const DEAD = -2;

/** The first symbols: not known, the end of the text, and a line feed at its very end. Classes of code points follow. */
const NO_SYMBOL = 0;
const END = 1;
const FINAL = 2;

/** After so many states the table starts anew, which bounds memory. */
const MAX_STATES = 500;
/** Symbols of code points beyond U+FFFF are remembered up to this many. */
const MAX_REMEMBERED = 4096;

interface State {
  readonly threads: readonly number[];
  /** Properties of what was read last. */
  readonly before: number;
}

/** Fields of the place that a search has reached. */
const AT = 0;
const STATE = 1;

/** Goes on from `reached` over known entries of the table, up to `end` or the first unit that needs a closer look. */
function follow(text: string, end: number, table: Int32Array, symbols: Uint16Array, reached: Int32Array): void {
  let at = reached[AT] as number;
  let state = reached[STATE] as number;
  for (; at < end; at++) {
    const unit = text.charCodeAt(at);
    // Column 0, of units without a symbol, is unknown in every row.
    const next = unit < symbols.length ? (table[state + (symbols[unit] as number)] as number) : UNKNOWN;
    if (next <= UNKNOWN) break;
    state = next;
  }
  reached[AT] = at;
  reached[STATE] = state;
}

export class LazyAutomaton {
  readonly #threads: Threads;
  readonly #reached = new Int32Array(2);
  /** UTF-16 unit -> symbol; for ASCII only until something else is met. Surrogates stay unknown. */
  #symbols = new Uint16Array(128);
  readonly #beyond = new Map<number, number>();
  readonly #classes = new Map<string, number>();
  /** By symbol: which sets contain the class, and its properties. */
  readonly #members: boolean[][] = [[], [], []];
  readonly #bits: number[] = [0, EDGE, 0];
  /** Columns of the table; all symbols in use are smaller. */
  #stride = 16;
  /** Row of a state, column of a symbol -> offset of the next state's row, or UNKNOWN, MATCH, DEAD. */
  #table = new Int32Array(0);
  /** By row. Row 0 is none, so that offsets are never 0. */
  #states: State[] = [];
  readonly #rows = new Map<string, number>();
  readonly #first: readonly number[];
  /** False if a match can only begin at the start of the text. */
  readonly #floating: boolean;
  #start = DEAD;

  constructor(program: Program) {
    this.#threads = new Threads(program);
    this.#first = this.#threads.close([0], EDGE, undefined);
    this.#floating = this.#threads.close([0], ~EDGE, undefined).length > 0;
    this.#clear();
    const newline = this.#classOf(10);
    this.#members[FINAL] = this.#members[newline] as boolean[];
    this.#bits[FINAL] = bitsOf(10, true) & this.#threads.bits;
  }

  /** Whether the pattern occurs in `text`; undefined if the search took too many steps. */
  search(text: string): boolean | undefined {
    if (this.#start < 0) return this.#start === MATCH;
    const threads = this.#threads;
    const budget = threads.steps + LIMITS.regexLinearSteps + LIMITS.regexLinearStepsPerUnit * text.length;
    const final = (threads.bits & FINAL_NEWLINE) !== 0 && text.charCodeAt(text.length - 1) === 10;
    const end = final ? text.length - 1 : text.length;
    const reached = this.#reached;
    reached[AT] = 0;
    reached[STATE] = this.#start;
    for (;;) {
      follow(text, end, this.#table, this.#symbols, reached);
      const at = reached[AT] as number;
      if (at >= end) break;
      if (threads.steps > budget) return undefined;
      const code = text.codePointAt(at) as number;
      const next = this.#step(reached[STATE] as number, this.#symbolOf(code), code);
      if (next < 0) return next === MATCH;
      reached[AT] = code > 0xffff ? at + 2 : at + 1;
      reached[STATE] = next;
    }
    if (final) {
      const next = this.#step(reached[STATE] as number, FINAL, 10);
      if (next < 0) return next === MATCH;
      reached[STATE] = next;
    }
    return threads.waits && this.#step(reached[STATE] as number, END, -1) === MATCH;
  }

  #symbolOf(code: number): number {
    const known = code < this.#symbols.length ? this.#symbols[code] : this.#beyond.get(code);
    return known ?? NO_SYMBOL;
  }

  /** The entry for a state and a symbol, computed where it is unknown. */
  #step(offset: number, known: number, code: number): number {
    const state = this.#states[offset / this.#stride] as State;
    const symbol = known === NO_SYMBOL ? this.#classOf(code) : known;
    const cached = this.#states[offset / this.#stride] === state ? this.#table[offset + symbol] : UNKNOWN;
    if (cached !== UNKNOWN && cached !== undefined) return cached;
    const next = this.#compute(state, symbol);
    // Computing may have emptied the table; then the row of this state is gone.
    if (this.#states[offset / this.#stride] === state) this.#table[offset + symbol] = next;
    return next;
  }

  #compute(state: State, symbol: number): number {
    const threads = this.#threads;
    const bits = this.#bits[symbol] as number;
    const open = threads.waits ? threads.close(state.threads, state.before, bits) : state.threads;
    if (threads.matched(open)) return MATCH;
    if (symbol === END) return DEAD;
    const members = this.#members[symbol] as boolean[];
    const targets = threads.advance(open, (set) => members[set] as boolean);
    targets.push(0);
    return this.#enter(threads.close(targets, bits, undefined), bits);
  }

  /** The offset of a state, which gets a row if it is new. */
  #enter(threads: readonly number[], before: number): number {
    if (this.#threads.matched(threads)) return MATCH;
    if (threads.length === 0 && !this.#floating) return DEAD;
    const key = `${before}:${threads.join()}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known * this.#stride;
    if (this.#states.length > MAX_STATES) this.#clear();
    const row = this.#states.push({ threads, before }) - 1;
    this.#rows.set(key, row);
    const needed = (row + 1) * this.#stride;
    if (needed > this.#table.length) {
      const table = new Int32Array(needed * 2);
      table.set(this.#table);
      this.#table = table;
    }
    return row * this.#stride;
  }

  #clear(): void {
    this.#table = new Int32Array(8 * this.#stride);
    this.#states = [{ threads: [], before: 0 }];
    this.#rows.clear();
    this.#start = this.#enter(this.#first, EDGE & this.#threads.bits);
  }

  /** Class of a code point: code points that no set and no assertion tells apart share one. */
  #classOf(code: number): number {
    const members = this.#threads.program.sets.map((contains) => contains(code));
    const bits = bitsOf(code, false) & this.#threads.bits;
    const key = `${bits}:${members.map(Number).join('')}`;
    let symbol = this.#classes.get(key);
    if (symbol === undefined) {
      symbol = this.#members.push(members) - 1;
      this.#bits.push(bits);
      this.#classes.set(key, symbol);
      if (symbol >= this.#stride) {
        this.#stride *= 2;
        this.#clear();
      }
    }
    if (code > 0xffff || (code >= 0xd800 && code < 0xe000)) {
      if (this.#beyond.size >= MAX_REMEMBERED) this.#beyond.clear();
      this.#beyond.set(code, symbol);
      return symbol;
    }
    if (code >= this.#symbols.length) {
      const symbols = new Uint16Array(0x10000);
      symbols.set(this.#symbols);
      this.#symbols = symbols;
    }
    this.#symbols[code] = symbol;
    return symbol;
  }
}
