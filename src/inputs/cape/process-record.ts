// What a CAPE report says of one process, beside its calls.

import type { JsonScalar } from '../../bytes/json-cursor.ts';
import { ProcessEntry } from '../shared/report/process-list.ts';

export class ProcessRecord extends ProcessEntry {
  pid: JsonScalar | undefined;
  parentId: JsonScalar | undefined;
  name: JsonScalar | undefined;
  /** Ids in the record's own list, in its order; undefined without a list. */
  listed: number[] | undefined;
  /** Values by key; undefined without the member. */
  environment: Map<string, string> | undefined;
}
