// `behavior.processes` of a Cuckoo 2 report: one record for each process, its calls given on as they come.

import { jsonPaths } from '../../bytes/json-paths.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { LIMITS } from '../../limits.ts';
import { ThreadNumbers } from '../shared/calls/report-threads.ts';
import type { TextBudget } from '../shared/report/text-lists.ts';
import type { CallReader } from './call-reader.ts';
import { ProcessRecord } from './process-record.ts';

/** Single members of a record that are kept. */
const MEMBERS = ['pid', 'ppid', 'process_name', 'process_path', 'command_line', 'track'];

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
    const parts: Record<string, JsonInterest> = {
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
    };
    for (const member of MEMBERS) {
      parts[member] = {
        value: (cursor) => {
          const value = cursor.readScalar();
          if (typeof value !== 'string' || this.#budget.take(value)) this.#record?.members.set(member, value);
        },
      };
    }
    return {
      open: (at) => this.#start(at),
      lost: () => {
        this.skipped++;
      },
      ...jsonPaths(parts),
    };
  }

  #start(at: number): void {
    this.#record = undefined;
    if (this.#count >= LIMITS.traceProcesses) {
      this.skipped++;
      const message = `more than ${LIMITS.traceProcesses} processes; the rest is left out`;
      this.#diagnostics.add('warning', 'cuckoo2-too-many-processes', message, `byte ${at}`);
      return;
    }
    this.#record = new ProcessRecord(this.#count++, at, this.#numbers);
    this.records?.push(this.#record);
  }
}
