// Phase 1 of a CAPE report: which parts of the document are read, and what is kept of them (spec dynamic.md section 2.3). Calls go
// to the sink as they come; everything else is kept, because the target and the thread lists may stand behind the calls.

import { jsonPaths } from '../../bytes/json-paths.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { BehaviorKind } from '../../features/behaviors.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { TraceSink } from '../../features/trace.ts';
import type { Semantics } from '../../semantics.ts';
import { ReportFacts, SAMPLE_FACTS } from '../shared/report/report-facts.ts';
import { type SummaryKinds, summaryBehaviors } from '../shared/report/summary-behaviors.ts';
import { TextBudget, TextList } from '../shared/report/text-lists.ts';
import { CallReader } from './call-reader.ts';
import type { CapeCode } from './codes.ts';
import { KeptMemoryReader } from './kept-memory.ts';
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

/** Further members, which are read only where a rule asks for behaviours. */
const BEHAVIOR_LISTS: SummaryKinds = new Map([
  ['read_files', 'file/read'],
  ['write_files', 'file/write'],
  ['delete_files', 'file/delete'],
  ['read_keys', 'registry/read'],
  ['write_keys', 'registry/set'],
  ['delete_keys', 'registry/delete'],
]);
/** What of the first ones is a behaviour. */
const KINDS: SummaryKinds = new Map([
  ...BEHAVIOR_LISTS,
  ['mutexes', 'mutex/create'],
  ['executed_commands', 'process/create'],
  ['created_services', 'service/create'],
  ['started_services', 'service/start'],
]);

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
  /** Where it is looked at where calls come from. */
  readonly kept: KeptMemoryReader | undefined;
  readonly strings: TextList;
  readonly summary: ReadonlyMap<string, TextList>;
  /** Lists of what was done; empty where nobody asks for it. */
  readonly #done: ReadonlyMap<string, TextList>;
  /** Whether a rule asks for behaviours of a kind. */
  readonly #isAsked: (kind: BehaviorKind) => boolean;
  /** For the whole document. */
  readonly interest: JsonInterest;

  constructor(sink: TraceSink, semantics: Semantics, diagnostics: Diagnostics<CapeCode>) {
    const budget = new TextBudget('cape', diagnostics);
    this.calls = new CallReader(sink, semantics, diagnostics, () => this.facts.guestSystem('info.machine.platform'));
    this.processes = new ProcessReader(this.calls, budget, diagnostics);
    this.kept = sink.wantsCallers === true ? new KeptMemoryReader() : undefined;
    this.strings = new TextList('strings', budget, diagnostics);
    this.summary = new Map(
      SUMMARY_LISTS.map((name) => [name, new TextList(`behavior.summary.${name}`, budget, diagnostics)]),
    );
    const { details } = sink;
    this.#isAsked = (kind) => details?.hasBehavior(kind) === true;
    const further = [...BEHAVIOR_LISTS].flatMap(([name, kind]) => (this.#isAsked(kind) ? [name] : []));
    this.#done = new Map(further.map((name) => [name, new TextList(`behavior.summary.${name}`, budget, diagnostics)]));
    const lists = Array.from([...this.summary, ...this.#done], ([name, { interest }]) => [
      `behavior.summary.${name}`,
      interest,
    ]);
    this.interest = jsonPaths({
      ...this.facts.interests,
      strings: this.strings.interest,
      'behavior.processes': this.processes.interest,
      ...this.kept?.interests,
      ...Object.fromEntries(lists),
    });
  }

  /** What the summary says was done, if a rule asks for it. */
  get behaviors(): readonly LocatedFeature[] {
    return [...this.summary, ...this.#done].flatMap(([name, { items }]) => {
      const kind = KINDS.get(name);
      return kind !== undefined && this.#isAsked(kind) ? summaryBehaviors(KINDS, name, items ?? []) : [];
    });
  }
}
