// A report of Hybrid Analysis as a trace. Apart from index.ts, so that reading is loaded only when there is such a report.

import { jsonPaths } from '../../bytes/json-paths.ts';
import { type JsonInterest, readJson } from '../../bytes/json-stream.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { BehaviorKind } from '../../features/behaviors.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { traceOfFacts } from '../shared/facts/trace-of-facts.ts';
import { HybridReport } from './read-report.ts';

const BEHAVIORS: readonly BehaviorKind[] = [
  'file/read',
  'file/write',
  'file/create',
  'file/delete',
  'file/move',
  'registry/read',
  'registry/set',
  'registry/delete',
  'registry/create',
  'process/create',
  'mutex/create',
  'network/connect',
  'network/dns',
  'network/http',
];

/** The trace. Its `read` throws CapaxError where nothing can be analysed; everything smaller becomes a diagnostic. */
export function openHybridAnalysis(source: ByteSource, options: OpenOptions): Trace {
  return traceOfFacts({
    sandbox: {
      format: 'hybridanalysis',
      extractor: 'HybridAnalysisExtractor',
      producer: 'Hybrid Analysis',
      behaviors: BEHAVIORS,
    },
    where: source.name,
    told: options.diagnostics,
    async read(facts, diagnostics) {
      const report = new HybridReport(facts);
      const run: JsonInterest = { ...jsonPaths(report.parts), open: () => report.startRun() };
      // Each of the three places where a report can stand.
      const sandbox = jsonPaths({ resources: { elements: jsonPaths({ sandbox: { elements: run } }) } });
      const members = new Map([...(run.members ?? []), ...(sandbox.members ?? [])]);
      const { empty, complete } = await readJson(source, { ...run, members, elements: run }, { diagnostics });
      return { empty, complete, isReport: report.finish() };
    },
  });
}
