// What a CAPE report says of one process, beside its calls.

import type { JsonScalar } from '../../bytes/json-cursor.ts';
import type { ProcessActs } from '../shared/memory/memory-acts.ts';
import { ProcessEntry } from '../shared/report/process-list.ts';

export class ProcessRecord extends ProcessEntry {
  pid: JsonScalar | undefined;
  parentId: JsonScalar | undefined;
  name: JsonScalar | undefined;
  /** Ids in the record's own list, in its order; undefined without a list. */
  listed: number[] | undefined;
  /** Values by key; undefined without the member. */
  environment: Map<string, string> | undefined;
  /** Path of its program. */
  path: JsonScalar | undefined;
  /** What its calls say about memory. */
  acts: ProcessActs | undefined;
  /** Its list of modules; undefined without one. */
  modules: MappedEntry[] | undefined;
}

/** An entry of a list of modules. */
export interface MappedEntry {
  readonly path: string;
  readonly base: number;
  readonly size: number;
}
