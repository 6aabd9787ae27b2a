// CAPE sandbox reports (report.json). Read: report-reader.ts (phase 1, what is taken from where), call-reader.ts (a call),
// summarise.ts (what it amounts to), describe.ts (display text).

import { readJson } from '../../bytes/json-stream.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { Diagnostics } from '../../diagnostics.ts';
import type { Trace } from '../../features/trace.ts';
import type { Input, OpenOptions } from '../input.ts';
import { describeCapeCalls } from './describe.ts';
import { recogniseCape } from './recognise.ts';
import { ReportReader } from './report-reader.ts';
import { summarise } from './summarise.ts';

async function open(source: ByteSource, options: OpenOptions): Promise<Trace> {
  const { semantics } = options;
  return {
    flavour: 'dynamic',
    format: 'cape',
    extractor: 'CapeExtractor',
    async read(sink) {
      // Of its own for each reading, so that a second one says the same as the first.
      const diagnostics = new Diagnostics();
      const report = new ReportReader(sink, semantics, diagnostics);
      const outcome = await readJson(source, report.interest, { diagnostics });
      const summary = summarise(report, outcome, semantics, diagnostics, source.name);
      const told = [...options.diagnostics.list(), ...summary.health.diagnostics];
      return { ...summary, health: { ...summary.health, diagnostics: told } };
    },
    describeCalls: (at, receive) => describeCapeCalls(source, at, receive),
  };
}

/** CAPE reports as an input. */
export const capeInput: Input = {
  format: 'cape',
  flavour: 'dynamic',
  summary: 'CAPE sandbox report (report.json, also gzip)',
  recognise: recogniseCape,
  open,
};
