// A Cuckoo 2 report as a trace.

import { readJson } from '../../bytes/json-stream.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { Diagnostics } from '../../diagnostics.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import type { Cuckoo2Code } from './codes.ts';
import { describeCuckoo2Calls } from './describe.ts';
import { ReportReader } from './report-reader.ts';
import { summarise } from './summarise.ts';

/** The trace. Its `read` throws CapaxError where nothing can be analysed; everything smaller becomes a diagnostic. */
export function openCuckoo2(source: ByteSource, options: OpenOptions): Trace {
  return {
    flavour: 'dynamic',
    format: 'cuckoo2',
    extractor: 'Cuckoo2Extractor',
    async read(sink) {
      // Of its own for each reading, so that a second one says the same as the first.
      const diagnostics = new Diagnostics<Cuckoo2Code>();
      const report = new ReportReader(sink, options.semantics, diagnostics);
      const outcome = await readJson(source, report.interest, { diagnostics });
      const summary = summarise(report, outcome, diagnostics, source.name);
      const told = [...options.diagnostics.list(), ...summary.health.diagnostics];
      return { ...summary, health: { ...summary.health, diagnostics: told } };
    },
    describeCalls: (at, receive) => describeCuckoo2Calls(source, at, receive),
  };
}
