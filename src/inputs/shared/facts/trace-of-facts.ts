// Facts of a run as a trace without calls: processes and the file have features, threads there are none. What the sandbox never
// records is said in the health, so that nobody takes a rule that cannot match for something that did not happen.

import { Diagnostics } from '../../../diagnostics.ts';
import { CapaxError } from '../../../errors.ts';
import { NO_ADDRESS } from '../../../features/address.ts';
import { BEHAVIOR_KINDS, type BehaviorKind } from '../../../features/behaviors.ts';
import type { MissingPart } from '../../../features/health.ts';
import type { Trace, TraceSummary } from '../../../features/trace.ts';
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
}

/** The trace. Its `read` throws CapaxError where there is nothing to analyse. */
export function traceOfFacts(source: FactSource): Trace {
  const { sandbox, told } = source;
  return {
    flavour: 'dynamic',
    format: sandbox.format,
    extractor: sandbox.extractor,
    async read() {
      const diagnostics = new Diagnostics();
      const facts = new RunFacts(sandbox.format, diagnostics);
      const outcome = await source.read(facts, diagnostics);
      checkFacts(source, facts, outcome);
      return summarise(sandbox, facts, () => [...told.list(), ...diagnostics.list()]);
    },
    describeCalls: async () => {},
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
    where,
    hint: 'The sample did not start in the sandbox: look at its own report and run it again.',
  });
}

function summarise(
  sandbox: FactSandbox,
  facts: RunFacts,
  diagnostics: () => TraceSummary['health']['diagnostics'],
): TraceSummary {
  const { file, processes } = facts.finish();
  const { hashes, globals, target, producerVersion, skipped } = facts;
  return {
    hashes,
    baseAddress: NO_ADDRESS,
    globals,
    file,
    processes,
    lost: { calls: 0, processes: [] },
    health: {
      flavour: 'dynamic',
      producer: sandbox.producer,
      ...(producerVersion === undefined ? {} : { producerVersion }),
      ...(target === undefined ? {} : { target }),
      factsOnly: true,
      processes: processes.length,
      threads: 0,
      calls: 0,
      skippedRecords: skipped,
      missing: [...neverShown(sandbox), ...facts.missing],
      diagnostics: diagnostics(),
    },
  };
}

/** What the sandbox does not record of any run. */
function neverShown({ producer, behaviors }: FactSandbox): MissingPart[] {
  const consequence = `rules about calls, spans of calls and threads cannot match: ${producer} records no calls`;
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
