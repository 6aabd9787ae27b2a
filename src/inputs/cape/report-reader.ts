// Phase 1 of a CAPE report: which parts of the document are read, and what is kept of them (spec dynamic.md section 2.3). Calls go
// to the sink as they come; everything else is kept, because the target and the thread lists may stand behind the calls.

import type { JsonValue } from '../../bytes/exact-json.ts';
import { jsonPaths } from '../../bytes/json-paths.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { TraceSink } from '../../features/trace.ts';
import type { Semantics } from '../../semantics.ts';
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

/** Single values that are kept; those of a PE block are kept whole. */
const FACTS = [
  'info.version',
  'info.category',
  'info.machine.platform',
  'target.category',
  'target.file.type',
  'target.file.md5',
  'target.file.sha1',
  'target.file.sha256',
];
const PE_MEMBERS = ['imagebase', 'imports', 'exports', 'sections'];
const PE_BLOCKS = ['static.pe', 'target.file.pe'];

/** Objects whose presence is noted. A document without any of them is no CAPE report. */
export const KNOWN_PARTS: readonly string[] = ['static', ...PE_BLOCKS, 'target.file', 'behavior', 'behavior.summary'];

/** Reads one report into a sink; afterwards it holds what the summary is made of. */
export class ReportReader {
  readonly calls: CallReader;
  readonly processes: ProcessReader;
  readonly strings: TextList;
  readonly summary: ReadonlyMap<string, TextList>;
  /** For the whole document. */
  readonly interest: JsonInterest;
  readonly #facts = new Map<string, JsonValue>();
  readonly #objects = new Set<string>();

  constructor(sink: TraceSink, semantics: Semantics, diagnostics: Diagnostics<CapeCode>) {
    const budget = new TextBudget('cape', diagnostics);
    this.calls = new CallReader(sink, semantics, diagnostics);
    this.processes = new ProcessReader(this.calls, budget, diagnostics);
    this.strings = new TextList('strings', budget, diagnostics);
    this.summary = new Map(
      SUMMARY_LISTS.map((name) => [name, new TextList(`behavior.summary.${name}`, budget, diagnostics)]),
    );
    const parts: Record<string, JsonInterest> = {
      strings: this.strings.interest,
      'behavior.processes': this.processes.interest,
    };
    for (const path of KNOWN_PARTS) {
      parts[path] = {
        open: () => {
          this.#objects.add(path);
        },
      };
    }
    for (const path of FACTS) {
      parts[path] = {
        value: (cursor) => {
          const value = cursor.readScalar();
          if (value !== undefined) this.#facts.set(path, value);
        },
      };
    }
    for (const path of PE_BLOCKS.flatMap((block) => PE_MEMBERS.map((member) => `${block}.${member}`))) {
      parts[path] = {
        value: (cursor) => {
          this.#facts.set(path, cursor.readValue());
        },
      };
    }
    for (const [name, { interest }] of this.summary) parts[`behavior.summary.${name}`] = interest;
    this.interest = jsonPaths(parts);
  }

  /** A single value of the report; undefined where there is none. */
  fact(path: string): JsonValue | undefined {
    return this.#facts.get(path);
  }

  /** A single value if it is text. */
  text(path: string): string | undefined {
    const value = this.#facts.get(path);
    return typeof value === 'string' ? value : undefined;
  }

  /** Whether the report has the object. */
  has(path: string): boolean {
    return this.#objects.has(path);
  }
}
