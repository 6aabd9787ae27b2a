// Phase 1 of a Cuckoo 2 report: which parts of the document are read, and what is kept of them (spec formats.md section 5.3). Calls
// go to the sink as they come; everything else is kept, because members come in any order.

import { jsonPaths } from '../../bytes/json-paths.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { TraceSink } from '../../features/trace.ts';
import type { Semantics } from '../../semantics.ts';
import type { ProcessList } from '../shared/report/process-list.ts';
import { ReportFacts, SAMPLE_FACTS } from '../shared/report/report-facts.ts';
import { TextBudget, TextList } from '../shared/report/text-lists.ts';
import { CallReader } from './call-reader.ts';
import type { Cuckoo2Code } from './codes.ts';
import type { ProcessRecord } from './process-record.ts';
import { processList } from './read-processes.ts';
import { SummaryTexts } from './summary-texts.ts';

/** Parts of the static analysis, which are kept whole. */
export const PE_LISTS = ['static.pe_imports', 'static.pe_exports', 'static.pe_sections'] as const;

/** Reads one report into a sink; afterwards it holds what the summary is made of. */
export class ReportReader {
  readonly calls: CallReader;
  readonly processes: ProcessList<ProcessRecord>;
  readonly facts: ReportFacts = new ReportFacts({
    scalars: [...SAMPLE_FACTS, 'info.platform'],
    values: PE_LISTS,
    objects: ['info', 'target', 'target.file', 'static', 'behavior', 'behavior.summary'],
  });
  readonly strings: TextList;
  readonly summary: SummaryTexts;
  /** For the whole document. */
  readonly interest: JsonInterest;

  constructor(sink: TraceSink, semantics: Semantics, diagnostics: Diagnostics<Cuckoo2Code>) {
    const budget = new TextBudget('cuckoo2', diagnostics);
    this.calls = new CallReader(sink, semantics, diagnostics);
    this.processes = processList(this.calls, budget, diagnostics);
    this.strings = new TextList('strings', budget, diagnostics);
    this.summary = new SummaryTexts(budget, sink.details?.behaviors === true);
    const { interests } = this.facts;
    this.interest = jsonPaths({
      ...interests,
      strings: this.strings.interest,
      'behavior.processes': this.processes.interest,
      'behavior.generic': { elements: { members: new Map([['summary', this.summary.interest]]) } },
      'behavior.summary': { ...interests['behavior.summary'], ...this.summary.interest },
    });
  }
}
