// The usual line of a DRAKVUF log, read from its bytes without building anything: one flat object in ASCII that begins with the
// plugin. record.ts says what a line means; whatever is out of the ordinary here is left to it. Hot file: sees every byte of a log.

import { ABSENT, InternTable } from '../../bytes/intern-table.ts';
import { secretFactor } from '../../bytes/secret.ts';
import type { Semantics } from '../../semantics.ts';
import { CALL_TYPES, isWide, LINUX_MODULE } from './guest.ts';
import { type CallSource, EFFECT_PLUGINS, KNOWN_METADATA, MODULE_FOUND, NEWER_METADATA } from './record.ts';
import { decodeSpelling } from './spelling.ts';

/** What `UsualLine.scan` found; ODD is a line for record.ts, UNREAD one of no interest, whose name is `unread`. */
export const ODD = 0;
export const UNREAD = 1;
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

const PLUGINS = ['syscall', 'apimon', ...EFFECT_PLUGINS, 'inject'];
const SYSCALL = 0;
const APIMON = 1;
const PROCMON = 2;
const INJECT = PLUGINS.length - 1;
const EVENTS = ['api_called', 'dll_discovered', 'dll_loaded'];
const API_CALLED = 0;
const DLL_DISCOVERED = 1;
/** The first are those that are not arguments of a call. */
const KEYS = [...KNOWN_METADATA, ...NEWER_METADATA, 'Event', 'Arguments', 'NewPid', 'CalledFrom', 'Type'];
const PID = KEYS.indexOf('PID');
const TID = KEYS.indexOf('TID');
const TIME = KEYS.indexOf('TimeStamp');
const NAME = KEYS.indexOf('ProcessName');
const METHOD = KEYS.indexOf('Method');
const PLUGIN = KEYS.indexOf('Plugin');
const MODULE = KEYS.indexOf('Module');
const CR3 = KEYS.indexOf('CR3');
const EVENT = KEYS.indexOf('Event');
const LIST = KEYS.indexOf('Arguments');
const NEW_PID = KEYS.indexOf('NewPid');
const CALLED_FROM = KEYS.indexOf('CalledFrom');
const TYPE = KEYS.indexOf('Type');
const CALL_MASK = 0b111111;
const PROCESS_MASK = 0b11;
/** Names of plugins that are counted here; records of more are left to record.ts. */
const MAX_UNREAD = 64;
/** Length of the longest hexadecimal number of 32 bits. */
const NARROW = '0xffffffff'.length;
const SLASH = 0x2f;
/** How methods begin whose names on Linux depend on more than themselves, or are not those of system calls. */
const SPECIAL_METHODS = ['clon', 'unli', 'sys_', 'SyS_', '__x6', '__ia', '__se'].map((text) =>
  Array.from(text).reduce((word, char) => (word << 8) | char.charCodeAt(0), 0),
);

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
  source: CallSource = 'syscall';
  linux = false;
  /** Whether something was met so far, beside arguments, that only a 64-bit guest has. */
  wide = false;
  unread = '';
  /** PID, PPID and TID. */
  readonly ids: Float64Array = new Float64Array(3);
  /** Microseconds. */
  time = 0;
  nameStart = 0;
  nameEnd = 0;
  /** Of the address to which a hooked function returns; no bytes where the line has none. */
  callerStart = 0;
  callerEnd = 0;
  /** Of the method, then of the arguments' values. */
  readonly starts: Int32Array = new Int32Array(MAX_ARGUMENTS + 1);
  readonly ends: Int32Array = new Int32Array(MAX_ARGUMENTS + 1);
  readonly hashes: Int32Array = new Int32Array(MAX_ARGUMENTS + 1);
  count = 0;
  readonly #names = new Int32Array(MAX_ARGUMENTS + 1);
  readonly #plugins = internWords(PLUGINS);
  readonly #events = internWords(EVENTS);
  readonly #keys = internWords(KEYS);
  readonly #modules = internWords([LINUX_MODULE]);
  readonly #types = internWords(CALL_TYPES);
  readonly #unread = new InternTable();
  readonly #unreadNames: string[] = [];
  readonly #semantics: Semantics;
  /** Keys below are not arguments. */
  readonly #metadata: number;
  #pos = 0;
  /** The last string: its range is #start to #pos - 1. */
  #start = 0;
  #hash = 0;
  #escaped = false;

  constructor(semantics: Semantics) {
    this.#semantics = semantics;
    this.#metadata = KNOWN_METADATA.length + (semantics['drakvuf-metadata'] ? NEWER_METADATA.length : 0);
  }

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
    if (plugin === INJECT) return ODD;
    const isRead = plugin >= 0 && (plugin <= PROCMON || this.#semantics['drakvuf-effects']);
    if (!isRead) return this.#isForeign(end) ? this.#nameUnread() : ODD;
    this.source = plugin === SYSCALL ? 'syscall' : plugin === APIMON ? 'apimon' : 'effect';
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

  /** Whether the rest is a record's to its end, ASCII, and does not name another plugin: a repeated key counts by its last value. */
  #isForeign(end: number): boolean {
    const { bytes } = this;
    if (this.#start === this.#pos - 1 || bytes[end - 1] !== 0x7d) return false;
    for (let at = this.#start; at < this.#pos - 1; at++)
      if ((bytes[at] as number) < 0x61 || (bytes[at] as number) > 0x7a) return false;
    for (let at = this.#pos; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte > 0x7f) return false;
      if (byte === 0x50 && bytes[at + 1] === 0x6c && bytes[at + 2] === 0x75) return false;
    }
    return true;
  }

  /** Sets `unread` to the last string. */
  #nameUnread(): number {
    let number = this.#word(this.#unread);
    if (number === ABSENT) {
      const end = this.#pos - 1;
      if (this.#unreadNames.length >= MAX_UNREAD) return ODD;
      number = this.#unread.add(this.bytes, this.#start, end, this.#hash);
      if (number === ABSENT) return ODD;
      this.#unreadNames[number] = decodeSpelling(this.bytes, this.#start, end);
    }
    this.unread = this.#unreadNames[number] as string;
    return UNREAD;
  }

  #members(plugin: number, end: number): number {
    const { bytes } = this;
    const isHooked = plugin === APIMON;
    let seen = 1 << PLUGIN;
    let event = -2;
    this.count = 0;
    this.linux = false;
    this.callerEnd = this.callerStart;
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
      if (!isHooked && (key < 0 || key >= this.#metadata)) {
        if (key === NEW_PID || !this.#member(key, name, plugin !== SYSCALL, end)) return ODD;
      } else if (key >= PID && key <= TID) {
        const id = this.#integer();
        if (id < 0) return ODD;
        this.ids[key] = id;
      } else if (key === LIST) {
        if (!this.#list(end)) return ODD;
      } else if (bytes[this.#pos] !== QUOTE) {
        if (key === TIME || key === NAME || key === METHOD || key === EVENT || !this.#plain()) return ODD;
      } else if (!this.#string(end) || (key === TIME && !this.#stamp())) {
        return ODD;
      } else if (key === EVENT) {
        if (this.#escaped) return ODD;
        event = this.#word(this.#events);
      } else {
        this.#note(key);
      }
    }
    if (bytes[this.#pos] !== 0x7d || this.#pos + 1 !== end) return ODD;
    return this.#judge(plugin, seen, event);
  }

  /** What the whole line is. */
  #judge(plugin: number, seen: number, event: number): number {
    if (plugin === PROCMON && ((seen & (1 << METHOD)) === 0 || !this.#semantics['drakvuf-effects']))
      return (seen & PROCESS_MASK) === PROCESS_MASK && (seen & (1 << NEW_PID)) === 0 ? PROCESS : ODD;
    if (plugin === APIMON) {
      if (event === DLL_DISCOVERED) {
        this.unread = MODULE_FOUND;
        return UNREAD;
      }
      if (event !== API_CALLED || (seen & (1 << LIST)) === 0) return ODD;
    }
    if ((seen & CALL_MASK) !== CALL_MASK || this.ids[PID] === 0) return ODD;
    return this.#seesGuest() ? CALL : ODD;
  }

  /** Keeps what is wanted of the last string, the value of a known key. */
  #note(key: number): void {
    const start = this.#start;
    const end = this.#pos - 1;
    if (key === NAME) {
      this.nameStart = start;
      this.nameEnd = end;
    } else if (key === METHOD) {
      this.#keep(0, start, this.#hash);
    } else if (key === MODULE) {
      this.linux = this.#word(this.#modules) >= 0;
    } else if (key === CR3 || key === CALLED_FROM) {
      if (key === CALLED_FROM) [this.callerStart, this.callerEnd] = [start, end];
      if (!this.#semantics['drakvuf-guest'] || this.wide) return;
      if (end - start > NARROW && isWide(decodeSpelling(this.bytes, start, end))) this.wide = true;
    }
  }

  /** Completes `linux`; false for a method whose names there do not depend on its spelling alone. */
  #seesGuest(): boolean {
    const { bytes } = this;
    if (!this.#semantics['drakvuf-guest']) this.linux = false;
    else if (bytes[this.nameStart] === SLASH) this.linux = true;
    else if (bytes[this.nameStart] === BACKSLASH && bytes[this.nameStart + 1] === SLASH) this.linux = true;
    if (!this.linux) return true;
    const start = this.starts[0] as number;
    return (this.ends[0] as number) - start < 4 || !SPECIAL_METHODS.includes(this.view.getInt32(start));
  }

  /** Reads an argument that is a member; false for one that is out of the ordinary. */
  #member(key: number, name: number, hasNumbers: boolean, end: number): boolean {
    const { bytes } = this;
    if (bytes[this.#pos] === QUOTE) {
      if (!this.#string(end)) return false;
      if (key === TYPE && this.#metadata > KNOWN_METADATA.length) {
        const type = this.#word(this.#types);
        if (type === 1) this.wide = true;
        if (type >= 0) return true;
      }
      return this.#argument(name, this.#start, this.#pos - 1, this.#hash);
    }
    if (!hasNumbers) return false;
    const start = this.#pos;
    if (!this.#plain()) return false;
    // null is no argument.
    if (bytes[start] === 0x6e) return true;
    let hash = 0;
    for (let at = start; at < this.#pos; at++) hash = Math.imul(hash ^ (bytes[at] as number), HASH_FACTOR);
    return this.#argument(name, start, this.#pos, hash ^ (hash >>> 15));
  }

  #keep(slot: number, start: number, hash: number, end: number = this.#pos - 1): void {
    this.starts[slot] = start;
    this.ends[slot] = end;
    this.hashes[slot] = hash;
  }

  /** Keeps a value; false if there are too many or one of (perhaps) the same name was there. */
  #argument(name: number, start: number, end: number, hash: number): boolean {
    if (this.count === MAX_ARGUMENTS) return false;
    for (let i = 1; i <= this.count; i++) if (this.#names[i] === name) return false;
    this.#names[++this.count] = name;
    this.#keep(this.count, start, hash, end);
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
      if (!this.#argument(name, at + 1, last, hash ^ (hash >>> 15))) return false;
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
