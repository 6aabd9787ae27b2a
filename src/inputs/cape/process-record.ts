// One record of `behavior.processes` as far as it has been read. Its members may come in any order, so nothing is judged before
// the whole report was read.

import type { JsonScalar } from '../../bytes/json-cursor.ts';
import { ReportThreads, type ThreadNumbers } from '../shared/calls/report-threads.ts';

export class ProcessRecord extends ReportThreads {
  /** Dense number of the process. */
  readonly index: number;
  /** Byte position of the record. */
  readonly at: number;
  pid: JsonScalar | undefined;
  parentId: JsonScalar | undefined;
  name: JsonScalar | undefined;
  /** Ids in the record's own list, in its order; undefined without a list. */
  listed: number[] | undefined;
  /** Values by key; undefined without the member. */
  environment: Map<string, string> | undefined;
  /** Whether there is a list of calls, and how many of them were usable. */
  hasCalls = false;
  calls = 0;

  constructor(index: number, at: number, numbers: ThreadNumbers) {
    super(numbers);
    this.index = index;
    this.at = at;
  }

  /** Starts the list of calls anew: of a repeated member the last one counts, and calls without a thread are lost. */
  startCalls(): void {
    this.hasCalls = true;
    this.calls = 0;
    this.forgetThreads();
  }
}
