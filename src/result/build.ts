// What matching came to -> the result document. Nothing large is built here: evidence trees and calls are produced when a renderer or
// the writer asks for them.

import type { CallAddress, ProcessAddress } from '../features/address.ts';
import { type CallParts, withoutTime } from '../features/call.ts';
import type { Feature } from '../features/feature.ts';
import { featureValue } from '../features/feature-types.ts';
import type { Program } from '../features/program.ts';
import { readCalls } from '../features/read-calls.ts';
import type { Subject } from '../features/subject.ts';
import type { Trace } from '../features/trace.ts';
import type { LayoutCalls, Matches, Outcome, ProgramOutcome, RuleHits, TraceOutcome } from '../match/outcome.ts';
import type { RuleSet } from '../rules/rule.ts';
import { type CallPlace, CallPlaces } from './call-places.ts';
import { EvidenceConverter } from './convert-evidence.ts';
import {
  type Analysis,
  type CapaxFacts,
  type DynamicAnalysis,
  type MatchedCall,
  REFERENCE_VERSION,
  type ResultDocument,
  type RuleMatches,
  type StaticAnalysis,
} from './document.ts';
import { HandleNames } from './handle-names.ts';
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
  readonly capax: CapaxFacts;
  /** Rules in whose evidence references to others are not followed. */
  readonly notFollowed?: ReadonlySet<string>;
}

/** The document of what matching `input` came to. */
export function buildDocument(input: Subject, outcome: Outcome, ruleSet: RuleSet, run: RunFacts): ResultDocument {
  const { timestamp, argv, path, capax } = run;
  return {
    meta: {
      timestamp,
      version: REFERENCE_VERSION,
      argv,
      sample: { ...outcome.facts.hashes, path },
      analysis: buildAnalysis(input, outcome, run),
    },
    capax,
    rules: buildRules(outcome.matches, new EvidenceConverter(ruleSet, outcome.matches, run.notFollowed ?? new Set())),
  };
}

type AnalysisFacts = Pick<Analysis, 'format' | 'arch' | 'os' | 'extractor' | 'rules' | 'featureCounts'>;

function buildAnalysis(input: Subject, outcome: Outcome, { rulePaths, capax }: RunFacts): Analysis {
  const facts: AnalysisFacts = {
    ...globalWords(outcome.facts.globals, input.format),
    extractor: input.extractor,
    rules: rulePaths,
    featureCounts: outcome.featureCounts,
  };
  switch (outcome.flavour) {
    case 'static':
      return { ...staticAnalysis(facts, outcome), ...(capax.compat ? {} : instructionsOf(input as Program)) };
    case 'dynamic':
      return dynamicAnalysis(facts, outcome, input as Trace, capax.compat);
  }
}

function staticAnalysis(
  facts: AnalysisFacts,
  { layout, libraryFunctions, ...outcome }: ProgramOutcome,
): StaticAnalysis {
  return {
    ...facts,
    flavour: 'static',
    baseAddress: outcome.facts.baseAddress,
    functions: layout,
    libraryFunctions,
  };
}

/** Instructions, where the input has the code. */
function instructionsOf({ code }: Program): Pick<StaticAnalysis, 'instructionAt'> {
  return code === undefined ? {} : { instructionAt: (address) => code.instructionAt(address) };
}

/** A call as the document has it, from what the input has of it. `process` is its number in the layout. */
type Present = (call: CallParts, place: CallPlace) => CallParts | Promise<CallParts>;

