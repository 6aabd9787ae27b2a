// A strace or ltrace log as a trace. The two folders that use this say only how their tracer writes.

import type { ByteSource } from '../../../bytes/source.ts';
import type { Trace } from '../../../features/trace.ts';
import type { OpenOptions } from '../../input.ts';
import { traceOfLines } from '../calls/trace-of-lines.ts';
import type { TracerCode } from './codes.ts';
import { describeTracerCalls } from './describe.ts';
import type { TracerDialect } from './dialect.ts';
import { TracerReader } from './read.ts';
import { summariseTrace } from './summarise.ts';

/** `-ff -o out` writes one file for each process, `out.PID`. */
const ID_IN_NAME = /\.([1-9]\d{0,6})(?:\.(?:gz|zst))?$/;

/** The trace. Its `read` throws CapaxError `input-empty` or `report-no-calls`; everything else that is wrong is a diagnostic. */
export function openTracerLog(source: ByteSource, dialect: TracerDialect, options: OpenOptions): Trace {
  const id = ID_IN_NAME.exec(source.name)?.[1];
  const defaultTid = id === undefined ? undefined : Number(id);
  return traceOfLines<TracerReader, TracerCode<string>>(source, options, {
    format: dialect.format,
    extractor: dialect.extractor,
    reader: (sink, diagnostics, splits) =>
      new TracerReader(dialect, sink, options.semantics, diagnostics, splits, defaultTid),
    summarise: (reader, diagnostics) => summariseTrace(reader, dialect, diagnostics, source.name),
    describeCalls: (splits, at, receive) => describeTracerCalls(source, dialect, splits, at, receive),
  });
}
