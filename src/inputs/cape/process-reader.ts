// `behavior.processes` of a CAPE report.

import type { JsonCursor, JsonScalar } from '../../bytes/json-cursor.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { LIMITS } from '../../limits.ts';
import { toId, toReportInteger } from '../shared/report/integers.ts';
import { ProcessList } from '../shared/report/process-list.ts';
import { toAddress } from '../shared/report/read-address.ts';
import type { TextBudget } from '../shared/report/text-lists.ts';
import type { CallReader } from './call-reader.ts';
import type { CapeCode } from './codes.ts';
import { ProcessRecord } from './process-record.ts';

export class ProcessReader extends ProcessList<ProcessRecord> {
  readonly #budget: TextBudget;
  readonly #diagnostics: Diagnostics<CapeCode>;
  /** Entries of all thread lists. */
  #listed = 0;

  constructor(calls: CallReader, budget: TextBudget, diagnostics: Diagnostics<CapeCode>) {
    const create = (...given: ConstructorParameters<typeof ProcessRecord>) => new ProcessRecord(...given);
    const members: Readonly<Record<string, JsonInterest>> = {
      process_id: {
        value: (cursor) =>
          this.#setScalar(cursor, (record, value) => {
            record.pid = value;
          }),
      },
      parent_id: {
        value: (cursor) =>
          this.#setScalar(cursor, (record, value) => {
            record.parentId = value;
          }),
      },
      process_name: {
        value: (cursor) =>
          this.#setScalar(cursor, (record, value) => {
            record.name = value;
          }),
      },
      threads: {
        open: () => {
          if (this.current !== undefined) this.current.listed = [];
        },
        elements: { value: (cursor, at) => this.#readThread(cursor, at) },
      },
      ...(calls.memory === undefined
        ? {}
        : {
            module_path: {
              value: (cursor) =>
                this.#setScalar(cursor, (record, value) => {
                  record.path = value;
                }),
            },
            modules: {
              open: () => {
                if (this.current !== undefined) this.current.modules = [];
              },
              elements: { value: (cursor) => this.#readModule(cursor) },
            },
          }),
      environ: {
        open: () => {
          if (this.current !== undefined) this.current.environment = new Map();
        },
        others: { value: (cursor, at, _index, key) => this.#readVariable(cursor, at, key) },
      },
    };
    super('cape', create, calls, members, diagnostics);
    this.#budget = budget;
    this.#diagnostics = diagnostics;
  }

  #readModule(cursor: JsonCursor): void {
    const value = cursor.readOrSkip(() => cursor.readValue());
    const { modules } = this.current ?? {};
    if (typeof value !== 'object' || value === null || Array.isArray(value) || modules === undefined) return;
    const { path } = value;
    const [base, size] = [value['base'], value['size']].map((part) => toAddress(toReportInteger(part)));
    if (typeof path !== 'string' || !base || !size || modules.length === LIMITS.mappedModules) return;
    if (this.#budget.take(path)) modules.push({ path, base, size });
  }

  #setScalar(cursor: JsonCursor, set: (record: ProcessRecord, value: JsonScalar | undefined) => void): void {
    const value = cursor.readScalar();
    if (this.current === undefined || (typeof value === 'string' && !this.#budget.take(value))) return;
    set(this.current, value);
  }

  #readThread(cursor: JsonCursor, at: number): void {
    const id = toId(cursor.readScalar());
    if (id === undefined) {
      const message = 'an entry in the threads of a process is no thread id and is left out';
      this.#diagnostics.add('warning', 'cape-process-malformed', message, `byte ${at}`);
    } else if (this.current?.listed !== undefined && this.#listed < LIMITS.traceThreads) {
      this.#listed++;
      this.current.listed.push(id);
    }
  }

  #readVariable(cursor: JsonCursor, at: number, key: string): void {
    const value = cursor.readScalar();
    if (typeof value !== 'string') {
      const message = 'a value in the environ of a process is no text and is left out';
      this.#diagnostics.add('warning', 'cape-process-malformed', message, `byte ${at}`);
    } else if (this.#budget.take(key + value)) {
      this.current?.environment?.set(key, value);
    }
  }
}
