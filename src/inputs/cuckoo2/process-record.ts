// One record of `behavior.processes` as far as it has been read; its members may come in any order.

import type { JsonScalar } from '../../bytes/json-cursor.ts';
import { ReportThreads, type ThreadNumbers } from '../shared/calls/report-threads.ts';

export class ProcessRecord extends ReportThreads {
  /** Dense number of the process. */
  readonly index: number;
  /** Byte position of the record. */
  readonly at: number;
  /** Single members by name: `pid`, `ppid`, `process_name` ... */
  readonly members: Map<string, JsonScalar | undefined> = new Map();
  /** Whether there is a list of calls, and how many of them were usable. */
  hasCalls = false;
  calls = 0;

  constructor(index: number, at: number, numbers: ThreadNumbers) {
    super(numbers);
    this.index = index;
    this.at = at;
  }

  /** A member if it is text, else nothing. */
  text(name: string): string {
    const value = this.members.get(name);
    return typeof value === 'string' ? value : '';
  }

  /** Starts the list of calls anew: of a repeated member the last one counts. */
  startCalls(): void {
    this.hasCalls = true;
    this.calls = 0;
    this.forgetThreads();
  }
}
