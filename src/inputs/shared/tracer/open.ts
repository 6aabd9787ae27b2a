// A strace or ltrace log as a trace. The two folders that use this say only how their tracer writes.

import { readLines } from '../../../bytes/lines.ts';
import type { ByteSource } from '../../../bytes/source.ts';
import { Diagnostics } from '../../../diagnostics.ts';
import { CapaxError } from '../../../errors.ts';
import type { Trace } from '../../../features/trace.ts';
import type { OpenOptions } from '../../input.ts';
import { SplitCalls } from '../calls/split-calls.ts';
import type { TracerCode } from './codes.ts';
import { describeTracerCalls } from './describe.ts';
import type { TracerDialect } from './dialect.ts';
import { TracerReader } from './read.ts';
import { summariseTrace } from './summarise.ts';

/** `-ff -o out` writes one file for each process, `out.PID`. */
const ID_IN_NAME = /\.([1-9]\d{0,6})(?:\.gz)?$/;

/** The trace. Its `read` throws CapaxError `input-empty` or `report-no-calls`; everything else that is wrong is a diagnostic. */
export function openTracerLog(source: ByteSource, dialect: TracerDialect, options: OpenOptions): Trace {
  const splits = new SplitCalls();
  const id = ID_IN_NAME.exec(source.name)?.[1];
  return {
    flavour: 'dynamic',
    format: dialect.format,
    extractor: dialect.extractor,
    async read(sink) {
      // Of its own for each reading, so that a second one says the same as the first.
      const diagnostics = new Diagnostics<TracerCode<string>>();
      splits.clear();
      const defaultTid = id === undefined ? undefined : Number(id);
      const reader = new TracerReader(dialect, sink, options.semantics, diagnostics, splits, defaultTid);
      let empty = true;
      for await (const batch of readLines(source)) {
        empty = false;
        for (const line of batch) reader.add(line);
      }
      if (empty) {
        throw new CapaxError('input-empty', 'The log is empty', { where: source.name, hint: 'Record it again.' });
      }
      reader.finish();
      const summary = summariseTrace(reader, dialect, diagnostics, source.name);
      const told = [...options.diagnostics.list(), ...summary.health.diagnostics];
      return { ...summary, health: { ...summary.health, diagnostics: told } };
    },
    describeCalls: (at, receive) => describeTracerCalls(source, dialect, splits, at, receive),
  };
}
