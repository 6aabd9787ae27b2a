// Matches -> the result document. Nothing large is built here: evidence trees and call names are produced when a renderer or
// the writer asks for them.

import type { Address } from '../features/address.ts';
import { type CallParts, formatCall } from '../features/call.ts';
import type { Feature } from '../features/feature.ts';
import type { Program } from '../features/program.ts';
import type { Trace } from '../features/trace.ts';
import type {
  LayoutCalls,
  LayoutProcess,
  Matches,
  Outcome,
  ProgramOutcome,
  RuleHits,
  TraceOutcome,
} from '../match/outcome.ts';
import type { RuleSet } from '../rules/rule.ts';
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
import { readCalls } from './read-calls.ts';
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

/** The document of what matching an input came to. */
export function buildDocument(
  input: Program | Trace,
  outcome: Outcome,
  ruleSet: RuleSet,
  { timestamp, argv, path, rulePaths, extension }: RunFacts,
): ResultDocument {
  const { hashes, globals, baseAddress } = outcome.facts;
  const common = { ...globalWords(globals, input.format), extractor: input.extractor, rules: rulePaths };
  const { file, parts } = outcome.featureCounts;
  const analyses = {
    static: (program: ProgramOutcome): StaticAnalysis => ({
      ...common,
      base_address: baseAddress,
      layout: {
        functions: program.layout.map(({ address, matchedBlocks }) => ({
          address,
          matched_basic_blocks: matchedBlocks.map((block) => ({ address: block })),
        })),
      },
      feature_counts: { file, functions: parts },
      library_functions: program.libraryFunctions,
    }),
    dynamic: ({ layout }: TraceOutcome): DynamicAnalysis => ({
      ...common,
      layout: { processes: buildLayout(input as Trace, layout, !extension.compat) },
      feature_counts: { file, processes: parts as DynamicAnalysis['feature_counts']['processes'] },
    }),
  };
  const analysis = outcome.flavour === 'static' ? analyses.static(outcome) : analyses.dynamic(outcome);
  const sample = { ...hashes, path };
  return {
    meta: { timestamp, version: REFERENCE_VERSION, argv, sample, flavor: outcome.flavour, analysis },
    extension,
    rules: buildRules(ruleSet, outcome.matches),
  };
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
    *addresses(): Iterable<Address> {
      for (let index = 0; index < hits.count; index++) yield hits.addressOf(index);
    },
    *matches(): Iterable<readonly [Address, DocumentMatch]> {
      for (let index = 0; index < hits.count; index++) {
        yield [hits.addressOf(index), converter.convert(hits.evidenceOf(index))];
      }
    },
    references: () => hits.implied(),
  };
}

function buildLayout(trace: Trace, layout: readonly LayoutProcess[], withTimes: boolean): MatchedProcess[] {
  const names = new CallNames(
    trace,
    layout.flatMap(({ threads }) => threads.map(({ calls }) => calls)),
    withTimes,
  );
  let number = 0;
  return layout.map(({ address, name, threads }) => ({
    address,
    name,
    matched_threads: threads.map((thread): MatchedThread => {
      const own = number++;
      return { address: thread.address, matched_calls: { [Symbol.asyncIterator]: () => names.ofThread(own) } };
    }),
  }));
}

/** Names calls thread by thread; reading on in document order continues one pass instead of starting another. */
class CallNames {
  readonly #trace: Trace;
  readonly #threads: readonly LayoutCalls[];
  /** Whether to state when calls were made, which the reference does not. */
  readonly #withTimes: boolean;
  #reader: AsyncIterator<CallParts> | undefined;
  #nextThread = -1;

  constructor(trace: Trace, threads: readonly LayoutCalls[], withTimes: boolean) {
    this.#trace = trace;
    this.#threads = threads;
    this.#withTimes = withTimes;
  }

  async *ofThread(number: number): AsyncGenerator<MatchedCall> {
    if (this.#reader === undefined || this.#nextThread !== number) {
      this.#reader = readCalls(this.#trace, this.#placesFrom(number))[Symbol.asyncIterator]();
    }
    this.#nextThread = -1;
    const reader = this.#reader;
    const calls = this.#threads[number] as LayoutCalls;
    for (let i = 0; i < calls.count; i++) {
      const next = await reader.next();
      if (next.done === true) return;
      const call = next.value;
      const time = this.#withTimes && call.time !== undefined ? { time: call.time } : {};
      yield { address: calls.addressOf(i), name: formatCall(call), ...time };
    }
    if (this.#reader === reader) this.#nextThread = number + 1;
  }

  *#placesFrom(first: number): Iterable<number> {
    for (let number = first; number < this.#threads.length; number++) {
      const calls = this.#threads[number] as LayoutCalls;
      for (let i = 0; i < calls.count; i++) yield calls.atOf(i);
    }
  }
}
