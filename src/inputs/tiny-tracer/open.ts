// A `.tag` file as a trace. Apart from index.ts, so that reading is loaded only when there is such a file.

import type { ByteSource } from '../../bytes/source.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { traceOfLines } from '../shared/calls/trace-of-lines.ts';
import type { TagCode } from './codes.ts';
import { describeTagCalls } from './describe.ts';
import { TagReader } from './read.ts';
import { summariseTag } from './summarise.ts';

/** The trace. Its `read` throws CapaxError `input-empty` or `report-no-calls`; everything else that is wrong is a diagnostic. */
export function openTag(source: ByteSource, options: OpenOptions): Trace {
  return traceOfLines<TagReader, TagCode>(source, options, {
    format: 'tinytracer',
    extractor: 'TinyTracerExtractor',
    reader: (sink, diagnostics) => new TagReader(sink, diagnostics, options.semantics),
    summarise: (reader, diagnostics) => summariseTag(reader, diagnostics, source.name),
    describeCalls: (_, at, receive) => describeTagCalls(source, at, receive),
  });
}
