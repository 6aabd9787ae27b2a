// Phase 1 of a strace or ltrace log: one pass over the lines. What stays in memory is one entry a thread, the text of calls that
// have begun and not ended, and 16 bytes for each call that was logged in two parts.

import type { Line } from '../../../bytes/lines.ts';
import type { Diagnostics, Severity } from '../../../diagnostics.ts';
import type { TraceSink } from '../../../features/trace.ts';
import { LIMITS } from '../../../limits.ts';
import type { Semantics } from '../../../semantics.ts';
import type { SplitCalls } from '../calls/split-calls.ts';
import { BrokenCall } from './broken-call.ts';
import { type CallParts, splitCallText } from './call-parts.ts';
import type { TracerCode, TracerWord } from './codes.ts';
import type { TracerDialect } from './dialect.ts';
import { LineClock } from './line-clock.ts';
import { readLinePrefix } from './line-prefix.ts';
import { type OpenCall, OpenCalls } from './open-calls.ts';
import { instructionAddress } from './stack-frames.ts';
import { isReturnOfChild, TaskObserver } from './task-observer.ts';
import type { Birth, Task } from './task-table.ts';
import { TracedCalls } from './traced-calls.ts';
import { type CallLine, type ExitLine, type Marked, type ResumedLine, readTracerLine } from './tracer-line.ts';

/** Codes of complaints by each of which a call is lost; other lines that cannot be used are mostly output of the program. */
const LOSSES: ReadonlySet<TracerWord> = new Set(['line-malformed', 'too-many-threads']);

const decoder = new TextDecoder();

export class TracerReader {
  readonly traced: TracedCalls;
  readonly observer: TaskObserver = new TaskObserver();
  /** Lines, or parts of them, that could not be used. */
  skipped = 0;
  /** Those of them that were calls. */
  lostCalls = 0;
  /** Whether some line says which thread it belongs to. */
  hasIds = false;
  readonly #dialect: TracerDialect;
  readonly #diagnostics: Diagnostics<TracerCode<string>>;
  readonly #splits: SplitCalls;
  readonly #defaultTid: number | undefined;
  readonly #open = new OpenCalls();
  #broken: BrokenCall | undefined;
  #at = 0;
  /** The address in front of the line; 0 without. */
  #instruction = 0;
  /** Undefined where nobody asks when calls were made. */
  readonly #clock: LineClock | undefined;
  #time: number | undefined;

  /** `splits` learns which calls have two parts. `defaultTid` is the thread of lines that do not say theirs. */
  constructor(
    dialect: TracerDialect,
    sink: TraceSink,
    semantics: Semantics,
    diagnostics: Diagnostics<TracerCode<string>>,
    splits: SplitCalls,
    defaultTid: number | undefined,
  ) {
    this.traced = new TracedCalls(sink, dialect.characters, semantics);
    this.#clock = sink.details?.times === true ? new LineClock() : undefined;
    this.#dialect = dialect;
    this.#diagnostics = diagnostics;
    this.#splits = splits;
    this.#defaultTid = defaultTid;
  }

