// `behavior.processes` of a CAPE report: one record for each process, its calls given on as they come.

import type { JsonCursor, JsonScalar } from '../../bytes/json-cursor.ts';
import { jsonPaths } from '../../bytes/json-paths.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { LIMITS } from '../../limits.ts';
import { ThreadNumbers } from '../shared/calls/report-threads.ts';
import { toId } from '../shared/report/integers.ts';
import type { TextBudget } from '../shared/report/text-lists.ts';
import type { CallReader } from './call-reader.ts';
import { ProcessRecord } from './process-record.ts';

export class ProcessReader {
  /** In order of the report; undefined where there is no list of processes. */
  records: ProcessRecord[] | undefined;
  /** Records that are no objects, or too many. */
  skipped = 0;
  readonly interest: JsonInterest;
  readonly #calls: CallReader;
  readonly #budget: TextBudget;
  readonly #diagnostics: Diagnostics;
  readonly #numbers = new ThreadNumbers();
  #count = 0;
  /** Entries of all thread lists. */
  #listed = 0;
  /** The record that is being read; undefined for one too many. */
  #record: ProcessRecord | undefined;

  constructor(calls: CallReader, budget: TextBudget, diagnostics: Diagnostics) {
    this.#calls = calls;
    this.#budget = budget;
    this.#diagnostics = diagnostics;
    this.interest = {
      // Of a repeated list the last one counts.
      open: () => {
        this.records = [];
      },
      elements: this.#describeRecord(),
    };
  }

  #describeRecord(): JsonInterest {
    return {
      open: (at) => this.#start(at),
      lost: () => {
        this.skipped++;
      },
      ...jsonPaths({
        process_id: this.#scalar((record, value) => {
          record.pid = value;
        }),
        parent_id: this.#scalar((record, value) => {
          record.parentId = value;
        }),
        process_name: this.#scalar((record, value) => {
          record.name = value;
        }),
        threads: {
          open: () => {
            if (this.#record !== undefined) this.#record.listed = [];
          },
          elements: { value: (cursor, at) => this.#readThread(cursor, at) },
        },
        environ: {
          open: () => {
            if (this.#record !== undefined) this.#record.environment = new Map();
          },
          others: { value: (cursor, at, _index, key) => this.#readVariable(cursor, at, key) },
        },
        calls: {
          open: () => this.#record?.startCalls(),
          elements: {
            value: (cursor, at, index) => {
              if (this.#record === undefined) cursor.skipValue();
              else this.#calls.read(cursor, at, index, this.#record);
            },
            lost: () => {
              this.#calls.skipped++;
            },
          },
        },
      }),
    };
  }

  #scalar(set: (record: ProcessRecord, value: JsonScalar | undefined) => void): JsonInterest {
    return {
      value: (cursor) => {
        const value = cursor.readScalar();
        if (this.#record === undefined || (typeof value === 'string' && !this.#budget.take(value))) return;
        set(this.#record, value);
      },
    };
  }

  #start(at: number): void {
    this.#record = undefined;
    if (this.#count >= LIMITS.traceProcesses) {
      this.skipped++;
      const message = `more than ${LIMITS.traceProcesses} processes; the rest is left out`;
      this.#diagnostics.add('warning', 'cape-too-many-processes', message, `byte ${at}`);
      return;
    }
    this.#record = new ProcessRecord(this.#count++, at, this.#numbers);
    this.records?.push(this.#record);
  }

  #readThread(cursor: JsonCursor, at: number): void {
    const id = toId(cursor.readScalar());
    if (id === undefined) {
      const message = 'an entry in the threads of a process is no thread id and is left out';
      this.#diagnostics.add('warning', 'cape-process-malformed', message, `byte ${at}`);
    } else if (this.#record?.listed !== undefined && this.#listed < LIMITS.traceThreads) {
      this.#listed++;
      this.#record.listed.push(id);
    }
  }

  #readVariable(cursor: JsonCursor, at: number, key: string): void {
    const value = cursor.readScalar();
    if (typeof value !== 'string') {
      const message = 'a value in the environ of a process is no text and is left out';
      this.#diagnostics.add('warning', 'cape-process-malformed', message, `byte ${at}`);
    } else if (this.#budget.take(key + value)) {
      this.#record?.environment?.set(key, value);
    }
  }
}
