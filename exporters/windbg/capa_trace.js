'use strict';

// Writes a capa-trace file (docs/capa-trace.md of capax) from a recording of WinDbg's Time Travel Debugging.
//
//   .scriptload C:\path\capa_trace.js
//   !capatrace "C:\\out\\run.capatrace.ndjson"
//   !capatrace "C:\\out\\run.capatrace.ndjson", "sample.exe;plugin*.dll", "kernelbase!*File*;ws2_32!*", 20000
//
// The recording is replayed; nothing runs. The engine knows JavaScript as of 2015 and nothing later.

const DEFAULT_PATH = 'run.capatrace.ndjson';
const DEFAULT_MOST_CALLS = 100000;
/** Modules whose functions are looked for if nobody says which, as far as the program loads them. */
const LIBRARIES = (
  'kernel32 kernelbase ntdll advapi32 sechost user32 gdi32 shell32 shlwapi ole32 combase oleaut32 ws2_32 wsock32 mswsock dnsapi ' +
  'iphlpapi netapi32 wininet winhttp urlmon crypt32 bcrypt ncrypt cryptbase rpcrt4 psapi version winmm wtsapi32 userenv ' +
  'setupapi msvcrt ucrtbase mscoree'
).split(' ');
/** Of ntdll the system calls only: the rest is what the others are made of. */
const FUNCTIONS_OF = { ntdll: ['Nt*', 'Ldr*'] };
const UNKNOWN_NAME = 'UnknownOrMissingSymbols';

const PAGE = 4096;
const LONGEST_TEXT = 1024;
const CHUNK = 256;
const LOWEST_POINTER = 0x10000;
/** Registers that hold arguments in 64 bits, each with a place on the stack behind the return address. */
const IN_REGISTERS = 4;
/** So many arguments are written: beyond those in registers they are words of the stack. */
const MOST_ARGUMENTS = 8;
/** Functions with texts among the arguments on the stack. Of others, words there may point to texts that have been left from before. */
const TEXTS_ON_STACK =
  /^(RegSetValueEx|CreateProcess|CreateService|ChangeServiceConfig|ShellExecute|InternetConnect|HttpOpenRequest|FtpPutFile|WinHttpOpenRequest|LogonUser)/;

/** A 64-bit value as sixteen digits, which compare as the values do. Undefined for what is none. */
function digitsOf(value) {
  if (value === undefined || value === null) return undefined;
  let text = '';
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) return undefined;
    // Negative numbers are signed ones of 32 bits.
    text = (value < 0 ? value >>> 0 : value).toString(16);
  } else if (typeof value === 'boolean') {
    text = value ? '1' : '0';
  } else {
    try {
      // Pointers of a known type are objects with an address.
      const plain = typeof value.compareTo !== 'function' && value.address !== undefined ? value.address : value;
      text = plain.toString(16);
    } catch (_) {
      return undefined;
    }
  }
  const found = /^(?:0x)?([0-9a-f`]+)$/i.exec(text);
  if (found === null) return undefined;
  const plain = found[1].replace(/`/g, '').replace(/^0+/, '').toLowerCase();
  return plain.length > 16 ? undefined : '0'.repeat(16 - plain.length) + plain;
}

const hexOf = (digits) => `0x${digits.replace(/^0+(?=.)/, '')}`;

/** A count that JSON numbers hold exactly; undefined for what is none. */
function countOf(value) {
  const digits = digitsOf(value);
  const count = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
  return Number.isSafeInteger(count) ? count : undefined;
}

/** The sum of a value in digits and a count. */
function addTo(digits, count) {
  const low = Number.parseInt(digits.slice(8), 16) + (count % 0x100000000);
  const carried = Math.floor(low / 0x100000000);
  const high = (Number.parseInt(digits.slice(0, 8), 16) + Math.floor(count / 0x100000000) + carried) % 0x100000000;
  return digitsOf(high).slice(8) + digitsOf(low % 0x100000000).slice(8);
}

