// Matches -> the result document. Nothing large is built here: evidence trees and call names are produced when a renderer or
// the writer asks for them.

import { type Address, addressKey, type CallAddress } from '../features/address.ts';
import { type CallParts, formatCall } from '../features/call.ts';
import type { Feature } from '../features/feature.ts';
import type { Program } from '../features/program.ts';
import type { SampleHashes } from '../features/sample.ts';
import type { Trace } from '../features/trace.ts';
import type { ProgramMatching } from '../match/match-program.ts';
import type { TraceMatching } from '../match/match-trace.ts';
import type { Matches, RuleHits } from '../match/matches.ts';
import { programMatches } from '../match/program-matches.ts';
import { traceMatches } from '../match/trace-matches.ts';
import type { RuleSet } from '../rules/rule.ts';
import { type CallToName, readCallNames } from './call-names.ts';
import { EvidenceConverter } from './convert-evidence.ts';
import {
  type CapaxExtension,
  type DocumentMatch,
  type DynamicAnalysis,
  type MatchedCall,
  type MatchedProcess,
  type MatchedThread,
  REFERENCE_VERSION,
  type ResultDocument,
  type RuleMatches,
  type StaticAnalysis,
} from './document.ts';
import { documentMeta } from './rule-meta.ts';

/** Facts about a run that do not come from the input. */
export interface RunFacts {
  /** Local time, ISO 8601 without zone, microseconds. */
  readonly timestamp: string;
  readonly argv: readonly string[];
  /** Path of the input, as the document shows it. */
  readonly path: string;
  /** Where rules came from. */
  readonly rulePaths: readonly string[];
  readonly extension: CapaxExtension;
}

export function buildTraceDocument(
  trace: Trace,
  matching: TraceMatching,
  ruleSet: RuleSet,
  run: RunFacts,
): ResultDocument {
  const { summary, table } = matching;
  const analysis: DynamicAnalysis = {
    ...globalWords(summary.globals, trace.format),
    extractor: trace.extractor,
    rules: run.rulePaths,
    layout: { processes: buildLayout(trace, matching, !run.extension.compat) },
    feature_counts: {
      file: matching.fileFeatureCount,
      processes: matching.processFeatureCounts.map((count, process) => ({
        address: table.processAddress(process),
        count,
      })),
    },
  };
  return assemble(analysis, 'dynamic', summary.hashes, run, buildRules(ruleSet, traceMatches(matching)));
}

export function buildProgramDocument(
  program: Program,
  matching: ProgramMatching,
  ruleSet: RuleSet,
  run: RunFacts,
): ResultDocument {
  const analysis: StaticAnalysis = {
    ...globalWords(program.globals, program.format),
    extractor: program.extractor,
    rules: run.rulePaths,
    base_address: program.baseAddress,
    layout: {
      functions: matching.layout.map(({ address, matchedBlocks }) => ({
        address,
        matched_basic_blocks: matchedBlocks.map((block) => ({ address: block })),
      })),
    },
    feature_counts: { file: matching.fileFeatureCount, functions: matching.functionFeatureCounts },
    library_functions: matching.libraryFunctions,
  };
  return assemble(analysis, 'static', program.hashes, run, buildRules(ruleSet, programMatches(matching)));
}

function assemble(
  analysis: StaticAnalysis | DynamicAnalysis,
  flavor: 'static' | 'dynamic',
  hashes: SampleHashes,
  { timestamp, argv, path, extension }: RunFacts,
  rules: RuleMatches[],
): ResultDocument {
  const sample = { ...hashes, path };
  return { meta: { timestamp, version: REFERENCE_VERSION, argv, sample, flavor, analysis }, extension, rules };
}

/** format, arch and os of the document: the first global feature of each kind. */
function globalWords(globals: readonly Feature[], inputFormat: string): { format: string; arch: string; os: string } {
  const first = (type: string): string | undefined => {
    for (const feature of globals) if (feature.type === type) return String((feature as { value: string }).value);
    return undefined;
  };
  return { format: first('format') ?? inputFormat, arch: first('arch') ?? 'unknown', os: first('os') ?? 'unknown' };
}

function buildRules(ruleSet: RuleSet, matches: Matches): RuleMatches[] {
  const converter = new EvidenceConverter(ruleSet, matches);
  return [...matches.values()]
    .filter(({ rule }) => rule.derived === undefined)
    .sort((a, b) => (a.rule.meta.name < b.rule.meta.name ? -1 : 1))
    .map((hits) => buildRule(hits, converter));
}

