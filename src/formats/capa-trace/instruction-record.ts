// A record of an executed instruction, read where it stands: most of a recording are such records, and making objects of each would take ten
// times as long. Records that are written in another way than exporters do are read as JSON.

import type { RecordedMachine, RecordedThread } from '../execution.ts';

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

const X86_64 = ['rax', 'rcx', 'rdx', 'rbx', 'rsp', 'rbp', 'rsi', 'rdi', ...numbered('r', 8, 15)];
const X86_32 = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'];
const ARM_64 = [...numbered('x', 0, 28), 'fp', 'lr', 'sp'];
const ALSO: Readonly<Record<string, number>> = { x29: 29, x30: 30, x31: 31 };

function numbered(prefix: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `${prefix}${first + i}`);
}

/** Numbers of registers by their names, as recordings have them; for one machine. */
export class RegisterNumbers {
  readonly #known = new Map<string, number>();
  /** By the letters of names of at most four, as a number, modulo a prime. */
  readonly #letters = new Int32Array(TABLE);
  readonly #numbers = new Int8Array(TABLE).fill(-1);

  constructor({ machine, bits }: RecordedMachine) {
    const names = machine === 'arm64' ? ARM_64 : bits === 64 ? X86_64 : X86_32;
    for (const [number, name] of names.entries()) this.#add(name, number);
    if (machine === 'arm64') for (const [name, number] of Object.entries(ALSO)) this.#add(name, number);
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
const [BACKSLASH, ZERO, NINE, X] = [0x5c, 0x30, 0x39, 0x78] as const;
const [S, P, T, B, D, BIG_R, R, M, W] = [0x73, 0x70, 0x74, 0x62, 0x64, 0x52, 0x72, 0x6d, 0x77] as const;

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
  hasState = false;
  #accesses = 0;
  readonly #isWrite = new Uint8Array(MOST_ACCESSES);
  readonly #places = new Float64Array(MOST_ACCESSES);
  /** Bytes of each access in `bytes`: where they begin, and how many. */
  readonly #starts = new Uint32Array(MOST_ACCESSES);
  readonly #lengths = new Uint32Array(MOST_ACCESSES);
  #filled = 0;
  #text: Uint8Array = new Uint8Array();
  #at = 0;
  #end = 0;
  #low = 0;
  #high = 0;

  constructor(machine: RecordedMachine) {
    this.#registers = new RegisterNumbers(machine);
  }

  /** Reads the record at `text[from .. end)`; false where it is none, or is written in a way that only JSON readers know. */
  scan(text: Uint8Array, from: number, end: number): boolean {
    this.#text = text;
    this.#at = from;
    this.#end = end;
    this.#clear();
    if (!this.#skip(OPEN)) return false;
    for (;;) {
      if (!this.#skip(QUOTE) || !this.#field()) return false;
      if (this.#skip(COMMA)) continue;
      return this.#skip(CLOSE) && this.#at === this.#end && this.thread >= 0 && this.address >= 0;
    }
  }

  #clear(): void {
    this.position = 0;
    this.thread = -1;
    this.address = -1;
    this.codeLength = -1;
    this.#before.count = 0;
    this.#changed.count = 0;
    this.hasState = false;
    this.#accesses = 0;
    this.#filled = 0;
  }

  #skip(byte: number): boolean {
    if (this.#text[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  /** A field, from behind the quote before its name on. */
  #field(): boolean {
    const text = this.#text;
    const first = text[this.#at];
    const second = text[this.#at + 1];
    if (second === QUOTE) {
      if (text[this.#at + 2] !== COLON) return false;
      this.#at += 3;
      switch (first) {
        case S:
          this.position = this.#count();
          return this.position >= 0;
        case B:
          this.codeStart = this.#filled;
          this.codeLength = this.#bytes();
          return this.codeLength >= 0;
        case R:
          return this.#list(this.#changed);
        case BIG_R:
          this.hasState = true;
          return this.#list(this.#before);
        case M:
          return this.#memory();
        case T:
        case D:
          return this.#passText();
        default:
          return false;
      }
    }
    // "pc" and "tid"
    if (first === P && text[this.#at + 2] === QUOTE && text[this.#at + 3] === COLON) {
      this.#at += 4;
      this.address = this.#address();
      return this.address >= 0;
    }
    if (first === T && text[this.#at + 3] === QUOTE && text[this.#at + 4] === COLON) {
      this.#at += 5;
      this.thread = this.#count();
      return this.thread >= 0;
    }
    return false;
  }

  #count(): number {
    const text = this.#text;
    let value = 0;
    const start = this.#at;
    for (; this.#at < this.#end; this.#at++) {
      const digit = text[this.#at] as number;
      if (digit < ZERO || digit > NINE) break;
      value = value * 10 + digit - ZERO;
    }
    return this.#at === start || value > Number.MAX_SAFE_INTEGER ? -1 : value;
  }

  #passText(): boolean {
    if (!this.#skip(QUOTE)) return false;
    const text = this.#text;
    for (; this.#at < this.#end; this.#at++) {
      const byte = text[this.#at];
      if (byte === BACKSLASH) return false;
      if (byte !== QUOTE) continue;
      this.#at++;
      return true;
    }
    return false;
  }

  /** A number in quotes, into the two halves. */
  #halves(): boolean {
    const text = this.#text;
    if (text[this.#at] !== QUOTE || text[this.#at + 1] !== ZERO || text[this.#at + 2] !== X) return false;
    let at = this.#at + 3;
    const start = at;
    let low = 0;
    let high = 0;
    for (; ; at++) {
      const digit = DIGITS[text[at] as number] as number;
      if (digit === 255) break;
      high = ((high << 4) | (low >>> 28)) >>> 0;
      low = ((low << 4) | digit) >>> 0;
    }
    this.#at = at + 1;
    this.#low = low;
    this.#high = high;
    return text[at] === QUOTE && at > start && at - start <= 16;
  }

  #address(): number {
    return this.#halves() ? addressOf(this.#low, this.#high) : -1;
  }

  /** Bytes in quotes, behind those that are there; how many, or -1. */
  #bytes(): number {
    if (!this.#skip(QUOTE)) return -1;
    const text = this.#text;
    const start = this.#filled;
    let at = this.#at;
    for (; ; at += 2) {
      const first = DIGITS[text[at] as number] as number;
      if (first === 255) break;
      const second = DIGITS[text[at + 1] as number] as number;
      if (second === 255 || this.#filled === MOST_BYTES) return -1;
      this.bytes[this.#filled++] = (first << 4) | second;
    }
    if (text[at] !== QUOTE) return -1;
    this.#at = at + 1;
    return this.#filled - start;
  }

  #list(into: RegisterList): boolean {
    const text = this.#text;
    if (!this.#skip(OPEN)) return false;
    if (this.#skip(CLOSE)) return true;
    for (;;) {
      if (!this.#skip(QUOTE)) return false;
      let letters = 0;
      let length = 0;
      for (; text[this.#at] !== QUOTE; this.#at++, length++) {
        if (this.#at >= this.#end || text[this.#at] === BACKSLASH) return false;
        letters = (letters << 7) | (text[this.#at] as number);
      }
      this.#at++;
      if (!this.#skip(COLON) || !this.#halves()) return false;
      if (length <= 4) into.add(this.#registers.ofLetters(letters), this.#low, this.#high);
      if (this.#skip(COMMA)) continue;
      return this.#skip(CLOSE);
    }
  }

  #memory(): boolean {
    const text = this.#text;
    if (!this.#skip(LIST)) return false;
    if (this.#skip(END)) return true;
    for (;;) {
      if (!this.#skip(LIST) || !this.#skip(QUOTE)) return false;
      const kind = text[this.#at++];
      if ((kind !== R && kind !== W) || !this.#skip(QUOTE) || !this.#skip(COMMA)) return false;
      const address = this.#address();
      if (address < 0 || !this.#skip(COMMA)) return false;
      const start = this.#filled;
      const length = this.#bytes();
      if (length < 0 || !this.#skip(END)) return false;
      this.#addAccess(kind === W, address, start, length);
      if (this.#skip(COMMA)) continue;
      return this.#skip(END);
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
    this.hasState = R !== undefined;
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

/** An address of its halves: exact, or the low 48 bits of it. */
export function addressOf(low: number, high: number): number {
  return (high > 0x1f_ffff ? high & 0xffff : high) * 2 ** 32 + low;
}

/** An address of its text, `0x` and digits. */
export function addressOfText(text: string): number {
  const value = Number.parseInt(text, 16);
  return Number.isSafeInteger(value) ? value : Number(BigInt.asUintN(48, BigInt(text)));
}
