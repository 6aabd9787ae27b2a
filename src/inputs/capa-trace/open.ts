// A capa-trace file as a trace. Apart from index.ts, so that reading is loaded only when there is such a file.

import type { ByteSource } from '../../bytes/source.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { describeSplitCalls } from '../shared/calls/describe-split-calls.ts';
import { traceOfLines } from '../shared/calls/trace-of-lines.ts';
import { nativeCodeOf } from '../shared/native/open-program.ts';
import type { CapaTraceCode } from './codes.ts';
import { CapaTraceDescriber } from './describe.ts';
import { executedTrace } from './executed.ts';
import { CapaTraceReader } from './read.ts';
import { summariseTrace } from './summarise.ts';

/** The trace. Its `read` throws CapaxError `input-empty` or `report-no-calls`; everything else that is wrong is a diagnostic. */
export function openCapaTrace(source: ByteSource, options: OpenOptions): Trace {
  const { ranProgram, maxInstructions = Number.POSITIVE_INFINITY } = options;
  const code = { sample: ranProgram && nativeCodeOf(ranProgram), maxInstructions };
  return traceOfLines<CapaTraceReader, CapaTraceCode>(source, options, {
    format: 'capatrace',
    extractor: 'CapaTraceExtractor',
    reader: (sink, diagnostics, splits) => new CapaTraceReader(sink, diagnostics, splits, options.semantics, code),
    summarise: (reader, diagnostics) => summariseTrace(reader, diagnostics, source.name),
    executed: (reader, summary) => executedTrace(reader, summary, code.sample, options.semantics),
    describeCalls: (splits, at, receive) =>
      describeSplitCalls(source, new CapaTraceDescriber(splits), splits, at, receive),
  });
}
