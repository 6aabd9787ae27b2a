// A Wine log as a trace. Apart from index.ts, so that reading is loaded only when there is such a log.

import type { ByteSource } from '../../bytes/source.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { describeSplitCalls } from '../shared/calls/describe-split-calls.ts';
import { traceOfLines } from '../shared/calls/trace-of-lines.ts';
import type { WineCode } from './codes.ts';
import { RelayDescriber } from './describe.ts';
import { RelayReader } from './read.ts';
import { summariseRelay } from './summarise.ts';

/** The trace. Its `read` throws CapaxError `input-empty` or `report-no-calls`; everything else that is wrong is a diagnostic. */
export function openWineLog(source: ByteSource, options: OpenOptions): Trace {
  return traceOfLines<RelayReader, WineCode>(source, options, {
    format: 'wine',
    extractor: 'WineExtractor',
    reader: (sink, diagnostics, splits) => new RelayReader(sink, diagnostics, splits),
    summarise: (reader, diagnostics) => summariseRelay(reader, diagnostics, source.name),
    describeCalls: (splits, at, receive) => describeSplitCalls(source, new RelayDescriber(splits), splits, at, receive),
  });
}
