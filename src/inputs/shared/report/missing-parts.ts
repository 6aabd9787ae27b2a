// What a report lacks of what every report of Cuckoo's family has, and what can therefore not match.

import type { MissingPart } from '../../../features/health.ts';
import type { ProcessEntry } from './process-list.ts';
import type { ReportFacts } from './report-facts.ts';
import type { TextList } from './text-lists.ts';

/** Collects what is missing, in the order in which it is named. */
export class MissingParts {
  readonly list: MissingPart[] = [];

  add(part: string, consequence: string): void {
    this.list.push({ part, consequence });
  }

  addSample(facts: ReportFacts): void {
    if (!facts.has('target.file')) {
      this.add('target.file', 'the hashes of the sample are unknown; os is taken from the guest');
    }
  }

  addStrings(strings: TextList): void {
    if (strings.items === undefined) {
      this.add('strings', 'file-scope string rules do not see the strings of the sample');
    }
  }

  addSummary(facts: ReportFacts): void {
    if (!facts.has('behavior.summary')) {
      const consequence = 'file-scope string rules do not see files, registry keys, mutexes, commands and services';
      this.add('behavior.summary', consequence);
    }
  }

  /** What some of the processes lack. */
  addMembers<Entry extends ProcessEntry>(
    member: string,
    records: readonly Entry[],
    lacks: (record: Entry) => boolean,
    consequence: string,
  ): void {
    const count = records.filter(lacks).length;
    if (count > 0) this.add(`behavior.processes[].${member} (${count} of ${records.length})`, consequence);
  }

  addCalls(records: readonly ProcessEntry[]): void {
    const consequence = 'call, span and thread rules do not see what these processes did';
    this.addMembers('calls', records, ({ hasCalls }) => !hasCalls, consequence);
  }
}
