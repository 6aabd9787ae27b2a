// Phase 1 of a strace or ltrace log: one pass over the lines. What stays in memory is one entry a thread, the text of calls that
// have begun and not ended, and 16 bytes for each call that was logged in two parts.

import type { Line } from '../../../bytes/lines.ts';
import type { Diagnostics, Severity } from '../../../diagnostics.ts';
import type { TraceSink } from '../../../features/trace.ts';
import { LIMITS } from '../../../limits.ts';
import type { Semantics } from '../../../semantics.ts';
import { type CallParts, splitCallText } from './call-parts.ts';
import type { TracerCode, TracerWord } from './codes.ts';
import type { TracerDialect } from './dialect.ts';
import { type OpenCall, OpenCalls } from './open-calls.ts';
import type { SplitCalls } from './split-calls.ts';
import { TaskObserver } from './task-observer.ts';
import type { Birth, Task } from './task-table.ts';
import { TracedCalls } from './traced-calls.ts';
import { type CallLine, type ExitLine, type ResumedLine, readTracerLine, takeMark } from './tracer-line.ts';

/** A call in whose middle its line ended; the next line may go on with it. */
interface BrokenCall {
  readonly line: CallLine;
  readonly at: number;
}

const decoder = new TextDecoder();

export class TracerReader {
  readonly traced: TracedCalls;
  readonly observer: TaskObserver = new TaskObserver();
  /** Lines, or parts of them, that could not be used. */
  skipped = 0;
  /** Whether some line says which thread it belongs to. */
  hasIds = false;
  readonly #dialect: TracerDialect;
  readonly #diagnostics: Diagnostics<TracerCode<string>>;
  readonly #splits: SplitCalls;
  readonly #defaultTid: number | undefined;
  readonly #open = new OpenCalls();
  #broken: BrokenCall | undefined;
  #at = 0;

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
    const read = readTracerLine(text);
    if (read.kind === 'unknown' && this.#goOn(text)) return;
    this.#giveUp();
    switch (read.kind) {
      case 'unknown':
        this.#passOver(line.complete);
        break;
      case 'call':
        this.#addCall(read, line.complete);
        break;
      case 'resumed':
        this.#resume(read);
        break;
      case 'exit':
        this.#exit(read);
        break;
      case 'attached':
        this.observer.table.attach(read.pid);
        break;
      case 'silent':
        break;
    }
  }

  /** The log is over. */
  finish(): void {
    this.#giveUp();
    for (const task of this.#open.tasks()) this.#flush(task);
  }

  #complain(severity: Severity, code: TracerWord, message: string): void {
    this.skipped++;
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

  #addCall(line: CallLine, complete: boolean): void {
    if (line.attached !== undefined) this.observer.table.attach(line.attached);
    if (line.open) {
      this.#begin(line, line.text, this.#at);
      return;
    }
    const parts = splitCallText(line.text, this.#dialect);
    if (parts.result !== undefined) {
      const task = this.#enter(line.tid);
      if (task === undefined) return;
      if (!this.#dialect.nested) this.#flush(task);
      this.#end(task, line.name, parts, this.#at);
    } else if (parts.closed) {
      this.#passOver(complete);
    } else if (complete) {
      this.#broken = { line, at: this.#at };
    } else {
      this.#passOver(complete);
      this.#endBroken(line, this.#at);
    }
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

  #begin(line: CallLine, text: string, at: number): void {
    const task = this.#enter(line.tid);
    if (task === undefined) return;
    if (!this.#dialect.nested) this.#flush(task);
    const { name } = this.#dialect.plainName(line.name);
    const birth = this.observer.begin(task, name, () => splitCallText(text, this.#dialect).args);
    this.#push(task, { name: line.name, text, at, birth });
  }

  #push(task: Task, call: OpenCall): void {
    if (this.#open.push(task, call)) return;
    const message = `calls with more than ${LIMITS.openCallText} characters have begun and not ended`;
    this.#complain('warning', 'too-many-open-calls', message);
  }

  #resume(line: ResumedLine): void {
    const task = this.#enter(line.tid);
    if (task === undefined) return;
    const found = this.#open.take(task, line.name);
    if (found === undefined) {
      this.#complain('warning', 'beginning-missing', 'a call goes on whose beginning is not in the log');
      this.#end(task, line.name, splitCallText(line.text, this.#dialect), this.#at);
      return;
    }
    const { call, above } = found;
    for (const inner of above) this.#endOpen(task, inner);
    const text = call.text + line.text;
    if (line.open) {
      this.#push(task, { ...call, text });
      return;
    }
    this.#splits.add(call.at, this.#at);
    this.#end(task, call.name, splitCallText(text, this.#dialect), this.#at, call);
  }

  /** Whether `text` goes on with a call whose line was broken. */
  #goOn(text: string): boolean {
    const broken = this.#broken;
    if (broken === undefined) return false;
    const rest = takeMark(text);
    const whole = broken.line.text + rest.text;
    const parts = splitCallText(whole, this.#dialect);
    if (!rest.open && parts.result === undefined) return false;
    this.#broken = undefined;
    if (rest.open) {
      this.#begin(broken.line, whole, broken.at);
      return true;
    }
    const task = this.#enter(broken.line.tid);
    if (task === undefined) return true;
    this.#splits.add(broken.at, this.#at);
    this.#end(task, broken.line.name, parts, this.#at, { at: broken.at, birth: undefined });
    return true;
  }

  /** Nothing goes on with the broken call. */
  #giveUp(): void {
    if (this.#broken === undefined) return;
    const { line, at } = this.#broken;
    this.#broken = undefined;
    if (line.attached !== undefined) this.#endBroken(line, at);
    else this.#complain('warning', 'line-malformed', 'a call has no end');
  }

  /** A call of which only a beginning is there. Its last argument may be damaged. */
  #endBroken(line: CallLine, at: number): void {
    const task = this.#enter(line.tid);
    if (task === undefined) return;
    const args = splitCallText(line.text, this.#dialect).args.slice(0, -1);
    this.#end(task, line.name, { args, closed: false, result: undefined }, at);
  }

  /** Calls that will not go on: the thread has ended, or has begun another one. */
  #flush(task: Task): void {
    for (const call of this.#open.takeAll(task)) this.#endOpen(task, call);
  }

  #endOpen(task: Task, call: OpenCall): void {
    this.#end(task, call.name, splitCallText(call.text, this.#dialect), call.at, call);
  }

  #end(
    task: Task,
    tracerName: string,
    parts: CallParts,
    at: number,
    begun: { readonly at: number; readonly birth: Birth | undefined } = { at, birth: undefined },
  ): void {
    const { name, system } = this.#dialect.plainName(tracerName);
    this.traced.emit(task, name, system, parts, at);
    this.observer.end(task, { name, args: parts.args }, parts.result, begun.at, begun.birth);
  }
}
