// Facts of a run as a trace without calls: processes and the file have features, threads there are none. What the sandbox never
// records is said in the health, so that nobody takes a rule that cannot match for something that did not happen.

import { IntegerMap, IntegerSet } from '../../../bytes/integer-map.ts';
import { Diagnostics } from '../../../diagnostics.ts';
import { CapaxError } from '../../../errors.ts';
import { NO_ADDRESS } from '../../../features/address.ts';
import { BEHAVIOR_KINDS, type BehaviorKind } from '../../../features/behaviors.ts';
import type { MissingPart } from '../../../features/health.ts';
import type { Trace, TraceProcess, TraceSummary } from '../../../features/trace.ts';
import { RunFacts } from './run-facts.ts';

/** A sandbox that tells what was done, but not by which calls. */
export interface FactSandbox {
  /** Name of the input, e.g. `anyrun`. */
  readonly format: string;
  /** Name of the reader, used in result documents. */
  readonly extractor: string;
  /** The sandbox's own name. */
  readonly producer: string;
  /** The kinds of behaviours that it records; rules about others cannot match. */
  readonly behaviors: readonly BehaviorKind[];
  /** Whether it records all calls that were made, so that what it does not record as facts is seen in them. */
  readonly recordsCalls?: true;
}

/** What reading came to. */
export interface FactOutcome {
  /** There was nothing but white space. */
  readonly empty: boolean;
  /** The input was read to its end. */
  readonly complete: boolean;
  /** Whether it holds what every input of the kind does. */
  readonly isReport: boolean;
}

/** One input of facts. */
export interface FactSource {
  readonly sandbox: FactSandbox;
  /** Name of the file, for messages. */
  readonly where: string;
  /** What was told when it was opened. */
  readonly told: Diagnostics;
  /** Reads all of it. Asked for each reading, with facts and diagnostics of their own. */
  readonly read: (facts: RunFacts, diagnostics: Diagnostics) => Promise<FactOutcome>;
  /** The calls that were recorded beside the facts, as a trace of their own that tells its diagnostics to these. */
  readonly calls?: (diagnostics: Diagnostics) => Trace;
}

/** The trace. Its `read` throws CapaxError where there is nothing to analyse. */
export function traceOfFacts(source: FactSource): Trace {
  const { sandbox, told } = source;
  return {
    flavour: 'dynamic',
    format: sandbox.format,
    extractor: sandbox.extractor,
    async read(sink) {
      const diagnostics = new Diagnostics();
      const facts = new RunFacts(sandbox.format, diagnostics);
      const outcome = await source.read(facts, diagnostics);
      checkFacts(source, facts, outcome);
      const recorded = await source.calls?.(diagnostics).read(sink);
      return summarise(sandbox, facts, recorded, () => [...told.list(), ...diagnostics.list()]);
    },
    describeCalls: async (at, receive) => source.calls?.(new Diagnostics()).describeCalls(at, receive),
  };
}

function checkFacts({ sandbox, where }: FactSource, facts: RunFacts, outcome: FactOutcome): void {
  const { producer } = sandbox;
  if (outcome.empty) {
    throw new CapaxError('input-empty', 'The report is empty', { where, hint: 'Download it again.' });
  }
  if (!facts.isEmpty) return;
  if (!outcome.complete) {
    const message = 'The report breaks off or is damaged before anything that could be analysed';
    throw new CapaxError('input-corrupt', message, { where, hint: 'Download it again.' });
  }
  if (!outcome.isReport) {
    throw new CapaxError('input-unsupported', `This is not a report of ${producer}`, {
      where,
      hint: `Give the report of an analysis as ${producer} delivers it, or choose another --format.`,
    });
  }
  throw new CapaxError('report-no-processes', `${producer} did not record any process or behaviour`, {
    ...{ where, sample: facts.hashes },
    hint: 'The sample did not start in the sandbox: look at its own report and run it again.',
  });
}

function summarise(
  sandbox: FactSandbox,
  facts: RunFacts,
  recorded: TraceSummary | undefined,
  diagnostics: () => TraceSummary['health']['diagnostics'],
): TraceSummary {
  const { file, processes: observed } = facts.finish();
  const { hashes, globals, target, producerVersion, skipped } = facts;
  const processes = joinProcesses(observed, recorded?.processes ?? []);
  const { calls = 0, threads = 0, skippedRecords = 0 } = recorded?.health ?? {};
  return {
    hashes,
    baseAddress: NO_ADDRESS,
    globals,
    file,
    processes,
    lost: recorded?.lost ?? { calls: 0, processes: [] },
    health: {
      flavour: 'dynamic',
      producer: sandbox.producer,
      ...(producerVersion === undefined ? {} : { producerVersion }),
      ...(target === undefined ? {} : { target }),
      ...(calls === 0 ? { factsOnly: true } : {}),
      processes: processes.length,
      threads,
      calls,
      skippedRecords: skipped + skippedRecords,
      missing: [...neverShown(sandbox, recorded !== undefined), ...facts.missing],
      diagnostics: diagnostics(),
    },
  };
}

/** Processes with their threads; calls say only which pid made them, so of several with one pid the first gets them. */
function joinProcesses(observed: readonly TraceProcess[], calling: readonly TraceProcess[]): TraceProcess[] {
  const threads = new IntegerMap<TraceProcess['threads']>();
  for (const process of calling) threads.set(process.address.value[1], process.threads);
  const joined = observed.map((process): TraceProcess => {
    const [, pid] = process.address.value;
    const own = threads.get(pid);
    if (own === undefined) return process;
    threads.set(pid, []);
    return { ...process, threads: own };
  });
  const known = new IntegerSet(observed.map(({ address }) => address.value[1]));
  return [...joined, ...calling.filter(({ address }) => !known.has(address.value[1]))];
}

/** What the sandbox does not record of any run. */
function neverShown({ producer, behaviors, recordsCalls }: FactSandbox, recordsSome: boolean): MissingPart[] {
  if (recordsCalls === true) return [];
  const consequence = recordsSome
    ? `rules about calls, spans of calls and threads see only the few functions that ${producer} records`
    : `rules about calls, spans of calls and threads cannot match: ${producer} records no calls`;
  const missing: MissingPart[] = [{ part: 'calls', consequence }];
  const unseen = BEHAVIOR_KINDS.filter((kind) => !behaviors.includes(kind));
  if (unseen.length > 0) {
    missing.push({
      part: 'behaviors',
      consequence: `rules about ${unseen.join(', ')} cannot match: ${producer} does not record them`,
    });
  }
  return missing;
}
