// What QEMU's plugin execlog writes: a line for each instruction, with the number of the processor, the address, the first four bytes as
// one number, the text of the instruction, the addresses that it accessed (but not what was there) and, where it was asked for, registers
// that it changed.
//
// Instructions of A64 are four bytes. Of x86 the number may hold too few, or, in older versions, the beginning of what follows: an
// instruction is told when the next one of its thread is known, whose address says how long it was.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { ExecutionListener, RecordedMachine, RecordedThread } from '../execution.ts';
import { x86Length } from './code-length.ts';
import type { QemuReport } from './problems.ts';
import { packByte, registerPositions } from './registers.ts';
import { TextCursor, wordBytes } from './text-cursor.ts';

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const ARROW = wordBytes(' -> ');
const SHOWN_BYTES = 4;
/** Digits of the longest value that is kept: vectors are longer. */
const MAX_DIGITS = 16;

/** The latest instruction of a thread, which is not told yet, and the registers that it changed. */
interface Latest {
  readonly thread: RecordedThread;
  address: number;
  code: number;
  at: number;
  position: number;
  isWaiting: boolean;
  /** How many lines were lost when it was logged. */
  losses: number;
  /** Positions and halves of values. */
  readonly changes: number[];
}

export class Execlog {
  readonly #listener: ExecutionListener;
  readonly #report: QemuReport;
  readonly #isX86: boolean;
  readonly #positions: IntegerMap<number>;
  readonly #threads = new IntegerMap<Latest>();
  readonly #cursor = new TextCursor();
  readonly #code = new Uint8Array(SHOWN_BYTES);
  #hasReportedIncomplete = false;
  /** Lines that were lost, nobody knows of which thread: each is told when it goes on. */
  #losses = 0;
  instructions = 0;

  constructor(listener: ExecutionListener, report: QemuReport, machine: RecordedMachine) {
    this.#listener = listener;
    this.#report = report;
    this.#isX86 = machine.machine === 'x86';
    this.#positions = registerPositions(machine);
  }

  /** Reads a line, `bytes[from .. end)`; `at`: where it is in the file. */
  read(bytes: Uint8Array, from: number, end: number, at: number): void {
    const cursor = this.#cursor;
    cursor.set(bytes, from, end);
    if (cursor.byte === -1) return;
    const id = cursor.decimal();
    const address = this.#readNumber() ? cursor.address : -1;
    const code = address >= 0 && this.#readNumber() ? cursor.low : -1;
    const isShort = cursor.high === 0;
    if (id < 0 || code < 0 || !isShort || !this.#skipText()) {
      this.#report('line-malformed', at);
      this.lose();
      return;
    }
    const position = this.instructions++;
    const latest = this.#latestOf(id);
    if (latest === undefined) return;
    const isNext = latest.losses === this.#losses;
    this.#tell(latest, isNext ? address : -1);
    if (!isNext) latest.thread.loses();
    latest.losses = this.#losses;
    latest.address = address;
    latest.code = code;
    latest.at = at;
    latest.position = position;
    latest.isWaiting = true;
    this.#readChanges(latest.changes);
  }

  /** A line was lost. */
  lose(): void {
    this.#losses++;
  }

  /** No more lines come. */
  finish(): void {
    for (const latest of this.#threads.values()) this.#tell(latest, -1);
  }

  #latestOf(id: number): Latest | undefined {
    const known = this.#threads.get(id);
    if (known !== undefined) return known;
    const thread = this.#listener.thread(id);
    if (thread === undefined) return undefined;
    const latest = {
      thread,
      address: 0,
      code: 0,
      at: 0,
      position: 0,
      isWaiting: false,
      losses: this.#losses,
      changes: [],
    };
    this.#threads.set(id, latest);
    return latest;
  }

  /** Reads `, 0xVALUE`. */
  #readNumber(): boolean {
    const cursor = this.#cursor;
    return cursor.accept(COMMA) && cursor.accept(SPACE) && cursor.acceptPrefix() && cursor.digits() > 0;
  }

  /** Passes `, "TEXT"`. */
  #skipText(): boolean {
    const cursor = this.#cursor;
    if (!cursor.accept(COMMA) || !cursor.accept(SPACE) || !cursor.accept(QUOTE)) return false;
    const quote = cursor.bytes.indexOf(QUOTE, cursor.at);
    if (quote < 0 || quote >= cursor.end) return false;
    cursor.at = quote + 1;
    return cursor.byte === COMMA || cursor.byte === -1;
  }

  /** Reads `, NAME -> 0xVALUE` among what else follows. */
  #readChanges(changes: number[]): void {
    const cursor = this.#cursor;
    while (cursor.accept(COMMA)) {
      cursor.skipSpaces();
      let name = 0;
      while (cursor.byte > SPACE && cursor.byte !== COMMA) name = packByte(name, cursor.bytes[cursor.at++] as number);
      if (cursor.acceptWord(ARROW) && cursor.acceptPrefix()) {
        const digits = cursor.digits();
        const position = this.#positions.get(name);
        if (position !== undefined && digits > 0 && digits <= MAX_DIGITS)
          changes.push(position, cursor.low, cursor.high);
      }
      while (cursor.byte !== COMMA && cursor.byte !== -1) cursor.at++;
    }
  }

  /** Tells the latest instruction of a thread. `next`: address of the one behind it, -1 where that is not known. */
  #tell(latest: Latest, next: number): void {
    if (!latest.isWaiting) return;
    latest.isWaiting = false;
    const { thread, address, code, position, changes } = latest;
    const length = this.#isX86 ? x86Length(code, address, next) : SHOWN_BYTES;
    if (length > 0 && length <= SHOWN_BYTES) {
      for (let i = 0; i < length; i++) this.#code[i] = (code >>> (8 * i)) & 0xff;
      thread.executesBytes(address, this.#code, 0, length, position);
    } else {
      if (!this.#hasReportedIncomplete) this.#report('bytes-incomplete', latest.at);
      this.#hasReportedIncomplete = true;
      thread.executes(address, position);
    }
    for (let i = 0; i < changes.length; i += 3) {
      const register = 2 * (changes[i] as number);
      thread.registers[register] = changes[i + 1] as number;
      thread.registers[register + 1] = changes[i + 2] as number;
    }
    changes.length = 0;
  }
}
