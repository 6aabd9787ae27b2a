// The usual line of a DRAKVUF log, read from its bytes without building anything: one flat object in ASCII that begins with the
// plugin. record.ts says what a line means; whatever is out of the ordinary here is left to it. Hot file: sees every byte of a log.

import { InternTable } from '../../bytes/intern-table.ts';
import { secretFactor } from '../../bytes/secret.ts';

/** What `UsualLine.scan` found; ODD is a line for record.ts, NOTHING one of no interest. */
export const ODD = 0;
export const NOTHING = 1;
export const CALL = 2;
export const PROCESS = 3;

const QUOTE = 0x22;
const COMMA = 0x2c;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const HASH_FACTOR = secretFactor(4);
const MAX_DIGITS = 15;
/** Repeated names are looked for pairwise. */
const MAX_ARGUMENTS = 32;
const BEGINNING = Uint8Array.from('{"Plugin":', (char) => char.charCodeAt(0));
const ESCAPES: ReadonlySet<number> = new Set(Array.from('"\\/bfnrt', (char) => char.charCodeAt(0)));

const PLUGINS = ['syscall', 'apimon', 'procmon', 'inject'];
const EVENTS = ['api_called', 'dll_loaded'];
/** The first 15 are those of a system call that are not arguments. */
const KEYS = 'PID PPID TID TimeStamp ProcessName Method Plugin UserName UserId EventUID Module vCPU CR3 Syscall NArgs'
  .split(' ')
  .concat('Event', 'Arguments', 'NewPid');
const SYSCALL_KEYS = 15;
const PID = 0;
const TID = 2;
const TIME = 3;
const NAME = 4;
const METHOD = 5;
const PLUGIN = 6;
const EVENT = 15;
const LIST = 16;
const NEW_PID = 17;
const CALL_MASK = 0b111111;
const PROCESS_MASK = 0b11;

function hashBytes(bytes: Uint8Array): number {
  let hash = 0;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, HASH_FACTOR);
  return hash ^ (hash >>> 15);
}

function internWords(words: readonly string[]): InternTable {
  const table = new InternTable();
  for (const word of words) {
    const bytes = Uint8Array.from(word, (char) => char.charCodeAt(0));
    table.add(bytes, 0, bytes.length, hashBytes(bytes));
  }
  return table;
}

/** Byte ranges are positions in `bytes`, which shows the whole buffer that the line is in. */
export class UsualLine {
  bytes: Uint8Array = new Uint8Array();
  view: DataView = new DataView(this.bytes.buffer);
  api = false;
  /** PID, PPID and TID. */
  readonly ids: Float64Array = new Float64Array(3);
  /** Microseconds. */
  time = 0;
  nameStart = 0;
  nameEnd = 0;
  /** Of the method, then of the arguments' values. */
  readonly starts: Int32Array = new Int32Array(MAX_ARGUMENTS + 1);
  readonly ends: Int32Array = new Int32Array(MAX_ARGUMENTS + 1);
  readonly hashes: Int32Array = new Int32Array(MAX_ARGUMENTS + 1);
  count = 0;
  readonly #names = new Int32Array(MAX_ARGUMENTS + 1);
  readonly #plugins = internWords(PLUGINS);
  readonly #events = internWords(EVENTS);
  readonly #keys = internWords(KEYS);
  #pos = 0;
  /** The last string: its range is #start to #pos - 1. */
  #start = 0;
  #hash = 0;
  #escaped = false;

