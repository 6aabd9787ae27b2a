// A CAPE report as a trace. Apart from index.ts, so that reading is loaded only when there is such a report.

import { readJson } from '../../bytes/json-stream.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { Diagnostics } from '../../diagnostics.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import type { CapeCode } from './codes.ts';
import { describeCapeCalls } from './describe.ts';
import { ReportReader } from './report-reader.ts';
import { summarise } from './summarise.ts';

/** The trace. Its `read` throws CapaxError where nothing can be analysed; everything smaller becomes a diagnostic. */
export function openCape(source: ByteSource, options: OpenOptions): Trace {
  const { semantics } = options;
  return {
    flavour: 'dynamic',
    format: 'cape',
    extractor: 'CapeExtractor',
    async read(sink) {
      // Of its own for each reading, so that a second one says the same as the first.
      const diagnostics = new Diagnostics<CapeCode>();
      const reader = new ReportReader(sink, semantics, diagnostics);
      const outcome = await readJson(source, reader.interest, { diagnostics });
      const summary = summarise(reader, outcome, semantics, diagnostics, source.name);
      const told = [...options.diagnostics.list(), ...summary.health.diagnostics];
      return { ...summary, health: { ...summary.health, diagnostics: told } };
    },
    describeCalls: (at, receive) => describeCapeCalls(source, at, semantics, receive),
  };
}