function buildRule(hits: RuleHits, converter: EvidenceConverter): RuleMatches {
  return {
    meta: documentMeta(hits.rule.meta),
    source: hits.rule.source,
    count: hits.count,
    addresses: () => hits.addresses(),
    *matches(): Iterable<readonly [Address, DocumentMatch]> {
      for (const [address, evidence] of hits.evidence()) yield [address, converter.convert(evidence)];
    },
    references: () => hits.references(),
  };
}

interface LayoutThread {
  readonly process: number;
  readonly thread: MatchedThread;
  readonly positions: Int32Array;
}

/** Processes and threads with calls that occur in evidence, in listing order. */
function buildLayout(trace: Trace, matching: TraceMatching, withTimes: boolean): MatchedProcess[] {
  const { table, isEvidence, semantics } = matching;
  const threads: LayoutThread[] = [];
  const seen = new Set<string>();
  const names = new CallNames(trace, matching, threads, withTimes);
  for (const range of table.threads) {
    const positions = evidencePositions(isEvidence, range.start, range.end);
    if (positions.length === 0) continue;
    const number = threads.length;
    const key = `${range.process} ${range.thread.thread}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const matched_calls = { [Symbol.asyncIterator]: () => names.ofThread(number) };
    threads.push({ process: range.process, thread: { address: range.address, matched_calls }, positions });
  }
  const processes = new Map<string, { process: number; entry: MatchedProcess; threads: MatchedThread[] }>();
  for (const { process, thread } of threads) {
    const address = table.processAddress(process);
    // The reference keeps one layout entry for each (ppid, pid): of recycled ids only the last process remains.
    const key = semantics['recycled-process-ids'] ? String(process) : addressKey(address);
    const known = processes.get(key);
    if (known?.process === process) {
      known.threads.push(thread);
      continue;
    }
    const matched = [thread];
    const entry = { address, name: table.processes[process]?.name ?? '', matched_threads: matched };
    processes.set(key, { process, entry, threads: matched });
  }
  return [...processes.values()].map(({ entry }) => entry);
}

function evidencePositions(isEvidence: Uint8Array, start: number, end: number): Int32Array {
  let count = 0;
  for (let position = start; position < end; position++) count += isEvidence[position] as number;
  const positions = new Int32Array(count);
  let used = 0;
  for (let position = start; position < end; position++) if (isEvidence[position] === 1) positions[used++] = position;
  return positions;
}

/** Names calls thread by thread; reading on in document order continues one pass instead of starting another. */
class CallNames {
  readonly #trace: Trace;
  readonly #matching: TraceMatching;
  readonly #threads: readonly LayoutThread[];
  /** Whether to state when calls were made, which the reference does not. */
  readonly #withTimes: boolean;
  #reader: AsyncIterator<{ readonly position: number; readonly call: CallParts }> | undefined;
  #nextThread = -1;

  constructor(trace: Trace, matching: TraceMatching, threads: readonly LayoutThread[], withTimes: boolean) {
    this.#trace = trace;
    this.#matching = matching;
    this.#threads = threads;
    this.#withTimes = withTimes;
  }

  async *ofThread(number: number): AsyncGenerator<MatchedCall> {
    if (this.#reader === undefined || this.#nextThread !== number) {
      this.#reader = readCallNames(this.#trace, this.#callsFrom(number))[Symbol.asyncIterator]();
    }
    this.#nextThread = -1;
    const reader = this.#reader;
    const { positions } = this.#threads[number] as LayoutThread;
    for (let i = 0; i < positions.length; i++) {
      const next = await reader.next();
      if (next.done === true) return;
      const { position, call } = next.value;
      const address: CallAddress = this.#matching.table.addressOf(position);
      yield {
        address,
        name: formatCall(call),
        ...(this.#withTimes && call.time !== undefined ? { time: call.time } : {}),
      };
    }
    if (this.#reader === reader) this.#nextThread = number + 1;
  }

  *#callsFrom(first: number): Iterable<CallToName> {
    for (let number = first; number < this.#threads.length; number++) {
      for (const position of (this.#threads[number] as LayoutThread).positions) {
        yield { position, at: this.#matching.table.atOf(position) };
      }
    }
  }
}
