// What a Cuckoo 2 report says of one process, beside its calls.

import type { JsonScalar } from '../../bytes/json-cursor.ts';
import { ProcessEntry } from '../shared/report/process-list.ts';

export class ProcessRecord extends ProcessEntry {
  /** Single members by name: `pid`, `ppid`, `process_name` ... */
  readonly members: Map<string, JsonScalar | undefined> = new Map();

  /** A member if it is text, else nothing. */
  text(name: string): string {
    const value = this.members.get(name);
    return typeof value === 'string' ? value : '';
  }
}
