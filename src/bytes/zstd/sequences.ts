// The sequences of a compressed block: so many literals, then a match so far back and so long (RFC 8878, 3.1.1.3.2 to 3.1.1.5).

import { BackwardBits } from './bit-reader.ts';
import { damaged } from './damage.ts';
import { type FseTable, readFseTable, singleSymbolTable } from './fse-table.ts';
import type { Literals } from './literals.ts';
import { FIELDS, LITERAL_LENGTHS, MATCH_LENGTHS } from './sequence-codes.ts';
import type { Window } from './window.ts';

const PREDEFINED = 0;
const SINGLE = 1;
const DESCRIBED = 2;

/** Offsets are below the largest window and three, which stand for earlier ones. */
const MOST_OFFSET_BITS = 28;

/** Sequences of one block after the other; tables and offsets stay for the blocks that rely on them. */
export class Sequences {
  #tables: (FseTable | undefined)[] = [];
  /** The latest offsets, in three fields: there is a sequence for every few bytes. */
  #latest = 0;
  #second = 0;
  #third = 0;

  /** A frame begins. */
  reset(): void {
    this.#tables = [];
    this.#latest = 1;
    this.#second = 4;
    this.#third = 8;
  }

  /** Executes those from `from` to `to` of the block, which may give `most` bytes. */
  run(block: Uint8Array, from: number, to: number, literals: Literals, window: Window, most: number): void {
    if (from >= to) damaged('the sequences of a block are missing');
    const first = block[from] as number;
    const width = first < 128 ? 1 : first < 255 ? 2 : 3;
    const second = block[from + 1] as number;
    const third = block[from + 2] as number;
    const count = width === 1 ? first : width === 2 ? ((first - 128) << 8) | second : 0x7f00 + (second | (third << 8));
    const limit = window.at + most;
    let used = 0;
    if (count > 0) {
      const bits = this.#readTables(block, from + width, to);
      used = this.#execute(new BackwardBits(block, bits, to), count, literals, window, limit);
    } else if (from + width !== to) {
      damaged('something follows the literals of a block');
    }
    if (window.at + literals.length - used > limit) damaged('a block is too long');
    window.append(literals.bytes.subarray(used, literals.length));
  }

  /** Returns where the bits of the sequences begin. */
  #readTables(block: Uint8Array, from: number, to: number): number {
    if (from >= to) damaged('the tables of a block are missing');
    const modes = block[from] as number;
    if ((modes & 3) !== 0) damaged('a block uses what is reserved');
    let at = from + 1;
    for (const [i, field] of FIELDS.entries()) {
      const mode = (modes >> (6 - 2 * i)) & 3;
      if (mode === PREDEFINED) {
        this.#tables[i] = field.predefined;
      } else if (mode === SINGLE) {
        const symbol = at < to ? (block[at++] as number) : damaged('a table is missing');
        if (symbol > field.maxSymbol) damaged('a table has a code that does not exist');
        this.#tables[i] = singleSymbolTable(symbol);
      } else if (mode === DESCRIBED) {
        const { table, end } = readFseTable(block, at, to, field);
        this.#tables[i] = table;
        at = end;
      } else if (this.#tables[i] === undefined) {
        damaged('a block relies on a table that is not there');
      }
    }
    return at;
  }

  /** Returns how many literals were used. */
  #execute(bits: BackwardBits, count: number, literals: Literals, window: Window, limit: number): number {
    const [forLiterals, forOffset, forMatch] = this.#tables as [FseTable, FseTable, FseTable];
    let literalState = bits.read(forLiterals.log);
    let offsetState = bits.read(forOffset.log);
    let matchState = bits.read(forMatch.log);
    let used = 0;
    for (let left = count; ; left--) {
      const offsetCode = forOffset.symbols[offsetState] as number;
      if (offsetCode > MOST_OFFSET_BITS) damaged('a match reaches back too far');
      const matchCode = forMatch.symbols[matchState] as number;
      const literalCode = forLiterals.symbols[literalState] as number;
      const offset = (1 << offsetCode) + bits.read(offsetCode);
      const matchLength =
        (MATCH_LENGTHS.base[matchCode] as number) + bits.read(MATCH_LENGTHS.bits[matchCode] as number);
      const literalLength =
        (LITERAL_LENGTHS.base[literalCode] as number) + bits.read(LITERAL_LENGTHS.bits[literalCode] as number);
      if (used + literalLength > literals.length) damaged('a block has too few literals');
      if (window.at + literalLength + matchLength > limit) damaged('a block is too long');
      copyLiterals(literals.bytes, used, literalLength, window);
      used += literalLength;
      window.copyBack(this.#offsetOf(offset, literalLength === 0), matchLength);
      if (left === 1) break;
      literalState = (forLiterals.base[literalState] as number) + bits.read(forLiterals.bits[literalState] as number);
      matchState = (forMatch.base[matchState] as number) + bits.read(forMatch.bits[matchState] as number);
      offsetState = (forOffset.base[offsetState] as number) + bits.read(forOffset.bits[offsetState] as number);
    }
    if (bits.left !== 0) damaged('something follows the sequences of a block');
    return used;
  }

  /** The three smallest values stand for the latest offsets; where no literals came before, for others than elsewhere. */
  #offsetOf(value: number, isBare: boolean): number {
    const which = isBare ? value + 1 : value;
    if (value <= 3 && which === 1) return this.#latest;
    const offset = value > 3 ? value - 3 : which === 2 ? this.#second : which === 3 ? this.#third : this.#latest - 1;
    if (value > 3 || which !== 2) this.#third = this.#second;
    this.#second = this.#latest;
    this.#latest = offset;
    return offset;
  }
}

function copyLiterals(literals: Uint8Array, from: number, length: number, window: Window): void {
  const { bytes, at } = window;
  if (length > 64) bytes.set(literals.subarray(from, from + length), at);
  else for (let i = 0; i < length; i++) bytes[at + i] = literals[from + i] as number;
  window.at = at + length;
}
