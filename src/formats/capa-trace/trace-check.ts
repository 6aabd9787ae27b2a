// Whether a capa-trace file keeps what its readers rely on. Nothing stops at the first fault: an exporter's author wants to see all of them.

import { checkFields } from './check-fields.ts';
import { LEVELS, type Level, RECORD_FIELDS, type TraceRecord } from './records.ts';

/** What is wrong, by the number of the rule that docs/capa-trace.md gives it. */
export const TRACE_RULES = [
  'json',
  'header',
  'fields',
  'order',
  'thread',
  'continuity',
  'bytes',
  'return',
  'level',
  'end',
] as const;

export type TraceRule = (typeof TRACE_RULES)[number];

export interface TraceFault {
  readonly rule: TraceRule;
  readonly message: string;
  /** Number of the line, from 1 on. */
  readonly line: number;
}

/** What a file holds. */
export interface TraceCounts {
  readonly records: number;
  readonly instructions: number;
  readonly calls: number;
  readonly threads: number;
  /** Pairs of an address and the bytes there. */
  readonly uniqueInstructions: number;
  /** Of them those whose bytes replaced others. */
  readonly changedInstructions: number;
  readonly unknownRecords: number;
  readonly level: Level | undefined;
}

/** Threads, code versions and open calls that are followed; beyond them less is checked. */
const MOST_THREADS = 100_000;
const MOST_CODE = 10_000_000;
const MOST_CALLS = 1_000_000;

interface CheckedThread {
  /** Where its next instruction has to be; undefined where anything is right. */
  next: number | undefined;
}

/** The records that each level may hold beside those that all may. */
const OF_LEVEL: Readonly<Record<string, Level>> = { i: 'insn', bb: 'block', call: 'call', ret: 'call' };

export class TraceCheck {
  readonly #report: (fault: TraceFault) => void;
  readonly #threads = new Map<number, CheckedThread>();
  /** By address: the bytes there by now. */
  readonly #code = new Map<string, string>();
  readonly #calls = new Map<number, number>();
  #line = 0;
  #records = 0;
  #latest = 0;
  #level: Level | undefined;
  #counter = '';
  #instructions = 0;
  #callCount = 0;
  #unique = 0;
  #changed = 0;
  #unknown = 0;
  #hasEnd = false;

  /** `report` is told of each fault as it is met. */
  constructor(report: (fault: TraceFault) => void) {
    this.#report = report;
  }