const toInt64 = (digits) => host.parseInt64(hexOf(digits), 16);

const messageOf = (error) => String((error && error.message) || error);

/** Whether somebody stopped the script, which it learns as an error of whatever it did at that time. */
const isInterruption = (error) => /\b(interrupt(ed)?|cancell?ed|abort(ed)?)\b/i.test(messageOf(error));

/** What reading a property gives; undefined where that is an error, which in the debugger's objects it may be. */
function tryRead(read) {
  try {
    return read();
  } catch (error) {
    if (isInterruption(error)) throw error;
    return undefined;
  }
}

/** A place in the recording: `key` compares as places do. Undefined where something is missing. */
function placeOf(position) {
  const sequence = digitsOf(tryRead(() => position.Sequence));
  const steps = digitsOf(tryRead(() => position.Steps));
  if (sequence === undefined || steps === undefined) return undefined;
  const shown = `${hexOf(sequence).slice(2)}:${hexOf(steps).slice(2)}`.toUpperCase();
  return { key: sequence + steps, shown, position };
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** The properties of a place, or the beginning of the recording. */
const placeOrStart = (position) => placeOf(position) || { key: '0'.repeat(32), shown: '0:0', position };

const fileNameOf = (path) => path.slice(path.lastIndexOf('\\') + 1);

/** The parts of a list with `;` or `,` between them, without empty ones. */
function partsOf(list) {
  return String(list)
    .split(/[;,]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Whether a path is one of those that are wanted: a part of the file's name, or all of it or of the path with `*`. */
function pathTest(list) {
  const tests = partsOf(list).map((part) => {
    const escaped = part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
    const pattern = new RegExp(part.indexOf('*') < 0 ? escaped : `^${escaped}$`, 'i');
    return (path) => pattern.test(fileNameOf(path)) || pattern.test(path);
  });
  return (path) => tests.some((test) => test(path));
}

const log = (text) => host.diagnostics.debugLog(`capa-trace: ${text}\n`);

class Output {
  constructor(path) {
    const files = host.namespace.Debugger.Utility.FileSystem;
    this.file = files.CreateFile(path, 'CreateAlways');
    this.writer = files.CreateTextWriter(this.file, 'Ascii');
    this.s = 0;
    this.calls = 0;
    this.code = 0;
    this.begun = Date.now();
  }

  /** Other characters than those of ASCII are escaped: the debugger's other encodings may begin with a mark. */
  write(record) {
    const escaped = (unit) => `\\u${`000${unit.charCodeAt(0).toString(16)}`.slice(-4)}`;
    this.writer.WriteLine(JSON.stringify(record).replace(/[\u007f-\uffff]/g, escaped));
  }

  /** A record with the next place in the order of the file. */
  ordered(type, keys) {
    this.s++;
    this.write(Object.assign({ t: type, s: this.s }, keys));
  }

  end() {
    const seconds = (Date.now() - this.begun) / 1000;
    this.write({ t: 'end', s: this.s, insns: 0, calls: this.calls, unique_insns: this.code, seconds });
  }

  close() {
    this.file.Close();
  }
}

/** What was mapped, from when and until when. */
class Modules {
  constructor() {
    this.all = [];
  }

  load(path, base, size, from) {
    const start = digitsOf(base);
    const length = countOf(size);
    if (start === undefined || length === undefined || length === 0) return undefined;
    const module = { path, start, size: length, end: addTo(start, length), from, until: '~', traced: false };
    this.all.push(module);
    return module;
  }

  unload(base, at) {
    const start = digitsOf(base);
    const module = this.all.filter((one) => one.start === start && one.until === '~').pop();
    if (module !== undefined) module.until = at;
    return module;
  }

  find(address, at) {
    return this.all.find(
      (one) => one.start <= address && address < one.end && (at === undefined || (one.from <= at && at <= one.until)),
    );
  }
}

/** Whether a text ends in these bytes, of one byte or two for each character. */
function hasEnd(bytes) {
  if (bytes[1] !== 0) return bytes.indexOf(0) >= 0;
  return bytes.some((byte, at) => at % 2 === 0 && byte === 0 && bytes[at + 1] === 0);
}

/** The text that bytes begin with, in one byte or two for each character; undefined if there is none of some length. */
function textOf(bytes) {
  const isReadable = (unit) => (unit >= 0x20 && unit < 0x7f) || unit === 9 || unit === 10 || unit === 13;
  let narrow = '';
  for (let at = 0; at < bytes.length && isReadable(bytes[at]); at++) narrow += String.fromCharCode(bytes[at]);
  if (narrow.length >= 4) return narrow;
  let wide = '';
  let ascii = 0;
  let isEnded = false;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const unit = bytes[at] + bytes[at + 1] * 256;
    isEnded = unit === 0;
    // Letters of other languages count where the text begins as most do and has an end: any two bytes are a character.
    if (isEnded || !(isReadable(unit) || (ascii >= 2 && unit >= 0xa0 && unit < 0xd800))) break;
    if (unit < 0x7f) ascii++;
    wide += String.fromCharCode(unit);
  }
  return wide.length >= 4 && (isEnded || ascii === wide.length) ? wide : undefined;
}

class Exporter {
  constructor(options) {
    this.options = options;
    this.session = host.currentSession;
    this.process = host.currentProcess;
    this.pid = countOf(tryRead(() => this.process.Id)) || 0;
    this.bits = countOf(tryRead(() => this.session.Attributes.Machine.PointerSize)) === 4 ? 32 : 64;
    /** So many parameters the debugger tells of functions without private symbols. */
    this.rawCount = countOf(tryRead(() => this.session.TTD.DefaultParameterCount)) || IN_REGISTERS;
    this.modules = new Modules();
    /** What is to be written with its place, in no order yet. */
    this.events = [];
    this.calls = [];
    this.gaps = [];
    this.notes = [];
    this.unreadable = 0;
    this.isInterrupted = false;
    this.names = new Map();
    this.lastKey = this.lastPlace();
  }

  /** Calls that end here have not come back. */
  lastPlace() {
    const place = placeOf(tryRead(() => this.process.TTD.Lifetime.MaxPosition));
    return place === undefined ? '~' : place.key;
  }

  run(output) {
    this.collect('events', () => this.readEvents());
    this.collect('modules', () => this.addLoadedModules());
    this.choose();
    this.collect('calls', () => this.readCalls());
    this.orderCalls();
    this.collect('arguments', () => this.readArguments());
    this.writeBeginning(output);
    this.writeEvents(output);
    this.collect('coverage', () => this.writeCoverage(output));
    for (const reason of this.gaps) output.ordered('gap', { reason });
  }

  /** An error ends one part and leaves what came before. After an interruption no other part is begun. */
  collect(what, act) {
    if (this.isInterrupted) return;
    try {
      act();
    } catch (error) {
      this.isInterrupted = isInterruption(error);
      const missing = this.isInterrupted ? `${what} and what comes behind` : what;
      this.gaps.push(`not complete: ${missing}: ${messageOf(error)}`);
      log(this.gaps[this.gaps.length - 1]);
    }
  }

  add(place, type, keys) {
    this.events.push({ key: place.key, number: this.events.length, type, keys });
  }

  // -- what happened

  readEvents() {
    for (const event of this.process.TTD.Events) {
      if (tryRead(() => this.readEvent(event)) === undefined) this.unreadable++;
    }
    if (this.unreadable > 0) this.notes.push(`events that could not be read: ${this.unreadable}`);
  }

  readEvent(event) {
    const place = placeOrStart(tryRead(() => event.Position));
    switch (String(event.Type)) {
      case 'ModuleLoaded':
      case 'ModuleUnloaded':
        this.readModule(event, place);
        break;
      case 'ThreadCreated':
      case 'ThreadTerminated':
        this.readThread(event, place);
        break;
      case 'Exception':
        this.readException(event, place);
        break;
    }
    return event;
  }

  readModule(event, place) {
    const isUnload = String(event.Type) === 'ModuleUnloaded';
    const it = event.Module;
    const module = isUnload
      ? this.modules.unload(it.Address, place.key)
      : this.modules.load(String(it.Name), it.Address, it.Size, place.key);
    if (module !== undefined) this.add(place, 'module', isUnload ? { module, unload: true } : { module });
  }

  readThread(event, place) {
    const tid = countOf(event.Thread.Id);
    if (tid === undefined) return;
    const utid = countOf(tryRead(() => event.Thread.UniqueId));
    this.add(place, String(event.Type) === 'ThreadCreated' ? 'thread' : 'thread_end', { tid, utid });
  }

  readException(event, place) {
    const pc = digitsOf(tryRead(() => event.Exception.ProgramCounter));
    const code = digitsOf(tryRead(() => event.Exception.Code));
    if (pc !== undefined && code !== undefined) this.add(place, 'exception', { pc: hexOf(pc), code: hexOf(code) });
  }

  /** Modules that no event tells of, as may be in a recording that began late. */
  addLoadedModules() {
    for (const one of tryRead(() => this.process.Modules) || []) {
      const base = digitsOf(tryRead(() => one.BaseAddress));
      if (base === undefined || this.modules.all.some(({ start }) => start === base)) continue;
      const place = placeOrStart(undefined);
      const module = this.modules.load(String(one.Name), base, one.Size, place.key);
      if (module !== undefined) this.add(place, 'module', { module });
    }
  }

  /** Which modules are looked at: those that are wanted, else the program itself. */
  choose() {
    const programs = this.modules.all.filter(({ path }) => /\.exe$/i.test(path));
    const name = String(tryRead(() => this.process.Name) || '');
    const named = this.modules.all.find(
      ({ path }) => name !== '' && fileNameOf(path).toLowerCase() === fileNameOf(name).toLowerCase(),
    );
    this.program = named || programs[0];
    this.path = this.program === undefined ? name : this.program.path;
    const isWanted = pathTest(this.options.modules);
    for (const module of this.modules.all) {
      module.traced = this.options.modules === '' ? module.path === this.path : isWanted(module.path);
    }
    if (!this.modules.all.some(({ traced }) => traced)) this.notes.push('no module is one of those to look at');
  }

  // -- calls

  patterns() {
    if (this.options.functions !== '') return partsOf(this.options.functions);
    const loaded = new Set(
      this.modules.all.map(({ path }) =>
        fileNameOf(path)
          .toLowerCase()
          .replace(/\.[^.]*$/, ''),
      ),
    );
    const wanted = [];
    for (const library of LIBRARIES) {
      if (!loaded.has(library)) continue;
      for (const name of FUNCTIONS_OF[library] || ['*']) wanted.push(`${library}!${name}`);
    }
    return wanted;
  }

  /** All patterns at once, for each question is a pass over the recording; one by one where one of them is an error. */
  *findCalls() {
    const patterns = this.patterns();
    let found = 0;
    try {
      if (patterns.length === 0) return;
      for (const call of this.session.TTD.Calls(...patterns)) {
        found++;
        yield call;
      }
      return;
    } catch (error) {
      if (found > 0 || isInterruption(error)) throw error;
    }
    for (const pattern of patterns) {
      try {
        for (const call of this.session.TTD.Calls(pattern)) yield call;
      } catch (error) {
        if (isInterruption(error)) throw error;
        this.notes.push(`calls of ${pattern} cannot be found: ${messageOf(error)}`);
      }
    }
  }

  readCalls() {
    let seen = 0;
    for (const call of this.findCalls()) {
      if (++seen % 10000 === 0) log(`${seen} calls looked at`);
      const read = this.readCall(call);
      if (read === undefined) continue;
      if (this.calls.length >= this.options.mostCalls) {
        throw new Error(`there are more than ${this.options.mostCalls} (the fourth argument of !capatrace)`);
      }
      this.calls.push(read);
    }
  }

  /** A call from what is looked at, or from memory that no file explains. */
  readCall(call) {
    const start = placeOf(tryRead(() => call.TimeStart));
    const from = digitsOf(tryRead(() => call.ReturnAddress));
    const to = digitsOf(tryRead(() => call.FunctionAddress));
    const tid = countOf(tryRead(() => call.ThreadId));
    if (start === undefined || from === undefined || to === undefined || tid === undefined) return undefined;
    const caller = this.modules.find(from, start.key);
    if (caller !== undefined && !caller.traced) return undefined;
    const target = this.modules.find(to, start.key);
    if (target !== undefined && target.traced) return undefined;
    const end = placeOf(tryRead(() => call.TimeEnd));
    const hasReturned = end !== undefined && end.key > start.key && end.key < this.lastKey;
    const values = [];
    for (const value of tryRead(() => call.Parameters) || []) values.push(digitsOf(value));
    return {
      number: this.calls.length,
      start,
      end: hasReturned ? end : undefined,
      from,
      to,
      tid,
      utid: countOf(tryRead(() => call.UniqueThreadId)),
      name: String(tryRead(() => call.Function) || ''),
      module: target === undefined ? undefined : fileNameOf(target.path),
      values,
      result: hasReturned ? digitsOf(tryRead(() => call.ReturnValue)) : undefined,
      args: [],
    };
  }

  orderCalls() {
    this.calls.sort((a, b) => compare(a.start.key, b.start.key) || a.number - b.number);
    this.calls = this.dropForwarders(this.calls);
    for (const call of this.calls) {
      call.args = call.values.map((value) => (value === undefined ? {} : { val: hexOf(value) }));
    }
  }

  /** In the order of the recording, since going forth is what the debugger does fastest. */
  readArguments() {
    for (const call of this.calls) {
      call.plain = this.nameOf(call);
      this.readAtCall(call);
    }
  }

  /** An export of kernel32 that jumps to kernelbase is found twice: with the same return address, and it ends at the same time. */
  dropForwarders(calls) {
    const known = new Map();
    return calls.filter((call) => {
      const place = `${call.tid} ${call.from} ${call.end === undefined ? '' : call.end.key}`;
      const outer = known.get(place);
      if (outer === undefined || (call.end === undefined && outer.to === call.to)) {
        known.set(place, call);
        return true;
      }
      if (plainName(outer.name) === undefined) outer.name = call.name;
      return false;
    });
  }

  readAtCall(call) {
    const isRaw = call.values.length === 0 || call.values.length === this.rawCount;
    call.argsrc = isRaw ? 'abi' : 'symbols';
    const hasCome = tryRead(() => {
      call.start.position.SeekTo();
      return true;
    });
    if (hasCome === undefined) return;
    if (isRaw) this.readStack(call);
    const texts = TEXTS_ON_STACK.test(call.plain || '') || !isRaw ? MOST_ARGUMENTS : IN_REGISTERS;
    call.args.forEach((argument, place) => {
      const text = place < texts && argument.val !== undefined ? this.textAt(digitsOf(argument.val)) : undefined;
      if (text !== undefined) argument.str = text;
    });
  }

  /** Arguments on the stack: all in 32 bits, where what the debugger says of functions without symbols is from registers. */
  readStack(call) {
    const isWide = this.bits === 64;
    if (!isWide) call.args = [];
    const stack = digitsOf(tryRead(() => host.currentThread.Registers.User[isWide ? 'rsp' : 'esp']));
    const known = call.args.length;
    if (stack === undefined || (isWide && known !== IN_REGISTERS)) return;
    const size = isWide ? 8 : 4;
    const at = toInt64(addTo(stack, size * (known + 1)));
    const words = tryRead(() => host.memory.readMemoryValues(at, MOST_ARGUMENTS - known, size));
    if (words === undefined) return;
    for (const word of words) {
      const digits = digitsOf(word);
      call.args.push(digits === undefined ? {} : { val: hexOf(digits) });
    }
  }

  textAt(address) {
    if (address.slice(0, 4) !== '0000' || address < digitsOf(LOWEST_POINTER)) return undefined;
    const bytes = [];
    let at = address;
    while (bytes.length < LONGEST_TEXT) {
      const size = Math.min(CHUNK, PAGE - (Number.parseInt(at.slice(-3), 16) % PAGE));
      const more = tryRead(() => Array.from(host.memory.readMemoryValues(toInt64(at), size, 1)));
      if (more === undefined) break;
      for (const byte of more) bytes.push(byte & 255);
      if (hasEnd(bytes)) break;
      at = addTo(at, size);
    }
    return textOf(bytes);
  }

  /** The function without its module. Where the debugger's answer lacks it, what symbol is at the address. */
  nameOf({ name, to }) {
    const plain = plainName(name);
    if (plain !== undefined) return plain;
    if (!this.names.has(to)) this.names.set(to, this.findName(to));
    return this.names.get(to);
  }

  findName(address) {
    const control = host.namespace.Debugger.Utility.Control;
    const lines = tryRead(() => Array.from(control.ExecuteCommand(`.printf "%y", ${hexOf(address)}`)));
    // `module!name (address)`; with an offset behind the name it is another function's.
    const found = /^\s*[^!\s]+!(\S+) \([0-9a-f`]+\)/i.exec(lines === undefined ? '' : String(lines[0]));
    return found === null || found[1].indexOf('+0x') >= 0 ? undefined : plainName(found[1]);
  }

  // -- the file

  writeBeginning(output) {
    const producer = { name: 'capax exporters/windbg', version: '1', debugger: 'WinDbg TTD' };
    output.write({
      t: 'header',
      format: 'capa-trace',
      version: 1,
      producer,
      arch: this.bits === 32 ? 'i386' : 'amd64',
      bits: this.bits,
      endian: 'little',
      os: 'windows',
      level: this.calls.length > 0 ? 'call' : 'coverage',
      covers: true,
      sample: { path: this.path },
    });
    output.write({ t: 'process', s: 0, pid: this.pid, ppid: null, path: this.path });
    for (const msg of this.notes) output.ordered('note', { msg });
  }

  writeEvents(output) {
    for (const call of this.calls) {
      this.add(call.start, 'call', { call });
      if (call.end !== undefined) this.add(call.end, 'ret', { call });
    }
    this.events.sort((a, b) => compare(a.key, b.key) || a.number - b.number);
    this.alive = new Map();
    this.ids = new Map();
    for (const { type, keys } of this.events) this.writeEvent(output, type, keys);
  }

  writeEvent(output, type, keys) {
    switch (type) {
      case 'module':
        this.writeModule(output, keys);
        break;
      case 'thread':
        this.announce(output, keys);
        break;
      case 'thread_end':
        if (this.alive.delete(keys.tid)) output.ordered('thread_end', { pid: this.pid, tid: keys.tid });
        break;
      case 'exception':
        output.ordered('exception', keys);
        break;
      case 'call':
        this.writeCall(output, keys.call);
        break;
      case 'ret':
        this.writeReturn(output, keys.call);
        break;
    }
  }

  writeModule(output, { module, unload }) {
    const { start, size, path, traced } = module;
    output.ordered('module', { pid: this.pid, base: hexOf(start), size, path, traced, unload });
  }

  announce(output, { tid, utid }) {
    this.alive.set(tid, utid);
    output.ordered('thread', { pid: this.pid, tid, utid });
  }

  isAlive({ tid, utid }) {
    return this.alive.has(tid) && (utid === undefined || this.alive.get(tid) === utid);
  }

  writeCall(output, call) {
    // Threads that ran before the recording began have no event.
    if (!this.isAlive(call)) this.announce(output, call);
    const id = ++output.calls;
    this.ids.set(call, id);
    output.ordered('call', {
      tid: call.tid,
      id,
      from: hexOf(call.from),
      to: hexOf(call.to),
      module: call.module || null,
      name: call.plain || plainName(call.name) || null,
      args: call.args,
      argsrc: call.argsrc || 'abi',
      at: call.start.shown,
    });
  }

  writeReturn(output, call) {
    if (!this.isAlive(call)) return;
    const val = call.result === undefined ? undefined : hexOf(call.result);
    output.ordered('ret', { tid: call.tid, call: this.ids.get(call), val, at: call.end.shown });
  }

  // -- coverage

  writeCoverage(output) {
    for (const module of this.modules.all.filter(({ traced }) => traced)) {
      const known = new Map();
      for (const access of this.session.TTD.Memory(toInt64(module.start), toInt64(module.end), 'EC')) {
        this.writeCode(output, access, known);
      }
    }
  }

  /** What ran, once for each address and again with other bytes. */
  writeCode(output, access, known) {
    const pc = digitsOf(tryRead(() => access.Address));
    const len = countOf(tryRead(() => access.Size));
    if (pc === undefined || len === undefined || len === 0) return;
    const b = this.codeOf(access, pc, len);
    if (known.has(pc) && (b === undefined || known.get(pc) === b)) return;
    known.set(pc, b);
    output.code++;
    output.write({ t: 'x', pc: hexOf(pc), len, b });
  }

  /** The value has the bytes as a number, the first one lowest, and at most eight of them. */
  codeOf(access, pc, len) {
    const value = len <= 8 ? digitsOf(tryRead(() => access.Value)) : undefined;
    if (value !== undefined) {
      let bytes = '';
      for (let at = 14; at >= 16 - 2 * len; at -= 2) bytes += value.slice(at, at + 2);
      return bytes;
    }
    tryRead(() => access.TimeStart.SeekTo());
    const read = tryRead(() => Array.from(host.memory.readMemoryValues(toInt64(pc), len, 1)));
    return read === undefined ? undefined : read.map((byte) => `0${(byte & 255).toString(16)}`.slice(-2)).join('');
  }
}

/** A name without its module; undefined for none, or where the debugger says that it has none. */
function plainName(name) {
  const plain = String(name || '').replace(/^[^!]*!/, '');
  return plain === '' || plain === UNKNOWN_NAME ? undefined : plain;
}

function isRecording() {
  return Boolean(
    tryRead(() => host.currentSession.Attributes.Target.IsTTDTarget) &&
      tryRead(() => host.currentSession.TTD) &&
      tryRead(() => host.currentProcess.TTD),
  );
}

/**
 * !capatrace PATH, MODULES, FUNCTIONS, MOST_CALLS. MODULES: parts of names, or names with `*`, of modules whose calls and code are of
 * interest, with `;` between them; FUNCTIONS: `module!name` with `*`. Empty ones are as if they were absent.
 */
function capatrace(path, modules, functions, mostCalls) {
  if (!isRecording()) {
    log('this is no recording of Time Travel Debugging. Open a .run file, and try again.');
    return undefined;
  }
  const target = path === undefined || path === '' ? DEFAULT_PATH : String(path);
  let output;
  try {
    output = new Output(target);
  } catch (error) {
    log(`${target} cannot be written: ${messageOf(error)}`);
    return undefined;
  }
  const exporter = new Exporter({
    modules: modules === undefined ? '' : String(modules),
    functions: functions === undefined ? '' : String(functions),
    mostCalls: countOf(mostCalls) || DEFAULT_MOST_CALLS,
  });
  const there = tryRead(() => host.currentThread.TTD.Position);
  try {
    exporter.run(output);
  } catch (error) {
    // Whoever interrupts while records are written.
    output.ordered('gap', { reason: messageOf(error) });
  } finally {
    output.end();
    output.close();
  }
  try {
    there.SeekTo();
  } catch (_) {
    log('the debugger does not stand where it did');
  }
  log(`${output.calls} calls, ${output.code} different instructions in ${target}`);
  return target;
}

function initializeScript() {
  return [new host.apiVersionSupport(1, 3), new host.functionAlias(capatrace, 'capatrace')];
}
