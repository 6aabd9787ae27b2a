// A record of an executed instruction, read where it stands: most of a recording are such records, and making objects of each would take ten
// times as long. Records that are written in another way than exporters do are read as JSON.

import { addressOf } from '../../bytes/little-endian.ts';
import { type RecordedMachine, type RecordedThread, registerNames } from '../execution.ts';

/** A record as JSON readers have it, whose fields are right. */
export interface ParsedInstruction {
  readonly s: number;
  readonly tid: number;
  readonly pc: string;
  readonly b?: string;
  readonly R?: Readonly<Record<string, string>>;
  readonly r?: Readonly<Record<string, string>>;
  readonly m?: readonly (readonly ['r' | 'w', string, string])[];
}

/** Registers and accesses of one record that are kept; no instruction has more. */
const MOST_REGISTERS = 64;
const MOST_ACCESSES = 64;
const MOST_BYTES = 4096;

/** Other names of registers of A64. */
const ALSO: Readonly<Record<string, number>> = { fp: 29, lr: 30, x31: 31 };

/** Numbers of registers by their names, as recordings have them; for one machine. */
export class RegisterNumbers {
  readonly #known = new Map<string, number>();
  /** By the letters of names of at most four, as a number, modulo a prime. */
  readonly #letters = new Int32Array(TABLE);
  readonly #numbers = new Int8Array(TABLE).fill(-1);

  constructor(machine: RecordedMachine) {
    for (const [number, name] of registerNames(machine).entries()) this.#add(name, number);
    if (machine.machine === 'arm64') for (const [name, number] of Object.entries(ALSO)) this.#add(name, number);
  }

  #add(name: string, number: number): void {
    this.#known.set(name, number);
    let letters = 0;
    for (let i = 0; i < name.length; i++) letters = (letters << 7) | name.charCodeAt(i);
    const slot = letters % TABLE;
    // Names whose places meet are left to the map: there are none today.
    if (this.#numbers[slot] !== -1) return;
    this.#letters[slot] = letters;
    this.#numbers[slot] = number;
  }

  /** -1 for others. */
  of(name: string): number {
    return this.#known.get(name) ?? -1;
  }

  /** The same by its letters. */
  ofLetters(letters: number): number {
    const slot = letters % TABLE;
    return this.#letters[slot] === letters ? (this.#numbers[slot] as number) : -1;
  }
}

const TABLE = 4093;

const [QUOTE, COLON, COMMA, OPEN, CLOSE, LIST, END] = [0x22, 0x3a, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d] as const;
const [BACKSLASH, ZERO, X, SPACE, DELETE] = [0x5c, 0x30, 0x78, 0x20, 0x7f] as const;
const [S, P, T, B, D, BIG_R, R, M, W] = [0x73, 0x70, 0x74, 0x62, 0x64, 0x52, 0x72, 0x6d, 0x77] as const;
const [I, C] = [0x69, 0x63] as const;

/** Fields that were met, as bits, and those that every record has. */
const MET = { pc: 1 << 29, tid: 1 << 30, required: (1 << 29) | (1 << 30) | bitOf(S) | bitOf(T) } as const;

/** The bit of a name of one letter; big ones are apart from small ones. */
function bitOf(letter: number): number {
  return letter === BIG_R ? 1 << 28 : 1 << (letter & 0x1f);
}

/** Values of hexadecimal digits, 255 for what is none. */
const DIGITS = new Uint8Array(256).fill(255);
for (let i = 0; i < 16; i++) DIGITS[i.toString(16).charCodeAt(0)] = i;

/** Registers with values, in two halves each. */
class RegisterList {
  count = 0;
  readonly number: Uint8Array = new Uint8Array(MOST_REGISTERS);
  readonly low: Uint32Array = new Uint32Array(MOST_REGISTERS);
  readonly high: Uint32Array = new Uint32Array(MOST_REGISTERS);

  add(number: number, low: number, high: number): void {
    if (number < 0 || this.count === MOST_REGISTERS) return;
    this.number[this.count] = number;
    this.low[this.count] = low;
    this.high[this.count++] = high;
  }

  writeTo(registers: Uint32Array): void {
    for (let i = 0; i < this.count; i++) {
      const at = (this.number[i] as number) * 2;
      registers[at] = this.low[i] as number;
      registers[at + 1] = this.high[i] as number;
    }
  }
}

