// A log of lackey as a trace. Apart from index.ts, so that reading is loaded only when there is such a file.

import type { ByteSource } from '../../bytes/source.ts';
import { Diagnostics } from '../../diagnostics.ts';
import type { Trace } from '../../features/trace.ts';
import type { LackeyCode } from '../../formats/lackey/codes.ts';
import { readLackey } from '../../formats/lackey/read.ts';
import type { OpenOptions } from '../input.ts';
import { COVERAGE, openRecording, sampleMachine } from '../shared/executed/recording.ts';

/** The trace. Its `read` throws CapaxError `report-no-calls` without the program. */
export function openLackey(source: ByteSource, options: OpenOptions): Trace {
  return openRecording<LackeyCode>(source, options, {
    ...{ format: 'lackey', producer: 'Lackey', extractor: 'LackeyExtractor', ...COVERAGE },
    read: async (begin, report) => {
      const told = new Diagnostics<LackeyCode>();
      const listener = begin(sampleMachine(options));
      let number = 0;
      await readLackey(
        source,
        ({ addresses, sizes, count }) => {
          for (let i = 0; i < count; i++) listener.covers(addresses[i] as number, sizes[i] as number, number++, -1);
        },
        told,
      );
      for (const { severity, code, message, where } of told.list())
        report(severity, code as LackeyCode, message, where);
    },
  });
}
