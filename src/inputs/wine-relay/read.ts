// Phase 1 of a Wine log: one pass over the lines. What stays in memory is a little for each thread and module, the text of calls that have
// begun and not returned, and 16 bytes for each call. Most lines are calls between parts of Wine; these are counted and left out,
// as a sandbox would not see them either.

import { copyText } from '../../bytes/copy-text.ts';
import type { Line } from '../../bytes/lines.ts';
import type { Diagnostics, Severity } from '../../diagnostics.ts';
import type { TraceSink } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { SplitCalls } from '../shared/calls/split-calls.ts';
import { OtherMemory, tellsOfMemory } from '../shared/memory/memory-acts.ts';
import type { WineCode } from './codes.ts';
import { functionOf } from './forwarded-names.ts';
import { PositionalCall } from './positional-call.ts';
import { addressOf, RelayCalls } from './relay-calls.ts';
import { type RelayCall, type RelayReturn, type RelayStamp, readRelayLine } from './relay-line.ts';
import { type OpenCall, RelayProcesses, type RelayThread } from './relay-processes.ts';

const decoder = new TextDecoder();
/** The process of logs without +pid. */
const UNKNOWN_PID = 1;
/** Open calls of one thread; real ones have six at most. */
const MOST_OPEN = 256;
/** What an open call costs besides its text, in UTF-16 units. */
const OVERHEAD = 64;
/** Wine's own beginning of every thread, around all that the thread does. */
const THREAD_START = /\.BaseThreadInitThunk$/;
const STARTS_PROCESS = /\.(?:NtCreateUserProcess|CreateProcess(?:InternalW|[AW]))$/;

export class RelayReader {
  readonly calls: RelayCalls;
  readonly others: OtherMemory = new OtherMemory();
  readonly processes: RelayProcesses = new RelayProcesses(this.others);
  /** Lines that could not be used. */
  skipped = 0;
  /** Those of them that were calls. */
  lostCalls = 0;
  /** Calls between parts of Wine. */
  libraryCalls = 0;
  /** What lines have. */
  hasPids = false;
  /** Whether some calls were chosen by how they are nested, because nothing says what is loaded. */
  choseByNesting = false;
  readonly #diagnostics: Diagnostics<WineCode>;
  readonly #splits: SplitCalls;
  #openText = 0;
  /** When the line was written, in milliseconds. */
  #time: number | undefined;
  #at = 0;

  /** `splits` learns where calls that return begin. */
  constructor(sink: TraceSink, diagnostics: Diagnostics<WineCode>, splits: SplitCalls) {
    this.calls = new RelayCalls(sink);
    this.#diagnostics = diagnostics;
    this.#splits = splits;
  }

  /** Takes the next line. */
  add(line: Line): void {
    this.#at = line.at;
    // The last address of a line that was cut may be another one.
    const isWhole = line.complete && !line.tooLong;
    const read = isWhole ? readRelayLine(decoder.decode(line.bytes)) : undefined;
    if (read === undefined) {
      this.#passOver(line);
      return;
    }
    const { stamp, body } = read;
    this.#time = stamp.time === '' ? undefined : Number(stamp.time) * 1000;
    const pid = this.#pidOf(stamp);
    switch (body.kind) {
      case 'call':
        this.#begin(pid, stamp.tid, body);
        break;
      case 'return':
        this.#end(pid, stamp.tid, body);
        break;
      case 'loaded':
        this.processes.load(pid, { ...body, path: copyText(body.path) });
        break;
      case 'attached':
        // The others have been named with their paths.
        if (body.name === 'ntdll.dll') {
          this.processes.load(pid, {
            kind: 'loaded',
            path: body.name,
            base: body.base,
            isBuiltin: true,
            isWide: false,
          });
        }
        break;
      case 'detached': {
        const process = this.processes.enter(pid, stamp.tid)?.process;
        if (process !== undefined && body.name === 'ntdll.dll') process.hasEnded = true;
        break;
      }
      case 'other':
        break;
    }
  }

  /** The log is over: what has not returned never will. */
  finish(): void {
    for (const { threads } of this.processes.all) {
      for (const thread of threads.values()) this.#giveUp(thread, 0);
    }
  }

