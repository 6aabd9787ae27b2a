// A report of Speakeasy as a trace. Apart from index.ts, so that reading is loaded only when there is such a report.

import { jsonPaths } from '../../bytes/json-paths.ts';
import { readJson } from '../../bytes/json-stream.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { traceOfCalls } from '../shared/calls/trace-of-calls.ts';
import { type FactSandbox, traceOfFacts } from '../shared/facts/trace-of-facts.ts';
import { speakeasyCalls } from './calls.ts';
import { SPEAKEASY_BEHAVIORS, SpeakeasyReport } from './read-report.ts';

const SANDBOX: FactSandbox = {
  format: 'speakeasy',
  extractor: 'SpeakeasyExtractor',
  producer: 'Speakeasy',
  behaviors: SPEAKEASY_BEHAVIORS,
  recordsCalls: true,
};

/** The trace. Its `read` throws CapaxError where nothing can be analysed; everything smaller becomes a diagnostic. */
export function openSpeakeasy(source: ByteSource, options: OpenOptions): Trace {
  const { format, extractor, producer } = SANDBOX;
  const log = { format, extractor, producer, calls: (from: number) => speakeasyCalls(source, from) };
  return traceOfFacts({
    sandbox: SANDBOX,
    where: source.name,
    told: options.diagnostics,
    async read(facts, diagnostics) {
      const report = new SpeakeasyReport(facts);
      const { empty, complete } = await readJson(source, jsonPaths(report.parts), { diagnostics });
      return { empty, complete, isReport: report.finish() };
    },
    calls: (diagnostics) => traceOfCalls(log, { semantics: options.semantics, diagnostics }),
  });
}
