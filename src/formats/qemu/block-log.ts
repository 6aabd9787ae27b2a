// What `qemu -d in_asm,exec[,cpu]` writes: the instructions of each block when it is translated, which blocks run, and the registers before
// each. Without `nochain`, QEMU does not log blocks that follow each other directly; with `-singlestep` (later `-one-insn-per-tb`), each
// block is one instruction.
//
// That a block runs is told when the next one does: the registers before it stand behind the line that names it, and sometimes a line says
// that it did not run after all.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { ExecutionListener, RecordedMachine, RecordedThread } from '../execution.ts';
import { BlockListings, NOT_LISTED } from './block-listings.ts';
import type { QemuReport } from './problems.ts';
import { packByte, registerPositions } from './registers.ts';
import { TextCursor, wordBytes } from './text-cursor.ts';

const SPACE = 0x20;
const SLASH = 0x2f;
const ZERO = 0x30;
const COLON = 0x3a;
const EQUALS = 0x3d;
const OPENING = 0x5b;
const CLOSING = 0x5d;
const IN = wordBytes('IN:');
const TRACE = wordBytes('Trace ');
const STOPPED = wordBytes('Stopped execution of TB chain before ');
/** Digits of an instruction of A64, which is shown as one number. */
const WORD_DIGITS = 8;

export class BlockLog {
  readonly #listener: ExecutionListener;
  readonly #report: QemuReport;
  readonly #machine: RecordedMachine;
  readonly #positions: IntegerMap<number>;
  readonly #listings = new BlockListings();
  readonly #cursor = new TextCursor();
  readonly #code = new Uint8Array(16);
  /** The block that runs next, by its address; -1 where none does. */
  #pending = -1;
  #pendingAt = 0;
  /** What is listed of it; the same address may be listed anew before it is told. */
  #place = NOT_LISTED;
  #thread: RecordedThread | undefined;
  #hasReportedFull = false;
  /** Lines that were lost, nobody knows of which thread: each is told when it goes on. */
  #losses = 0;
  /** How many of them threads were told of, by their ids. */
  readonly #toldLosses = new IntegerMap<number>();
  instructions = 0;

  constructor(listener: ExecutionListener, report: QemuReport, machine: RecordedMachine) {
    this.#listener = listener;
    this.#report = report;
    this.#machine = machine;
    this.#positions = registerPositions(machine);
  }

