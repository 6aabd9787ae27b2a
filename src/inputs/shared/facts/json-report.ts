// One JSON report of facts, from its bytes to a trace: what is read of it depends on the sandbox, the rest is the same for all.

import { type JsonInterest, readJson } from '../../../bytes/json-stream.ts';
import type { ByteSource } from '../../../bytes/source.ts';
import type { Trace } from '../../../features/trace.ts';
import type { OpenOptions } from '../../input.ts';
import type { RunFacts } from './run-facts.ts';
import { type FactSandbox, traceOfFacts } from './trace-of-facts.ts';

/** A reader of one report. */
export interface ReportParts {
  /** For the whole document. */
  readonly interest: JsonInterest;
  /** Called when all was read: for what could not be decided before. Returns whether it was a report. */
  readonly finish: () => boolean;
}

/** The report as a trace; `partsOf` is called for each reading. */
export function openJsonReport(
  source: ByteSource,
  options: OpenOptions,
  sandbox: FactSandbox,
  partsOf: (facts: RunFacts) => ReportParts,
): Trace {
  return traceOfFacts({
    sandbox,
    where: source.name,
    told: options.diagnostics,
    read: async (facts, diagnostics) => {
      const { interest, finish } = partsOf(facts);
      const { empty, complete } = await readJson(source, interest, { diagnostics });
      return { empty, complete, isReport: finish() };
    },
  });
}
