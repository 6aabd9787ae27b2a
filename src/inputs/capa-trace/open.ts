// A capa-trace file as a trace. Apart from index.ts, so that reading is loaded only when there is such a file.

import { readLines } from '../../bytes/lines.ts';
import type { ByteSource } from '../../bytes/source.ts';
import { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { describeSplitCalls } from '../shared/calls/describe-split-calls.ts';
import { SplitCalls } from '../shared/calls/split-calls.ts';
import type { CapaTraceCode } from './codes.ts';
import { CapaTraceDescriber } from './describe.ts';
import { CapaTraceReader } from './read.ts';
import { summariseTrace } from './summarise.ts';

/** The trace. Its `read` throws CapaxError `input-empty` or `report-no-calls`; everything else that is wrong is a diagnostic. */
export function openCapaTrace(source: ByteSource, options: OpenOptions): Trace {
  const splits = new SplitCalls();
  return {
    flavour: 'dynamic',
    format: 'capatrace',
    extractor: 'CapaTraceExtractor',
    async read(sink) {
      // Of its own for each reading, so that a second one says the same as the first.
      const diagnostics = new Diagnostics<CapaTraceCode>();
      splits.clear();
      const reader = new CapaTraceReader(sink, diagnostics, splits, options.semantics);
      let empty = true;
      for await (const batch of readLines(source)) {
        empty = false;
        for (const line of batch) reader.add(line);
      }
      if (empty) {
        throw new CapaxError('input-empty', 'The trace is empty', { where: source.name, hint: 'Record it again.' });
      }
      reader.finish();
      const summary = summariseTrace(reader, diagnostics, source.name);
      const told = [...options.diagnostics.list(), ...summary.health.diagnostics];
      return { ...summary, health: { ...summary.health, diagnostics: told } };
    },
    describeCalls: (at, receive) => describeSplitCalls(source, new CapaTraceDescriber(splits), splits, at, receive),
  };
}