  #pidOf({ pid }: RelayStamp): number {
    if (pid === undefined) return UNKNOWN_PID;
    this.hasPids = true;
    return pid;
  }

  #complain(severity: Severity, code: WineCode, message: string): void {
    this.skipped++;
    this.#diagnostics.add(severity, code, message, `byte ${this.#at}`);
  }

  #passOver({ complete, tooLong }: Line): void {
    if (tooLong) this.#complain('warning', 'wine-line-malformed', 'a line is too long');
    else if (complete)
      this.#complain('note', 'wine-line-foreign', 'a line is not of Wine; the program may have printed it');
    else this.#complain('warning', 'wine-truncated', 'the log ends in the middle of a line');
  }

  #enter(pid: number, tid: number): RelayThread | undefined {
    const thread = this.processes.enter(pid, tid);
    if (thread === undefined) {
      this.lostCalls++;
      const message = `calls of more than ${LIMITS.traceThreads} threads are left out`;
      this.#complain('warning', 'wine-too-many-threads', message);
    }
    return thread;
  }

  #begin(pid: number, tid: number, call: RelayCall): void {
    const thread = this.#enter(pid, tid);
    if (thread === undefined) return;
    if (STARTS_PROCESS.test(call.name)) this.processes.startsAnother(thread.process);
    const isWanted = this.#isWanted(thread, call);
    if (!isWanted) this.libraryCalls++;
    // Where addresses decide, calls that are left out need not be kept either.
    if (!isWanted && thread.process.hasModules) return;
    this.#push(thread, { call, at: this.#at, isWanted });
  }

  /** Whether the program made a call: by its return address or, where nothing says what is loaded, by being inside of no other. */
  #isWanted({ process, open }: RelayThread, { name, ret }: RelayCall): boolean {
    if (THREAD_START.test(name)) return false;
    if (process.hasModules) return !process.isInWine(addressOf(ret));
    this.choseByNesting = true;
    return open.every(({ call }) => THREAD_START.test(call.name));
  }

  #push(thread: RelayThread, open: OpenCall): void {
    if (thread.open.length === MOST_OPEN) this.#close(thread, thread.open.shift() as OpenCall, undefined);
    const size = open.call.args.length + OVERHEAD;
    if (this.#openText + size > LIMITS.openCallText) {
      const message = `calls with more than ${LIMITS.openCallText} characters have begun and not returned`;
      this.#diagnostics.add('warning', 'wine-too-many-open-calls', message, `byte ${this.#at}`);
      if (open.isWanted) this.calls.emit(thread, open.call, open.at, undefined, this.#time);
      return;
    }
    this.#openText += size;
    thread.open.push(open);
  }

  /** A return closes the innermost call of its function that returns there; what is inside of that was left by an exception. */
  #end(pid: number, tid: number, returned: RelayReturn): void {
    const thread = this.#enter(pid, tid);
    if (thread === undefined) return;
    const { open } = thread;
    let index = open.length - 1;
    while (index >= 0 && !isReturnOf(returned, (open[index] as OpenCall).call)) index--;
    if (index < 0) {
      this.#passOverReturn(thread, returned);
      return;
    }
    this.#giveUp(thread, index + 1);
    this.#close(thread, open.pop() as OpenCall, returned);
  }

  #passOverReturn({ process }: RelayThread, { ret }: RelayReturn): void {
    if (process.hasModules && process.isInWine(addressOf(ret))) return;
    const message = 'a call returns whose beginning is not in the log';
    this.#diagnostics.add('note', 'wine-beginning-missing', message, `byte ${this.#at}`);
  }

  /** Closes the open calls from an index on, which will not return: the innermost first. */
  #giveUp(thread: RelayThread, from: number): void {
    while (thread.open.length > from) this.#close(thread, thread.open.pop() as OpenCall, undefined);
  }

  #close(thread: RelayThread, { call, at, isWanted }: OpenCall, returned: RelayReturn | undefined): void {
    this.#openText -= call.args.length + OVERHEAD;
    if (!isWanted) return;
    if (returned !== undefined) this.#splits.add(at, this.#at);
    this.calls.emit(thread, call, returned === undefined ? at : this.#at, returned?.result, this.#time);
    const api = functionOf(call.name);
    if (returned === undefined || !this.calls.wantsCallers || !tellsOfMemory(api)) return;
    thread.process.acts.take(new PositionalCall(api, call.args, returned.result));
  }
}

function isReturnOf(returned: RelayReturn, call: RelayCall): boolean {
  return call.ret === returned.ret && call.name === returned.name;
}
