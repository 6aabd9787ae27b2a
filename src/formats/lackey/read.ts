// What Valgrind's tool lackey writes with `--trace-mem=yes`: every instruction that was executed, with its size, and every access to memory,
// between lines of Valgrind itself. Addresses are hexadecimal, sizes decimal (manual of lackey, section 1.3):
//
//   ==25080== Command: ./unpack
//   I  0401ab70,3
//    S 1fff000768,8      L: load, S: store, M: both

import { copyText } from '../../bytes/copy-text.ts';
import { LineScanner } from '../../bytes/scan-lines.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { LIMITS } from '../../limits.ts';
import type { LackeyCode } from './codes.ts';
import { FirstInstructions, HIGH_END, type InstructionBatch } from './instruction-batch.ts';

/** What a log says of a run, beside the instructions that are handed on. */
export interface LackeyRun {
  /** Undefined where no line of Valgrind is there. */
  readonly pid: number | undefined;
  readonly parentPid: number | undefined;
  /** As Valgrind writes it, empty where it does not. */
  readonly command: string;
  /** Executed, and different ones among them. */
  readonly instructions: number;
  readonly distinct: number;
  readonly loads: number;
  readonly stores: number;
  /** Accesses that load and store. */
  readonly modifies: number;
}

/** A line may hold a command with its arguments. */
const MOST_LINE = 16_384;

const SPACE = 0x20;
const COMMA = 0x2c;
const EQUALS = 0x3d;
const ZERO = 0x30;
const I = 0x49;
const L = 0x4c;
const M = 0x4d;
const S = 0x53;
const LF = 0x0a;
const CR = 0x0d;
const ADDRESS_AT = 3;
const MOST_DIGITS = 16;
/** Lines of lackey itself are shorter. */
const MOST_FAST = 64;

/** Values of hexadecimal digits, which lackey writes in lower case; of all other bytes 16. */
const HEX: Uint8Array = new Uint8Array(256).fill(16);
for (let digit = 0; digit < 16; digit++) HEX[digit.toString(16).charCodeAt(0)] = digit;

const OF_VALGRIND = /^==(\d{1,10})== (?:(Command|Parent PID): (.*))?/;

/**
 * Reads the log and hands each instruction on once for each size that it had, in the order in which it was met first. Says in `diagnostics`
 * what could not be used; lines of the program itself are that too.
 */
export async function readLackey(
  source: ByteSource,
  onInstructions: (batch: InstructionBatch) => void,
  diagnostics: Diagnostics<LackeyCode>,
): Promise<LackeyRun> {
  const reader = new LackeyReader(onInstructions);
  const scanner = new LineScanner((bytes, from, to) => reader.add(bytes, from, to), MOST_LINE);
  for await (const chunk of source.open()) {
    let from = 0;
    if (!scanner.isAtLine) {
      from = chunk.indexOf(LF) + 1;
      scanner.push(from === 0 ? chunk : chunk.subarray(0, from));
      if (from === 0) continue;
    }
    scanner.push(chunk.subarray(reader.addWhole(chunk, from)));
  }
  const isWhole = scanner.finish();
  reader.finish();
  const tell = (severity: 'error' | 'warning' | 'note', code: LackeyCode, message: string, isSo: boolean): void => {
    if (isSo) diagnostics.add(severity, code, message);
  };
  const foreign = reader.foreign + scanner.tooLong;
  tell('error', 'lackey-truncated', 'the log breaks off in the middle of a line', !isWhole);
  tell('note', 'lackey-line-foreign', `lines that are none of lackey's: ${foreign}`, foreign > 0);
  tell('warning', 'lackey-address', `addresses that are too large: ${reader.tooLarge}`, reader.tooLarge > 0);
  const { leftOut } = reader.first;
  const most = `more than ${LIMITS.coverageInstructions} different instructions were executed; the others are left out`;
  tell('error', 'lackey-too-many', most, leftOut > 0);
  return reader.run;
}

class LackeyReader {
  readonly first: FirstInstructions;
  foreign = 0;
  tooLarge = 0;
  #instructions = 0;
  #loads = 0;
  #stores = 0;
  #modifies = 0;
  #pid: number | undefined;
  #parentPid: number | undefined;
  #command = '';
  /** A line, with an end behind it. */
  readonly #line = new Uint8Array(MOST_LINE + 1);

