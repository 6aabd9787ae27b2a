// The list of processes of a report: one record for each, its calls given on as they come. What else a record holds is the input's.

import type { JsonCursor } from '../../../bytes/json-cursor.ts';
import { jsonPaths } from '../../../bytes/json-paths.ts';
import type { JsonInterest } from '../../../bytes/json-stream.ts';
import type { Diagnostics } from '../../../diagnostics.ts';
import { LIMITS } from '../../../limits.ts';
import { ReportThreads, ThreadNumbers } from '../calls/report-threads.ts';
import { type ReportCode, type ReportFormat, reportCode } from './codes.ts';

/** One record as far as it has been read. Its members may come in any order, so nothing is judged before the whole report was read. */
export class ProcessEntry extends ReportThreads {
  /** Dense number of the process. */
  readonly index: number;
  /** Byte position of the record. */
  readonly at: number;
  /** Whether there is a list of calls, and how many of them were usable, and how many were not. */
  hasCalls = false;
  calls = 0;
  lost = 0;

  constructor(index: number, at: number, numbers: ThreadNumbers) {
    super(numbers);
    this.index = index;
    this.at = at;
  }

  /** Starts the list of calls anew: of a repeated member the last one counts, and calls without a thread are lost. */
  startCalls(): void {
    this.hasCalls = true;
    this.calls = 0;
    this.lost = 0;
    this.forgetThreads();
  }
}

/** What reads the calls of a record. */
interface EntryCalls<Entry> {
  read(cursor: JsonCursor, at: number, id: number, entry: Entry): void;
}

export class ProcessList<Entry extends ProcessEntry> {
  /** In order of the report; undefined where there is no list of processes. */
  records: Entry[] | undefined;
  /** Records that are no objects, or too many. */
  skipped = 0;
  /** Calls of such records. */
  skippedCalls = 0;
  /** The record that is being read; undefined for one too many. */
  current: Entry | undefined;
  readonly interest: JsonInterest;
  readonly #format: ReportFormat;
  readonly #create: (index: number, at: number, numbers: ThreadNumbers) => Entry;
  readonly #diagnostics: Diagnostics<ReportCode<ReportFormat>>;
  readonly #numbers = new ThreadNumbers();
  #count = 0;

  /** `members` reads what `current` holds beside its calls. `format` stands before the codes of diagnostics. */
  constructor(
    format: ReportFormat,
    create: (index: number, at: number, numbers: ThreadNumbers) => Entry,
    calls: EntryCalls<Entry>,
    members: Readonly<Record<string, JsonInterest>>,
    diagnostics: Diagnostics,
  ) {
    this.#format = format;
    this.#create = create;
    this.#diagnostics = diagnostics;
    this.interest = {
      // Of a repeated list the last one counts.
      open: () => {
        this.records = [];
      },
      elements: {
        open: (at) => this.#start(at),
        lost: () => {
          this.skipped++;
        },
        ...jsonPaths({ ...members, calls: this.#callsOf(calls) }),
      },
    };
  }

  #callsOf(calls: EntryCalls<Entry>): JsonInterest {
    return {
      open: () => this.current?.startCalls(),
      elements: {
        value: (cursor, at, index) => {
          if (this.current !== undefined) calls.read(cursor, at, index, this.current);
          else {
            cursor.skipValue();
            this.skippedCalls++;
          }
        },
        lost: () => {
          if (this.current !== undefined) this.current.lost++;
          else this.skippedCalls++;
        },
      },
    };
  }

  #start(at: number): void {
    this.current = undefined;
    if (this.#count >= LIMITS.traceProcesses) {
      this.skipped++;
      const message = `more than ${LIMITS.traceProcesses} processes; the rest is left out`;
      this.#diagnostics.add('warning', reportCode(this.#format, 'too-many-processes'), message, `byte ${at}`);
      return;
    }
    this.current = this.#create(this.#count++, at, this.#numbers);
    this.records?.push(this.current);
  }
}
