// Phase 1 of a Cuckoo 2 report: which parts of the document are read, and what is kept of them (spec formats.md section 5.3). Calls
// go to the sink as they come; everything else is kept, because members come in any order.

import type { JsonValue } from '../../bytes/exact-json.ts';
import { jsonPaths } from '../../bytes/json-paths.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { TraceSink } from '../../features/trace.ts';
import type { Semantics } from '../../semantics.ts';
import type { ProcessList } from '../shared/report/process-list.ts';
import { TextBudget, TextList } from '../shared/report/text-lists.ts';
import { CallReader } from './call-reader.ts';
import type { Cuckoo2Code } from './codes.ts';
import type { ProcessRecord } from './process-record.ts';
import { processList } from './read-processes.ts';
import { SummaryTexts } from './summary-texts.ts';

/** Single values that are kept. */
const FACTS = [
  'info.version',
  'info.category',
  'info.platform',
  'target.category',
  'target.file.type',
  'target.file.md5',
  'target.file.sha1',
  'target.file.sha256',
];
/** Parts of the static analysis, which are kept whole. */
export const PE_LISTS = ['static.pe_imports', 'static.pe_exports', 'static.pe_sections'] as const;
/** Objects whose presence is noted. A document without any of them is no report. */
const PARTS = ['info', 'target', 'target.file', 'static', 'behavior', 'behavior.summary'];

/** Reads one report into a sink; afterwards it holds what the summary is made of. */
export class ReportReader {
  readonly calls: CallReader;
  readonly processes: ProcessList<ProcessRecord>;
  readonly strings: TextList;
  readonly summary: SummaryTexts;
  /** For the whole document. */
  readonly interest: JsonInterest;
  readonly #facts = new Map<string, JsonValue>();
  readonly #parts = new Set<string>();

  constructor(sink: TraceSink, semantics: Semantics, diagnostics: Diagnostics<Cuckoo2Code>) {
    const budget = new TextBudget('cuckoo2', diagnostics);
    this.calls = new CallReader(sink, semantics, diagnostics);
    this.processes = processList(this.calls, budget, diagnostics);
    this.strings = new TextList('strings', budget, diagnostics);
    this.summary = new SummaryTexts(budget);
    const note = (path: string) => ({
      open: () => {
        this.#parts.add(path);
      },
    });
    const parts: Record<string, JsonInterest> = {
      strings: this.strings.interest,
      'behavior.processes': this.processes.interest,
      'behavior.generic': { elements: { members: new Map([['summary', this.summary.interest]]) } },
    };
    for (const path of PARTS) parts[path] = note(path);
    parts['behavior.summary'] = { ...note('behavior.summary'), ...this.summary.interest };
    for (const path of FACTS) {
      parts[path] = {
        value: (cursor) => {
          const value = cursor.readScalar();
          if (value !== undefined) this.#facts.set(path, value);
        },
      };
    }
    for (const path of PE_LISTS) {
      parts[path] = {
        value: (cursor) => {
          this.#facts.set(path, cursor.readValue());
        },
      };
    }
    this.interest = jsonPaths(parts);
  }

  /** A value of the report; undefined where there is none. */
  fact(path: string): JsonValue | undefined {
    return this.#facts.get(path);
  }

  /** A value if it is text. */
  text(path: string): string | undefined {
    const value = this.#facts.get(path);
    return typeof value === 'string' ? value : undefined;
  }

  /** Whether the report has the object. */
  has(path: string): boolean {
    return this.#parts.has(path);
  }

  /** Whether the report has any part that is known. */
  get isReport(): boolean {
    return this.#parts.size > 0;
  }
}
