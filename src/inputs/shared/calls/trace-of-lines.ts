// A log of lines as a trace, read by somebody who takes one line after the other and knows at the end what they amount to.

import { type Line, type LinePasser, readLines } from '../../../bytes/lines.ts';
import type { ByteSource } from '../../../bytes/source.ts';
import { Diagnostics } from '../../../diagnostics.ts';
import { CapaxError } from '../../../errors.ts';
import type { CallParts } from '../../../features/call.ts';
import type { Program } from '../../../features/program.ts';
import type { Trace, TraceSink, TraceSummary } from '../../../features/trace.ts';
import { LIMITS } from '../../../limits.ts';
import type { OpenOptions } from '../../input.ts';
import { SplitCalls } from './split-calls.ts';

/** Phase 1. */
interface LineReader {
  /** Takes lines without an object for each; see `readLines`. */
  readonly passer?: LinePasser;
  add(line: Line): void;
  /** The log is over. */
  finish(): void;
}

/** One kind of log. */
export interface LineLog<Reader extends LineReader, Code extends string> {
  /** Name of the input. */
  readonly format: string;
  /** The reader's name in result documents. */
  readonly extractor: string;
  /** The code that ran, of a reader that has read everything. */
  executed?(reader: Reader, summary: TraceSummary, diagnostics: Diagnostics<Code>): Program | undefined;
  /** `splits` learns which calls are in two lines. */
  reader(sink: TraceSink, diagnostics: Diagnostics<Code>, splits: SplitCalls): Reader;
  summarise(reader: Reader, diagnostics: Diagnostics<Code>): TraceSummary;
  describeCalls(splits: SplitCalls, at: Float64Array, receive: (index: number, call: CallParts) => void): Promise<void>;
}

/** The trace. Its `read` throws CapaxError `input-empty`, and what `summarise` throws. */
export function traceOfLines<Reader extends LineReader, Code extends string>(
  source: ByteSource,
  options: OpenOptions,
  log: LineLog<Reader, Code>,
): Trace {
  const splits = new SplitCalls();
  let executed: Program | undefined;
  return {
    flavour: 'dynamic',
    format: log.format,
    extractor: log.extractor,
    async read(sink) {
      // Of its own for each reading, so that a second one says the same as the first.
      const diagnostics = new Diagnostics<Code>();
      splits.clear();
      const reader = log.reader(sink, diagnostics, splits);
      let empty = true;
      for await (const batch of readLines(source, 0, LIMITS.lineBytes, reader.passer)) {
        empty = false;
        for (const line of batch) reader.add(line);
      }
      if (empty) {
        throw new CapaxError('input-empty', 'The log is empty', { where: source.name, hint: 'Record it again.' });
      }
      reader.finish();
      const summary = log.summarise(reader, diagnostics);
      executed = log.executed?.(reader, summary, diagnostics);
      const told = [...options.diagnostics.list(), ...summary.health.diagnostics];
      return { ...summary, health: { ...summary.health, diagnostics: told } };
    },
    executed: () => executed,
    describeCalls: (at, receive) => log.describeCalls(splits, at, receive),
  };
}