/** `isCompatible`: the reference says neither when calls were made nor what handles stand for. */
function dynamicAnalysis(
  facts: AnalysisFacts,
  outcome: TraceOutcome,
  trace: Trace,
  isCompatible: boolean,
): DynamicAnalysis {
  const { layout } = outcome;
  const names = new HandleNames(trace, outcome);
  const present: Present = isCompatible ? withoutTime : (call, { at, process }) => names.explain(call, process, at);
  const reader = new CallsInOrder(
    trace,
    layout.flatMap(({ threads }, process) => threads.map(({ calls }) => ({ calls, process }))),
    present,
  );
  let number = 0;
  let places: CallPlaces | undefined;
  return {
    ...facts,
    flavour: 'dynamic',
    processes: layout.map(({ address, name, threads }) => ({
      address: address as ProcessAddress,
      name,
      threads: threads.map((thread) => {
        const own = number++;
        return { address: thread.address, calls: new CallsOfThread(reader, own) };
      }),
    })),
    describeCalls: (addresses) => {
      places ??= new CallPlaces(layout);
      return describeCalls(trace, addresses, places, present);
    },
  };
}

async function* describeCalls(
  trace: Trace,
  addresses: Iterable<CallAddress>,
  places: CallPlaces,
  present: Present,
): AsyncIterable<CallParts | undefined> {
  const found = Array.from(addresses, (address) => places.find(address));
  const calls = readCalls(
    trace,
    found.flatMap((place) => place?.at ?? []),
  )[Symbol.asyncIterator]();
  for (const place of found) {
    const next = place === undefined ? undefined : await calls.next();
    yield place === undefined || next === undefined || next.done === true ? undefined : present(next.value, place);
  }
}

/** format, arch and os of the document: the first global feature of each kind. */
function globalWords(globals: readonly Feature[], inputFormat: string): { format: string; arch: string; os: string } {
  const first = (type: Feature['type']): string | undefined => {
    const found = globals.find((feature) => feature.type === type);
    return found && String(featureValue(found));
  };
  return { format: first('format') ?? inputFormat, arch: first('arch') ?? 'unknown', os: first('os') ?? 'unknown' };
}

function buildRules(matches: Matches, converter: EvidenceConverter): RuleMatches[] {
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
    addressOf: (index) => hits.addressOf(index),
    matchOf: (index) => converter.convert(hits.evidenceOf(index), hits),
    implied: () => hits.implied(),
  };
}

interface ThreadCalls {
  readonly calls: LayoutCalls;
  /** Number of its process in the layout. */
  readonly process: number;
}

/** The calls of one thread, read when they are asked for. There may be as many threads as calls. */
class CallsOfThread implements AsyncIterable<MatchedCall> {
  readonly #reader: CallsInOrder;
  readonly #number: number;

  constructor(reader: CallsInOrder, number: number) {
    this.#reader = reader;
    this.#number = number;
  }

  [Symbol.asyncIterator](): AsyncIterator<MatchedCall> {
    return this.#reader.ofThread(this.#number);
  }
}

/** Reads calls thread by thread; reading on in document order continues one pass instead of starting another. */
class CallsInOrder {
  readonly #trace: Trace;
  readonly #threads: readonly ThreadCalls[];
  readonly #present: Present;
  #reader: AsyncIterator<CallParts> | undefined;
  #nextThread = -1;

  constructor(trace: Trace, threads: readonly ThreadCalls[], present: Present) {
    this.#trace = trace;
    this.#threads = threads;
    this.#present = present;
  }

  async *ofThread(number: number): AsyncGenerator<MatchedCall> {
    if (this.#reader === undefined || this.#nextThread !== number) {
      this.#reader = readCalls(this.#trace, this.#placesFrom(number))[Symbol.asyncIterator]();
    }
    this.#nextThread = -1;
    const reader = this.#reader;
    const { calls, process } = this.#threads[number] as ThreadCalls;
    for (let i = 0; i < calls.count; i++) {
      const next = await reader.next();
      if (next.done === true) return;
      const call = this.#present(next.value, { at: calls.atOf(i), process });
      yield { address: calls.addressOf(i), call: call instanceof Promise ? await call : call };
    }
    if (this.#reader === reader) this.#nextThread = number + 1;
  }

  *#placesFrom(first: number): Iterable<number> {
    for (let number = first; number < this.#threads.length; number++) {
      const { calls } = this.#threads[number] as ThreadCalls;
      for (let i = 0; i < calls.count; i++) yield calls.atOf(i);
    }
  }
}
