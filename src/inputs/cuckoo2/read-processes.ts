// `behavior.processes` of a Cuckoo 2 report.

import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { ProcessList } from '../shared/report/process-list.ts';
import type { TextBudget } from '../shared/report/text-lists.ts';
import type { CallReader } from './call-reader.ts';
import type { Cuckoo2Code } from './codes.ts';
import { ProcessRecord } from './process-record.ts';

/** Single members of a record that are kept. */
const MEMBERS = ['pid', 'ppid', 'process_name', 'process_path', 'command_line', 'track'];

/** The list of processes, to be read as a part of the report. */
export function processList(
  calls: CallReader,
  budget: TextBudget,
  diagnostics: Diagnostics<Cuckoo2Code>,
): ProcessList<ProcessRecord> {
  const members: Record<string, JsonInterest> = {};
  for (const member of MEMBERS) {
    members[member] = {
      value: (cursor) => {
        const value = cursor.readScalar();
        if (typeof value !== 'string' || budget.take(value)) list.current?.members.set(member, value);
      },
    };
  }
  const create = (...given: ConstructorParameters<typeof ProcessRecord>) => new ProcessRecord(...given);
  const list = new ProcessList('cuckoo2', create, calls, members, diagnostics);
  return list;
}