export class InstructionRecord {
  readonly #registers: RegisterNumbers;
  position = 0;
  thread = -1;
  address = -1;
  /** Its code, if the record has it: so many of `bytes` from there on. -1 for none. */
  codeLength = -1;
  codeStart = 0;
  readonly bytes: Uint8Array = new Uint8Array(MOST_BYTES);
  /** The whole state before it, and what it changed. */
  readonly #before = new RegisterList();
  readonly #changed = new RegisterList();
  #accesses = 0;
  readonly #isWrite = new Uint8Array(MOST_ACCESSES);
  readonly #places = new Float64Array(MOST_ACCESSES);
  /** Bytes of each access in `bytes`: where they begin, and how many. */
  readonly #starts = new Uint32Array(MOST_ACCESSES);
  readonly #lengths = new Uint32Array(MOST_ACCESSES);
  #filled = 0;
  /** What was read latest. */
  #value = 0;
  #low = 0;
  #high = 0;

  constructor(machine: RecordedMachine) {
    this.#registers = new RegisterNumbers(machine);
  }

  /**
   * Reads the record that begins at `text[from]` and ends before `end`. Returns where it ends, behind its last brace; -1 where it is none, is cut,
   * or is written in a way that only JSON readers know.
   */
  scan(text: Uint8Array, from: number, end: number): number {
    this.#clear();
    let at = from;
    let met = 0;
    if (text[at++] !== OPEN) return -1;
    for (;;) {
      // Names have one letter, or are "pc" and "tid".
      const letter = text[at + 1];
      if (text[at] !== QUOTE) return -1;
      // Of a name that comes again, JSON has the last value only.
      const bit = letter === P ? MET.pc : text[at + 2] === QUOTE ? bitOf(letter as number) : MET.tid;
      if ((met & bit) !== 0) return -1;
      met |= bit;
      if (text[at + 2] === QUOTE && text[at + 3] === COLON) at = this.#short(text, letter as number, at + 4, end);
      else if (letter === P && text[at + 2] === C && text[at + 3] === QUOTE && text[at + 4] === COLON) {
        at = this.#halves(text, at + 5);
        this.address = addressOf(this.#low, this.#high);
      } else if (
        letter === T &&
        text[at + 2] === I &&
        text[at + 3] === D &&
        text[at + 4] === QUOTE &&
        text[at + 5] === COLON
      ) {
        at = this.#count(text, at + 6);
        this.thread = this.#value;
      } else return -1;
      if (at < 0) return -1;
      const next = text[at++];
      if (next === COMMA) continue;
      return next === CLOSE && at <= end && (met & MET.required) === MET.required ? at : -1;
    }
  }

  #clear(): void {
    this.position = 0;
    this.thread = -1;
    this.address = -1;
    this.codeLength = -1;
    this.#before.count = 0;
    this.#changed.count = 0;
    this.#accesses = 0;
    this.#filled = 0;
  }