  /** Takes the next line. */
  add(line: Line): void {
    this.#at = line.at;
    if (line.tooLong) {
      this.#complain('warning', 'line-malformed', 'a line is too long');
      return;
    }
    const text = decoder.decode(line.bytes);
    this.#instruction = this.traced.frames === undefined ? 0 : instructionAddress(text, readLinePrefix(text).end);
    if (this.#clock !== undefined) this.#time = this.#clock.read(readLinePrefix(text).time) ?? this.#time;
    if (this.#broken?.takeOutput(text)) return;
    if (this.#broken?.isRest(text) && this.#goOn(text)) return;
    const read = readTracerLine(text, this.#dialect);
    switch (read.kind) {
      case 'unknown':
        if (!this.#goOn(text)) this.#passOver(line.complete);
        break;
      case 'call':
        this.#addCall(read, text, line.complete);
        break;
      case 'resumed':
        this.#giveUp();
        this.#resume(read);
        break;
      case 'exit':
        this.#giveUp();
        this.#exit(read);
        break;
      case 'notice':
        this.observer.note(read.notice);
        break;
      case 'silent':
        this.traced.addFrame(text);
        break;
    }
  }

  /** The log is over. */
  finish(): void {
    this.#giveUp();
    for (const task of this.#open.tasks()) this.#flush(task);
    this.traced.flush();
  }

  #complain(severity: Severity, code: TracerWord, message: string): void {
    this.skipped++;
    if (LOSSES.has(code)) this.lostCalls++;
    this.#diagnostics.add(severity, `${this.#dialect.format}-${code}`, message, `byte ${this.#at}`);
  }

  #passOver(complete: boolean): void {
    if (complete) this.#complain('note', 'line-foreign', 'a line is no call; it may be output of the traced program');
    else this.#complain('warning', 'truncated', 'the log ends in the middle of a line');
  }

  #enter(tid: number | undefined): Task | undefined {
    if (tid !== undefined) this.hasIds = true;
    const task = this.observer.table.enter(tid ?? this.#defaultTid, this.#at);
    if (task === undefined) {
      this.#complain('warning', 'too-many-threads', `calls of more than ${LIMITS.traceThreads} threads are left out`);
    }
    return task;
  }

  #addCall(line: CallLine, text: string, complete: boolean): void {
    if (line.notice !== undefined) this.observer.note(line.notice);
    if (line.open) {
      this.#giveUp();
      this.#begin(line, line, this.#at);
      return;
    }
    const parts = splitCallText(line.text, this.#dialect);
    if (parts.result !== undefined) {
      this.#giveUp();
      const task = this.#enterForCall(line.tid);
      if (task !== undefined) this.#end(task, line.name, parts, this.#at);
      return;
    }
    if (this.#goOn(text)) return;
    const broken = parts.closed ? undefined : new BrokenCall(line, this.#at, this.#dialect);
    if (broken === undefined || (this.#broken !== undefined && !broken.isCertain)) {
      this.#passOver(complete);
      return;
    }
    this.#giveUp();
    if (complete) this.#broken = broken;
    else {
      this.#passOver(complete);
      this.#endBroken(broken);
    }
  }

  /** The task that makes another call; what it has begun and cannot go on with has ended. */
  #enterForCall(tid: number | undefined): Task | undefined {
    const task = this.#enter(tid);
    if (task !== undefined && !this.#dialect.nested) this.#flush(task);
    return task;
  }

  #exit({ tid, heir }: ExitLine): void {
    const task = this.#enter(tid);
    if (task === undefined) return;
    this.#flush(task);
    const heirTask = heir === undefined ? undefined : this.#enter(heir);
    if (heirTask === undefined || heirTask === task) {
      this.observer.table.exit(task);
      return;
    }
    // The heir takes the id over, so what it has begun goes on under the id of the task that has ended.
    for (const call of this.#open.takeAll(heirTask)) this.#open.push(task, call);
    this.observer.table.exit(heirTask);
  }

  #begin(line: CallLine, { text, number }: Marked, at: number): void {
    const task = this.#enterForCall(line.tid);
    if (task === undefined) return;
    const { name } = this.#dialect.plainName(line.name);
    const birth = this.observer.begin(task, name, () => splitCallText(text, this.#dialect).args);
    const resumedName = this.#dialect.resumedName(line.name);
    this.#push(task, { name: line.name, resumedName, number, text, at, birth });
  }

  #push(task: Task, call: OpenCall): void {
    if (this.#open.push(task, call)) return;
    const message = `calls with more than ${LIMITS.openCallText} characters have begun and not ended`;
    this.#complain('warning', 'too-many-open-calls', message);
  }

  #resume(line: ResumedLine): void {
    const task = this.#enter(line.tid);
    if (task === undefined) return;
    const found = this.#open.take(task, this.#dialect.resumedName(line.name), line.resumes);
    if (found === undefined) {
      this.#resumeUnknown(task, line);
      return;
    }
    const { call, above } = found;
    for (const inner of above) this.#endOpen(task, inner);
    const text = call.text + line.text;
    if (line.open) {
      this.#push(task, { ...call, number: line.number, text });
      return;
    }
    this.#splits.add(call.at, this.#at);
    this.#end(task, call.name, splitCallText(text, this.#dialect), this.#at, call);
  }

  /** A call goes on that the task has not begun. */
  #resumeUnknown(task: Task, line: ResumedLine): void {
    const parts = splitCallText(line.text, this.#dialect);
    // A new task begins with the return from the call that made it.
    if (isReturnOfChild(this.#dialect.plainName(line.name).name, parts.result)) return;
    this.#complain('warning', 'beginning-missing', 'a call goes on whose beginning is not in the log');
    this.#end(task, line.name, parts, this.#at);
  }

  /** Whether a line goes on with a call whose line was broken. */
  #goOn(line: string): boolean {
    const broken = this.#broken;
    const rest = broken?.takeRest(line);
    if (broken === undefined || rest === undefined) return false;
    this.#broken = undefined;
    const text = broken.beginning.text + rest.text;
    if (rest.open) {
      this.#begin(broken.line, { ...rest, text }, broken.at);
      return true;
    }
    const task = this.#enterForCall(broken.line.tid);
    if (task === undefined) return true;
    this.#splits.add(broken.at, this.#at);
    const parts = splitCallText(text, this.#dialect);
    this.#end(task, broken.line.name, parts, this.#at, { at: broken.at, birth: undefined });
    return true;
  }

  /** Nothing goes on with the broken call. */
  #giveUp(): void {
    const broken = this.#broken;
    if (broken === undefined) return;
    this.#broken = undefined;
    if (broken.beginning.sound) this.#endBroken(broken);
    else this.#complain('warning', 'line-malformed', 'a call has no end');
  }

  /** A call of which only a beginning is there. Its last argument may be damaged. */
  #endBroken({ line, at, beginning }: BrokenCall): void {
    const task = this.#enterForCall(line.tid);
    if (task === undefined) return;
    const { args } = splitCallText(beginning.sound ? beginning.text : line.text, this.#dialect);
    this.#end(
      task,
      line.name,
      { args: beginning.sound ? args : args.slice(0, -1), closed: false, result: undefined },
      at,
    );
  }

  /** Calls that will not go on: the thread has ended, or has begun another one. */
  #flush(task: Task): void {
    for (const call of this.#open.takeAll(task)) this.#endOpen(task, call);
  }

  #endOpen(task: Task, call: OpenCall): void {
    // The line is that of another call.
    const instruction = this.#instruction;
    this.#instruction = 0;
    this.#end(task, call.name, splitCallText(call.text, this.#dialect), call.at, call);
    this.#instruction = instruction;
  }

  #end(
    task: Task,
    tracerName: string,
    parts: CallParts,
    at: number,
    begun: { readonly at: number; readonly birth: Birth | undefined } = { at, birth: undefined },
  ): void {
    const { name, system } = this.#dialect.plainName(tracerName);
    this.traced.emit(task, name, system, parts, at, this.#instruction, this.#time);
    this.observer.end(task, { name, args: parts.args }, parts.result, begun.at, begun.birth);
  }
}