  /** Reads a line, `bytes[from .. end)`; `at`: where it is in the file. */
  read(bytes: Uint8Array, from: number, end: number, at: number): void {
    const cursor = this.#cursor;
    cursor.set(bytes, from, end);
    if (this.#listings.isOpen && cursor.byte === ZERO) this.#readListed(at);
    else if (cursor.acceptWord(TRACE)) this.#readTrace(at);
    else if (cursor.acceptWord(IN)) {
      this.#listings.close();
      this.#listings.open();
    } else if (cursor.acceptWord(STOPPED)) this.#readStopped();
    else {
      this.#listings.close();
      this.#readRegisters();
    }
  }

  /** A line was lost. */
  lose(): void {
    this.#tellPending();
    this.#listings.drop();
    this.#losses++;
  }

  /** No more lines come. */
  finish(): void {
    this.#listings.close();
    this.#tellPending();
  }

  #readListed(at: number): void {
    const cursor = this.#cursor;
    const listings = this.#listings;
    cursor.acceptPrefix();
    const isAddress = cursor.digits() > 0 && cursor.accept(COLON);
    const address = cursor.address;
    const length = isAddress ? this.#readCode() : 0;
    cursor.skipSpaces();
    // Bytes without an instruction behind them are the rest of the one above.
    const isMore = cursor.at === cursor.end && this.#machine.machine === 'x86';
    if (listings.add(address, this.#code, length, isMore)) return;
    if (!listings.isFull) this.#report('line-malformed', at);
    else if (!this.#hasReportedFull) this.#report('listing-full', at);
    this.#hasReportedFull = listings.isFull;
    listings.drop();
  }

  /** Reads the bytes of an instruction; how many there are. */
  #readCode(): number {
    const cursor = this.#cursor;
    let length = 0;
    cursor.skipSpaces();
    if (this.#machine.machine === 'arm64') {
      if (cursor.digits() !== WORD_DIGITS) return 0;
      for (; length < 4; length++) this.#code[length] = (cursor.low >>> (8 * length)) & 0xff;
      return length;
    }
    while (length < this.#code.length) {
      const start = cursor.at;
      if (cursor.digits() !== 2 || (cursor.byte !== SPACE && cursor.byte !== -1)) {
        cursor.at = start;
        break;
      }
      this.#code[length++] = cursor.low;
      // One space stands between bytes, and two before what they are.
      if (!cursor.accept(SPACE) || cursor.byte === SPACE) break;
    }
    return length;
  }

  #readTrace(at: number): void {
    const cursor = this.#cursor;
    this.#listings.close();
    this.#tellPending();
    const hasThread = cursor.byte !== ZERO || cursor.bytes[cursor.at + 1] === COLON;
    const id = hasThread ? cursor.decimal() : 0;
    const isRead = id >= 0 && (!hasThread || (cursor.accept(COLON) && cursor.accept(SPACE))) && this.#readPlace();
    if (!isRead) {
      this.#report('line-malformed', at);
      this.#losses++;
      return;
    }
    this.#switchTo(id);
    this.#pending = cursor.address;
    this.#pendingAt = at;
    this.#place = this.#listings.at(this.#pending);
  }

  #switchTo(id: number): void {
    this.#thread = this.#listener.thread(id);
    if (this.#thread === undefined || (this.#toldLosses.get(id) ?? 0) === this.#losses) return;
    this.#toldLosses.set(id, this.#losses);
    this.#thread.loses();
  }

  /** Reads `0xHOST [BASE/ADDRESS/…` or `0xHOST [ADDRESS]` to the address. */
  #readPlace(): boolean {
    const cursor = this.#cursor;
    if (!cursor.acceptPrefix() || cursor.digits() === 0 || !cursor.accept(SPACE) || !cursor.accept(OPENING))
      return false;
    if (cursor.digits() === 0) return false;
    if (cursor.byte === SLASH) {
      cursor.at++;
      if (cursor.digits() === 0) return false;
    }
    return cursor.byte === SLASH || cursor.byte === CLOSING;
  }

  /** The block that was said to run did not, unless others ran from it. */
  #readStopped(): void {
    if (this.#readPlace() && this.#cursor.address === this.#pending) this.#pending = -1;
  }

  /** Reads `NAME=VALUE` as often as it is there. */
  #readRegisters(): void {
    const cursor = this.#cursor;
    const registers = this.#thread?.registers;
    if (this.#pending < 0 || registers === undefined) return;
    for (;;) {
      cursor.skipSpaces();
      let name = 0;
      while (cursor.byte > SPACE && cursor.byte !== EQUALS) name = packByte(name, cursor.bytes[cursor.at++] as number);
      cursor.skipSpaces();
      if (name === 0 || !cursor.accept(EQUALS)) return;
      const digits = cursor.digits();
      if ((digits !== 8 && digits !== 16) || (cursor.byte !== SPACE && cursor.byte !== -1)) return;
      const position = this.#positions.get(name);
      if (position === undefined) continue;
      registers[2 * position] = cursor.low;
      registers[2 * position + 1] = cursor.high;
    }
  }

  #tellPending(): void {
    const start = this.#pending;
    if (start < 0) return;
    this.#pending = -1;
    if (this.#place === NOT_LISTED) {
      this.#report('block-unlisted', this.#pendingAt);
      this.#thread?.loses();
      return;
    }
    const listings = this.#listings;
    let address = start;
    for (let place = this.#place; ; ) {
      const length = listings.lengthAt(place);
      const position = this.instructions++;
      this.#thread?.executesBytes(address, listings.bytes, place + 1, length, position);
      if (listings.isLastAt(place)) return;
      address += length;
      place += 1 + length;
    }
  }
}