  /** Looks at a line and says what it is. */
  scan(line: Uint8Array): number {
    if (line.buffer !== this.bytes.buffer) {
      this.bytes = new Uint8Array(line.buffer);
      this.view = new DataView(line.buffer);
    }
    const { bytes } = this;
    const from = line.byteOffset;
    const end = from + line.length;
    for (let i = 0; i < BEGINNING.length; i++) if (bytes[from + i] !== BEGINNING[i]) return ODD;
    this.#pos = from + BEGINNING.length;
    this.#space();
    if (!this.#string(end) || this.#escaped) return ODD;
    const plugin = this.#word(this.#plugins);
    if (plugin < 0) return this.#isForeign(end) ? NOTHING : ODD;
    if (plugin > 2) return ODD;
    this.api = plugin === 1;
    return this.#members(plugin, end);
  }

  #space(): void {
    if (this.bytes[this.#pos] === 0x20) this.#pos++;
  }

  #word(table: InternTable): number {
    return table.find(this.view, this.#start, this.#pos - 1, this.#hash);
  }

  /** Reads a string of ASCII without `\u`; false for another value. */
  #string(end: number): boolean {
    const { bytes } = this;
    let pos = this.#pos;
    if (bytes[pos++] !== QUOTE) return false;
    this.#start = pos;
    let hash = 0;
    let escaped = false;
    for (; pos < end; pos++) {
      const byte = bytes[pos] as number;
      if (byte === QUOTE) {
        this.#pos = pos + 1;
        this.#hash = hash ^ (hash >>> 15);
        this.#escaped = escaped;
        return true;
      }
      if (byte < 0x20 || byte > 0x7e) return false;
      hash = Math.imul(hash ^ byte, HASH_FACTOR);
      if (byte !== BACKSLASH) continue;
      const next = bytes[++pos] as number;
      if (pos >= end || !ESCAPES.has(next)) return false;
      hash = Math.imul(hash ^ next, HASH_FACTOR);
      escaped = true;
    }
    return false;
  }

  /** Whether the rest is ASCII and does not name another plugin: a repeated key counts by its last value. */
  #isForeign(end: number): boolean {
    const { bytes } = this;
    for (let at = this.#start; at < this.#pos - 1; at++)
      if ((bytes[at] as number) < 0x61 || (bytes[at] as number) > 0x7a) return false;
    for (let at = this.#pos; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte > 0x7f) return false;
      if (byte === 0x50 && bytes[at + 1] === 0x6c && bytes[at + 2] === 0x75) return false;
    }
    return true;
  }

  #members(plugin: number, end: number): number {
    const { bytes } = this;
    let seen = 1 << PLUGIN;
    let event = -2;
    this.count = 0;
    while (bytes[this.#pos] === COMMA) {
      this.#pos++;
      this.#space();
      // A digit first: such keys may not keep their place in an object.
      if (!this.#string(end) || this.#escaped || ((bytes[this.#start] as number) ^ 0x30) < 10) return ODD;
      const key = this.#word(this.#keys);
      const name = this.#hash;
      if (bytes[this.#pos++] !== 0x3a) return ODD;
      this.#space();
      if (key >= 0) {
        if ((seen & (1 << key)) !== 0) return ODD;
        seen |= 1 << key;
      }
      if (plugin === 0 && (key < 0 || key >= SYSCALL_KEYS)) {
        if (!this.#string(end) || !this.#argument(name, this.#start, this.#hash)) return ODD;
      } else if (key >= PID && key <= TID) {
        const id = this.#integer();
        if (id < 0) return ODD;
        this.ids[key] = id;
      } else if (key === LIST && this.api) {
        if (!this.#list(end)) return ODD;
      } else if (bytes[this.#pos] !== QUOTE) {
        if (key === TIME || key === NAME || key === METHOD || key === EVENT || !this.#plain()) return ODD;
      } else if (!this.#string(end) || (key === TIME && !this.#stamp())) {
        return ODD;
      } else if (key === NAME) {
        this.nameStart = this.#start;
        this.nameEnd = this.#pos - 1;
      } else if (key === METHOD) {
        this.#keep(0, this.#start, this.#hash);
      } else if (key === EVENT) {
        if (this.#escaped) return ODD;
        event = this.#word(this.#events);
      }
    }
    if (bytes[this.#pos] !== 0x7d || this.#pos + 1 !== end) return ODD;
    if (plugin === 2) return (seen & PROCESS_MASK) === PROCESS_MASK && (seen & (1 << NEW_PID)) === 0 ? PROCESS : ODD;
    if (this.api && event === -1) return NOTHING;
    if (this.api && (event !== 0 || (seen & (1 << LIST)) === 0)) return ODD;
    return (seen & CALL_MASK) === CALL_MASK && this.ids[PID] !== 0 ? CALL : ODD;
  }

  #keep(slot: number, start: number, hash: number): void {
    this.starts[slot] = start;
    this.ends[slot] = this.#pos - 1;
    this.hashes[slot] = hash;
  }

  /** Keeps a value; false if there are too many or one of (perhaps) the same name was there. */
  #argument(name: number, start: number, hash: number): boolean {
    if (this.count === MAX_ARGUMENTS) return false;
    for (let i = 1; i <= this.count; i++) if (this.#names[i] === name) return false;
    this.#names[++this.count] = name;
    this.#keep(this.count, start, hash);
    return true;
  }

  /** Reads a list of `name=value`. */
  #list(end: number): boolean {
    const { bytes } = this;
    if (bytes[this.#pos++] !== 0x5b) return false;
    if (bytes[this.#pos] === CLOSE_LIST) {
      this.#pos++;
      return true;
    }
    for (;;) {
      if (!this.#string(end)) return false;
      const last = this.#pos - 1;
      let name = 0;
      let at = this.#start;
      for (; at < last && bytes[at] !== EQUALS; at++) {
        if (bytes[at] === BACKSLASH) return false;
        name = Math.imul(name ^ (bytes[at] as number), HASH_FACTOR);
      }
      if (at === last) return false;
      let hash = 0;
      for (let i = at + 1; i < last; i++) hash = Math.imul(hash ^ (bytes[i] as number), HASH_FACTOR);
      if (!this.#argument(name, at + 1, hash ^ (hash >>> 15))) return false;
      const byte = bytes[this.#pos++];
      if (byte === CLOSE_LIST) return true;
      if (byte !== COMMA) return false;
      this.#space();
    }
  }

  /** Reads a number of few digits and nothing else; -1 for another value. */
  #integer(): number {
    const { bytes } = this;
    const from = this.#pos;
    let value = 0;
    let digit = (bytes[from] as number) - 0x30;
    while (digit >= 0 && digit < 10) {
      value = value * 10 + digit;
      digit = (bytes[++this.#pos] as number) - 0x30;
    }
    const length = this.#pos - from;
    return length === 0 || length > MAX_DIGITS || (length > 1 && bytes[from] === 0x30) ? -1 : value;
  }

  /** Passes over `null` or such a number. */
  #plain(): boolean {
    const { bytes } = this;
    const at = this.#pos;
    if (bytes[at] !== 0x6e) return this.#integer() >= 0;
    this.#pos += 4;
    return bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c;
  }

  /** Reads the last string as a stamp like 1716999134.000200. */
  #stamp(): boolean {
    const { bytes } = this;
    const start = this.#start;
    if (this.#pos - 1 - start !== 17 || bytes[start] === 0x30 || bytes[start] === 0x39) return false;
    let time = 0;
    for (let i = 0; i < 17; i++) {
      const digit = (bytes[start + i] as number) - 0x30;
      if (i === 10 ? digit !== -2 : digit < 0 || digit > 9) return false;
      if (i !== 10) time = time * 10 + digit;
    }
    this.time = time;
    return true;
  }
}
