// The lines of a Tenet trace. Hot: there are as many as instructions.
//
// A line says what has changed since the line before: registers, which are those before the instruction at the line's instruction pointer,
// and the memory that the instruction of the line BEFORE accessed. Tracers fetch that memory when they come to the next instruction, so
// that the bytes of a read are those after it: where an instruction also wrote them, what it read is not known.

import { DIGIT_VALUES } from '../../bytes/hexadecimal.ts';
import { addressOf } from '../../bytes/little-endian.ts';
import type { RecordedThread } from '../execution.ts';
import { AccessList } from './access-list.ts';
import type { TenetReport } from './problems.ts';
import { MAX_NAME, NameTable, packName, type TenetMachine, UNKNOWN_NAME } from './registers.ts';

const LF = 0x0a;
const CR = 0x0d;
const COMMA = 0x2c;
const ZERO = 0x30;
const COLON = 0x3a;
const EQUALS = 0x3d;
const LOWER = 0x20;
const LETTER_X = 0x78;
const READ = packName('mr');
const WRITE = packName('mw');
const READ_WRITE = packName('mrw');

/** Ends of a field, and what else it may come to. */
const MALFORMED = -1;
/** A line has at most so many registers that count; names that repeat make no more room necessary. */
const MAX_CHANGES = 64;

export class LineReader {
  readonly #thread: RecordedThread;
  readonly #report: TenetReport;
  readonly #names: NameTable;
  /** Number of general registers: position of the instruction pointer among the names. */
  readonly #pc: number;
  readonly #accesses = new AccessList();
  /** Registers of the line that is read: position, low half, high half. */
  readonly #changes = new Uint32Array(3 * MAX_CHANGES);
  #changeCount = 0;
  #low = 0;
  #high = 0;
  #pcLow = 0;
  #pcHigh = 0;
  #isPcKnown = false;
  /** Whether a line was lost since the last instruction. */
  #hasLost = false;
  #line = 0;
  instructions = 0;

  constructor(machine: TenetMachine, thread: RecordedThread, report: TenetReport) {
    this.#thread = thread;
    this.#report = report;
    this.#names = new NameTable([...machine.generals, machine.pc]);
    this.#pc = machine.generals.length;
  }

  /** Reads the lines in `bytes[from .. to)`, each of which is closed; `position`: where the first of them is in the file. */
  read(bytes: Uint8Array, from: number, to: number, position: number): void {
    let at = from;
    while (at < to) {
      this.#line++;
      const first = bytes[at] as number;
      if (first === LF || (first === CR && bytes[at + 1] === LF)) {
        at += first === LF ? 1 : 2;
        continue;
      }
      const end = this.#readLine(bytes, at);
      if (end !== MALFORMED) {
        this.#tell();
        at = end + 1;
      } else {
        this.#report('line-malformed', position + at - from);
        this.#hasLost = true;
        at = bytes.indexOf(LF, at) + 1;
      }
    }
  }

  /** Counts a line that is not read. */
  skipLine(): void {
    this.#line++;
    this.#hasLost = true;
  }

  /** Takes the line apart without telling anything of it; the position of its end, or MALFORMED. */
  #readLine(bytes: Uint8Array, from: number): number {
    this.#changeCount = 0;
    this.#accesses.clear();
    let known = 0;
    let at = from;
    for (;;) {
      const start = at;
      let packed = 0;
      let byte = bytes[at] as number;
      while (byte > COMMA && byte !== EQUALS) {
        packed = (packed << 8) | byte | LOWER;
        byte = bytes[++at] as number;
      }
      if (byte !== EQUALS || at === start) return MALFORMED;
      const length = at - start;
      const name = length > MAX_NAME ? UNKNOWN_NAME : this.#names.find(packed);
      at++;
      if (name !== UNKNOWN_NAME) {
        at = this.#readRegister(bytes, at, name);
        known++;
      } else if (length <= MAX_NAME && (packed === READ || packed === WRITE || packed === READ_WRITE)) {
        at = this.#readAccess(bytes, at, packed !== READ);
        known++;
      } else {
        // Other entries are to be expected in later versions.
        while (bytes[at] !== COMMA && bytes[at] !== LF) at++;
      }
      if (at === MALFORMED) return MALFORMED;
      byte = bytes[at] as number;
      if (byte === CR) byte = bytes[++at] as number;
      if (byte === LF) return known > 0 ? at : MALFORMED;
      if (byte !== COMMA) return MALFORMED;
      at++;
    }
  }

  /** Reads `0x` and up to 16 digits into `#low` and `#high`; the position behind them, or MALFORMED. */
  #readNumber(bytes: Uint8Array, from: number): number {
    if (bytes[from] !== ZERO || ((bytes[from + 1] as number) | LOWER) !== LETTER_X) return MALFORMED;
    let low = 0;
    let high = 0;
    let at = from + 2;
    let digit = DIGIT_VALUES[bytes[at] as number] as number;
    if (digit < 0) return MALFORMED;
    do {
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
      digit = DIGIT_VALUES[bytes[++at] as number] as number;
    } while (digit >= 0);
    this.#low = low >>> 0;
    this.#high = high >>> 0;
    return at - from > 18 ? MALFORMED : at;
  }

  #readRegister(bytes: Uint8Array, from: number, position: number): number {
    const at = this.#readNumber(bytes, from);
    if (at === MALFORMED || this.#changeCount === MAX_CHANGES) return MALFORMED;
    const change = 3 * this.#changeCount++;
    this.#changes[change] = position;
    this.#changes[change + 1] = this.#low;
    this.#changes[change + 2] = this.#high;
    return at;
  }

  #readAccess(bytes: Uint8Array, from: number, isWrite: boolean): number {
    const colon = this.#readNumber(bytes, from);
    if (colon === MALFORMED || bytes[colon] !== COLON) return MALFORMED;
    const accesses = this.#accesses;
    accesses.begin(addressOf(this.#low, this.#high), isWrite);
    let at = colon + 1;
    for (let high = digitAt(bytes, at); high >= 0; high = digitAt(bytes, at)) {
      const low = digitAt(bytes, at + 1);
      if (low < 0) return MALFORMED;
      accesses.push((high << 4) | low);
      at += 2;
    }
    accesses.end();
    return at;
  }

  #tell(): void {
    const thread = this.#thread;
    // The instruction whose accesses these are was told with the line before, unless that was lost.
    if (!this.#hasLost && this.#isPcKnown) this.#accesses.tell(thread);
    const changes = this.#changes;
    for (let change = 0; change < 3 * this.#changeCount; change += 3) {
      const position = changes[change] as number;
      const low = changes[change + 1] as number;
      const high = changes[change + 2] as number;
      if (position === this.#pc) {
        this.#pcLow = low;
        this.#pcHigh = high;
        this.#isPcKnown = true;
      } else {
        thread.registers[2 * position] = low;
        thread.registers[2 * position + 1] = high;
      }
    }
    if (this.#hasLost) thread.loses();
    this.#hasLost = false;
    if (!this.#isPcKnown) return;
    this.instructions++;
    thread.executes(addressOf(this.#pcLow, this.#pcHigh), this.#line);
  }
}

function digitAt(bytes: Uint8Array, at: number): number {
  return DIGIT_VALUES[bytes[at] as number] as number;
}