  /** The value of a field whose name is one letter; all of these return where it ends, or -1. */
  #short(text: Uint8Array, letter: number, at: number, end: number): number {
    switch (letter) {
      case S: {
        const next = this.#count(text, at);
        this.position = this.#value;
        return next;
      }
      case R:
        return this.#list(text, at, end, this.#changed);
      case BIG_R:
        return this.#list(text, at, end, this.#before);
      case B: {
        const start = this.#filled;
        const next = this.#bytes(text, at);
        this.codeStart = start;
        this.codeLength = this.#filled - start;
        return next;
      }
      case M:
        return this.#memory(text, at);
      case T:
        return text[at] === QUOTE && text[at + 1] === I && text[at + 2] === QUOTE ? at + 3 : -1;
      case D:
        return passText(text, at, end);
      default:
        return -1;
    }
  }

  #count(text: Uint8Array, from: number): number {
    let at = from;
    let value = 0;
    for (; ; at++) {
      const digit = (text[at] as number) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
    this.#value = value;
    const hasZero = text[from] === ZERO && at > from + 1;
    return at === from || hasZero || value > Number.MAX_SAFE_INTEGER ? -1 : at;
  }

  /** A number in quotes, into the two halves. */
  #halves(text: Uint8Array, from: number): number {
    if (text[from] !== QUOTE || text[from + 1] !== ZERO || text[from + 2] !== X) return -1;
    const start = from + 3;
    let at = start;
    let low = 0;
    let high = 0;
    for (; ; at++) {
      const digit = DIGITS[text[at] as number] as number;
      if (!(digit < 16)) break;
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
    }
    this.#low = low >>> 0;
    this.#high = high >>> 0;
    return text[at] === QUOTE && at > start && at - start <= 16 ? at + 1 : -1;
  }

  /** Bytes in quotes, behind those that are there. */
  #bytes(text: Uint8Array, from: number): number {
    if (text[from] !== QUOTE) return -1;
    const bytes = this.bytes;
    let filled = this.#filled;
    let at = from + 1;
    for (; ; at += 2) {
      const first = DIGITS[text[at] as number] as number;
      if (!(first < 16)) break;
      const second = DIGITS[text[at + 1] as number] as number;
      if (!(second < 16) || filled === MOST_BYTES) return -1;
      bytes[filled++] = (first << 4) | second;
    }
    this.#filled = filled;
    return text[at] === QUOTE ? at + 1 : -1;
  }

  #list(text: Uint8Array, from: number, end: number, into: RegisterList): number {
    if (text[from] !== OPEN) return -1;
    let at = from + 1;
    if (text[at] === CLOSE) return at + 1;
    for (;;) {
      if (text[at++] !== QUOTE) return -1;
      let letters = 0;
      const start = at;
      for (; text[at] !== QUOTE; at++) {
        if (at >= end || !isPlain(text[at] as number)) return -1;
        letters = (letters << 7) | (text[at] as number);
      }
      const isShort = at - start <= 4;
      if (text[at + 1] !== COLON) return -1;
      at = this.#halves(text, at + 2);
      if (at < 0) return -1;
      if (isShort) into.add(this.#registers.ofLetters(letters), this.#low, this.#high);
      const next = text[at++];
      if (next === COMMA) continue;
      return next === CLOSE ? at : -1;
    }
  }

  #memory(text: Uint8Array, from: number): number {
    if (text[from] !== LIST) return -1;
    let at = from + 1;
    if (text[at] === END) return at + 1;
    for (;;) {
      const kind = text[at + 2];
      const isAccess = text[at] === LIST && text[at + 1] === QUOTE && (kind === R || kind === W);
      if (!isAccess || text[at + 3] !== QUOTE || text[at + 4] !== COMMA) return -1;
      at = this.#halves(text, at + 5);
      if (at < 0 || text[at] !== COMMA) return -1;
      const address = addressOf(this.#low, this.#high);
      const start = this.#filled;
      at = this.#bytes(text, at + 1);
      if (at < 0 || text[at] !== END) return -1;
      this.#addAccess(kind === W, address, start, this.#filled - start);
      const next = text[at + 1];
      at += 2;
      if (next === COMMA) continue;
      return next === END ? at : -1;
    }
  }

  #addAccess(isWrite: boolean, address: number, start: number, length: number): void {
    if (this.#accesses === MOST_ACCESSES) return;
    this.#isWrite[this.#accesses] = Number(isWrite);
    this.#places[this.#accesses] = address;
    this.#starts[this.#accesses] = start;
    this.#lengths[this.#accesses++] = length;
  }

  /** Takes a record that was read as JSON. */
  take({ s, tid, pc, b, R, r, m = [] }: ParsedInstruction): void {
    this.#clear();
    this.position = s;
    this.thread = tid;
    this.address = addressOfText(pc);
    this.codeStart = 0;
    if (b !== undefined) this.codeLength = this.#takeBytes(b);
    this.#takeList(R, this.#before);
    this.#takeList(r, this.#changed);
    for (const [kind, place, digits] of m) {
      const start = this.#filled;
      this.#addAccess(kind === 'w', addressOfText(place), start, this.#takeBytes(digits));
    }
  }

  #takeBytes(digits: string): number {
    const start = this.#filled;
    for (let at = 0; at + 1 < digits.length && this.#filled < MOST_BYTES; at += 2) {
      this.bytes[this.#filled++] = Number.parseInt(digits.slice(at, at + 2), 16);
    }
    return this.#filled - start;
  }

  #takeList(given: Readonly<Record<string, string>> = {}, into: RegisterList): void {
    for (const [name, digits] of Object.entries(given)) {
      const value = BigInt(digits);
      into.add(this.#registers.of(name), Number(value & 0xffff_ffffn), Number(value >> 32n));
    }
  }

  /** Tells the thread that it belongs to, without its code, which has to be told before. */
  tell(thread: RecordedThread): void {
    this.#before.writeTo(thread.registers);
    thread.executes(this.address, this.position);
    for (let i = 0; i < this.#accesses; i++) {
      const [place, start, length] = [this.#places[i] as number, this.#starts[i] as number, this.#lengths[i] as number];
      if (this.#isWrite[i] === 1) thread.writes(place, this.bytes, start, length);
      else thread.reads(place, this.bytes, start, length);
    }
    this.#changed.writeTo(thread.registers);
  }
}

/** Letters that stand for themselves in a text, in one byte each. */
function isPlain(byte: number): boolean {
  return byte >= SPACE && byte < DELETE && byte !== BACKSLASH;
}

/** Behind a text in quotes; -1 where there is none, or it has more than plain letters. */
function passText(text: Uint8Array, from: number, end: number): number {
  if (text[from] !== QUOTE) return -1;
  for (let at = from + 1; at < end; at++) {
    const byte = text[at];
    if (byte === QUOTE) return at + 1;
    if (!isPlain(byte as number)) return -1;
  }
  return -1;
}

/** An address of its text, `0x` and digits. */
export function addressOfText(text: string): number {
  const value = Number.parseInt(text, 16);
  return Number.isSafeInteger(value) ? value : Number(BigInt.asUintN(48, BigInt(text)));
}