  constructor(onInstructions: (batch: InstructionBatch) => void) {
    this.first = new FirstInstructions(LIMITS.coverageInstructions, onInstructions);
  }

  get run(): LackeyRun {
    return {
      pid: this.#pid,
      parentPid: this.#parentPid,
      command: this.#command,
      instructions: this.#instructions,
      distinct: this.first.distinct,
      loads: this.#loads,
      stores: this.#stores,
      modifies: this.#modifies,
    };
  }

  /**
   * Takes all lines of the chunk from `from` on that are whole and not near its end; returns where the others begin. Hot: real logs have
   * hundreds of millions of lines, nearly all of which are taken here, each byte once.
   */
  addWhole(chunk: Uint8Array, from: number): number {
    const last = chunk.length - MOST_FAST;
    let at = from;
    while (at < last) {
      const end = chunk[at] === I ? this.#instructionEnd(chunk, at) : this.#accessEnd(chunk, at);
      if (end < 0) {
        const lineEnd = chunk.indexOf(LF, at);
        if (lineEnd < 0) return at;
        this.add(chunk, at, chunk[lineEnd - 1] === CR && lineEnd > at ? lineEnd - 1 : lineEnd);
        at = lineEnd + 1;
      } else {
        at = end;
      }
    }
    return at;
  }

  /** Takes a line that lies anywhere. */
  add(bytes: Uint8Array, from: number, to: number): void {
    const line = this.#line.subarray(0, to - from + 1);
    if (to - from < MOST_FAST) {
      line.set(bytes.subarray(from, to));
      line[to - from] = LF;
      const end = line[0] === I ? this.#instructionEnd(line, 0) : this.#accessEnd(line, 0);
      if (end >= 0) return;
    }
    this.#addOther(bytes, from, to);
  }

  finish(): void {
    this.first.flush();
  }

  /** Where the next line begins; -1 where this one is no instruction. */
  #instructionEnd(bytes: Uint8Array, from: number): number {
    if (bytes[from + 1] !== SPACE || bytes[from + 2] !== SPACE) return -1;
    let at = from + ADDRESS_AT;
    let high = 0;
    let low = 0;
    for (let digit = HEX[bytes[at] as number] as number; digit < 16; digit = HEX[bytes[++at] as number] as number) {
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
    }
    const digits = at - from - ADDRESS_AT;
    if (digits === 0 || digits > MOST_DIGITS || bytes[at] !== COMMA) return -1;
    let size = 0;
    for (at++; bytes[at] !== LF; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9 || size > 3) return -1;
      size = size * 10 + digit;
    }
    // No instruction of any machine is longer than that.
    if (size === 0 || size > 31) return -1;
    this.#instructions++;
    if (high >>> 0 < HIGH_END) this.first.add(high, low, size);
    else this.tooLarge++;
    return at + 1;
  }

  /** Where the next line begins; -1 where this one is no access. What is accessed is not looked at. */
  #accessEnd(bytes: Uint8Array, from: number): number {
    if (bytes[from] !== SPACE || bytes[from + 2] !== SPACE) return -1;
    const kind = bytes[from + 1];
    if (kind !== L && kind !== S && kind !== M) return -1;
    let at = from + ADDRESS_AT;
    while (at < from + MOST_FAST && bytes[at] !== LF) at++;
    if (at === from + MOST_FAST) return -1;
    if (kind === L) this.#loads++;
    else if (kind === S) this.#stores++;
    else this.#modifies++;
    return at + 1;
  }

  #addOther(bytes: Uint8Array, from: number, to: number): void {
    const isOfValgrind = bytes[from] === EQUALS && bytes[from + 1] === EQUALS;
    const found = isOfValgrind ? OF_VALGRIND.exec(decoder.decode(bytes.subarray(from, to))) : null;
    if (found === null) {
      if (to > from) this.foreign++;
      return;
    }
    const [, pid, key, value = ''] = found;
    this.#pid ??= Number(pid);
    if (key === 'Command' && this.#command === '') this.#command = copyText(value);
    if (key === 'Parent PID' && /^\d{1,10}$/.test(value)) this.#parentPid ??= Number(value);
  }
}

const decoder = new TextDecoder();