  get counts(): TraceCounts {
    return {
      ...{ records: this.#records, instructions: this.#instructions, calls: this.#callCount },
      ...{ threads: this.#threads.size, uniqueInstructions: this.#unique, changedInstructions: this.#changed },
      ...{ unknownRecords: this.#unknown, level: this.#level },
    };
  }

  /** Takes the next line; undefined where it is no JSON object. */
  add(line: number, record: TraceRecord | undefined): void {
    this.#line = line;
    if (record === undefined || typeof record['t'] !== 'string') {
      this.#fault('json', 'the line is no JSON object with a text "t"');
      return;
    }
    this.#records++;
    const type = record['t'];
    if ((this.#records === 1) !== (type === 'header')) {
      this.#fault('header', this.#records === 1 ? 'the first record is no header' : 'there is a second header');
    }
    if (!RECORD_FIELDS.has(type)) {
      this.#unknown++;
      return;
    }
    const wrong = checkFields(record);
    for (const message of wrong) this.#fault('fields', `${type}: ${message}`);
    if (wrong.length > 0) return;
    this.#checkOrder(record);
    this.#checkLevel(type);
    this.#take(type, record);
  }

  /** The file is over. */
  finish(): void {
    if (this.#records === 0) this.#fault('header', 'there is no record');
    if (!this.#hasEnd) this.#fault('end', 'there is no end: the file was cut, or its writer was stopped');
  }

  #fault(rule: TraceRule, message: string): void {
    this.#report({ rule, message, line: this.#line });
  }

  #checkOrder({ s }: TraceRecord): void {
    if (typeof s !== 'number') return;
    if (s < this.#latest) this.#fault('order', `"s" goes back from ${this.#latest} to ${s}`);
    else this.#latest = s;
  }

  #checkLevel(type: string): void {
    const needed = OF_LEVEL[type];
    if (needed === undefined || this.#level === undefined) return;
    if (LEVELS.indexOf(this.#level) > LEVELS.indexOf(needed)) {
      this.#fault('level', `there is a "${type}" in a file of level ${this.#level}`);
    }
  }

  #take(type: string, record: TraceRecord): void {
    switch (type) {
      case 'header':
        this.#takeHeader(record);
        break;
      case 'thread':
        this.#threadOf(record, true);
        break;
      case 'i':
        this.#takeInstruction(record);
        break;
      case 'call':
        this.#reset(record);
        this.#callCount++;
        if (this.#calls.size < MOST_CALLS) this.#calls.set(record['id'] as number, record['tid'] as number);
        break;
      case 'ret':
        this.#reset(record);
        this.#takeReturn(record);
        break;
      case 'leave':
      case 'gap':
        this.#reset(record);
        break;
      case 'x':
        this.#takeCode(record['pc'] as string, record['b']);
        break;
      case 'end':
        this.#takeEnd(record);
        break;
    }
  }

  #takeHeader({ level, bits, arch, version }: TraceRecord): void {
    this.#level = level as Level;
    this.#counter = bits === 32 ? 'eip' : 'rip';
    if (arch === 'aarch64' || arch === 'arm') this.#counter = 'pc';
    if (version !== 1) this.#fault('header', `version ${String(version)} is not known`);
    if (bits !== 32 && bits !== 64) this.#fault('header', '"bits" is neither 32 nor 64');
  }

  /** The thread of a record; where it was not announced, that is a fault, once. */
  #threadOf({ tid }: TraceRecord, isAnnounced: boolean): CheckedThread | undefined {
    if (typeof tid !== 'number') return undefined;
    let thread = this.#threads.get(tid);
    if (thread === undefined && this.#threads.size < MOST_THREADS) {
      if (!isAnnounced) this.#fault('thread', `thread ${tid} has no "thread" record`);
      thread = { next: undefined };
      this.#threads.set(tid, thread);
    }
    return thread;
  }

  #reset(record: TraceRecord): void {
    const thread = this.#threadOf(record, false);
    if (thread !== undefined) thread.next = undefined;
    // A gap of all threads.
    if (record['tid'] === undefined) for (const one of this.#threads.values()) one.next = undefined;
  }

  #takeInstruction(record: TraceRecord): void {
    this.#instructions++;
    const thread = this.#threadOf(record, false);
    const pc = record['pc'] as string;
    this.#takeCode(pc, record['b']);
    const bytes = this.#code.get(pc);
    if (bytes === undefined && this.#code.size < MOST_CODE) this.#fault('bytes', `no bytes are known of ${pc}`);
    if (thread === undefined) return;
    const at = Number.parseInt(pc, 16);
    if (record['R'] === undefined && thread.next !== undefined && thread.next !== at) {
      this.#fault('continuity', `the thread was to go on at 0x${thread.next.toString(16)}, not at ${pc}`);
    }
    const changed = (record['r'] as Readonly<Record<string, string>> | undefined)?.[this.#counter];
    thread.next =
      changed === undefined ? (bytes === undefined ? undefined : at + bytes.length / 2) : Number.parseInt(changed, 16);
  }

  #takeCode(pc: string, bytes: unknown): void {
    if (typeof bytes !== 'string') return;
    const known = this.#code.get(pc);
    if (known === bytes || (known === undefined && this.#code.size >= MOST_CODE)) return;
    this.#unique++;
    if (known !== undefined) this.#changed++;
    this.#code.set(pc, bytes);
  }

  #takeReturn({ call, tid }: TraceRecord): void {
    const caller = this.#calls.get(call as number);
    if (caller === undefined) {
      if (this.#calls.size < MOST_CALLS) this.#fault('return', `there is no open call ${String(call)}`);
      return;
    }
    if (caller !== tid)
      this.#fault('return', `call ${String(call)} was made by thread ${caller}, not by ${String(tid)}`);
    this.#calls.delete(call as number);
  }

  #takeEnd({ insns, calls, unique_insns: unique }: TraceRecord): void {
    this.#hasEnd = true;
    const compare = (what: string, said: unknown, found: number): void => {
      if (said !== found) this.#fault('end', `the end says ${String(said)} ${what}, there are ${found}`);
    };
    compare('instructions', insns, this.#instructions);
    compare('calls', calls, this.#callCount);
    if (this.#level === 'insn') compare('different instructions', unique, this.#unique);
  }
}
