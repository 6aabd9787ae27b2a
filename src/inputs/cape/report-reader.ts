// Phase 1 of a CAPE report: which parts of the document are read, and what is kept of them (spec dynamic.md section 2.3). Calls go
// to the sink as they come; everything else is kept, because the target and the thread lists may stand behind the calls.

import { jsonPaths } from '../../bytes/json-paths.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { TraceSink } from '../../features/trace.ts';
import type { Semantics } from '../../semantics.ts';
import { ReportFacts, SAMPLE_FACTS } from '../shared/report/report-facts.ts';
import { TextBudget, TextList } from '../shared/report/text-lists.ts';
import { CallReader } from './call-reader.ts';
import type { CapeCode } from './codes.ts';
import { ProcessReader } from './process-reader.ts';

/** Members of `behavior.summary` that hold file-scope strings, in the reference's order. */
const SUMMARY_LISTS: readonly string[] = [
  'keys',
  'files',
  'mutexes',
  'executed_commands',
  'resolved_apis',
  'created_services',
  'started_services',
];

const PE_MEMBERS = ['imagebase', 'imports', 'exports', 'sections'];
const PE_BLOCKS = ['static.pe', 'target.file.pe'];

/** Reads one report into a sink; afterwards it holds what the summary is made of. */
export class ReportReader {
  readonly calls: CallReader;
  readonly processes: ProcessReader;
  readonly facts: ReportFacts = new ReportFacts({
    scalars: [...SAMPLE_FACTS, 'target.file.name', 'info.machine.platform'],
    values: PE_BLOCKS.flatMap((block) => PE_MEMBERS.map((member) => `${block}.${member}`)),
    objects: ['static', ...PE_BLOCKS, 'target.file', 'behavior', 'behavior.summary'],
  });
  readonly strings: TextList;
  readonly summary: ReadonlyMap<string, TextList>;
  /** For the whole document. */
  readonly interest: JsonInterest;

  constructor(sink: TraceSink, semantics: Semantics, diagnostics: Diagnostics<CapeCode>) {
    const budget = new TextBudget('cape', diagnostics);
    this.calls = new CallReader(sink, semantics, diagnostics, () => this.facts.guestSystem('info.machine.platform'));
    this.processes = new ProcessReader(this.calls, budget, diagnostics);
    this.strings = new TextList('strings', budget, diagnostics);
    this.summary = new Map(
      SUMMARY_LISTS.map((name) => [name, new TextList(`behavior.summary.${name}`, budget, diagnostics)]),
    );
    const lists = Array.from(this.summary, ([name, { interest }]) => [`behavior.summary.${name}`, interest]);
    this.interest = jsonPaths({
      ...this.facts.interests,
      strings: this.strings.interest,
      'behavior.processes': this.processes.interest,
      ...Object.fromEntries(lists),
    });
  }
}
