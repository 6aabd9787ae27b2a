// A drcov file as a trace. Apart from index.ts, so that reading is loaded only when there is such a file.

import { IntegerMap } from '../../bytes/integer-map.ts';
import { type ByteSource, readHead } from '../../bytes/source.ts';
import { Diagnostics } from '../../diagnostics.ts';
import type { Trace } from '../../features/trace.ts';
import type { DrcovCode } from '../../formats/drcov/codes.ts';
import type { DrcovModule } from '../../formats/drcov/module-row.ts';
import { readDrcov } from '../../formats/drcov/read.ts';
import type { OpenOptions } from '../input.ts';
import { COVERAGE, openRecording, sampleMachine } from '../shared/executed/recording.ts';

const VERSION_BYTES = 64;
const SEGMENTS = /^DRCOV VERSION: *[3-9]/;

/** The trace. Its `read` throws CapaxError where the file has no tables, and `report-no-calls` without the program. */
export function openDrcov(source: ByteSource, options: OpenOptions): Trace {
  return openRecording<DrcovCode>(source, options, {
    ...{ format: 'drcov', producer: 'drcov', extractor: 'DrcovExtractor', ...COVERAGE },
    read: async (begin, report) => {
      const told = new Diagnostics<DrcovCode>();
      const modules = new IntegerMap<DrcovModule>();
      const listener = begin(sampleMachine(options));
      const isInSegments = SEGMENTS.test(new TextDecoder().decode(await readHead(source, VERSION_BYTES)));
      /** Where the blocks of a module are counted from: its first segment, or since version 3 the segment of the row. */
      const startOf = (id: number): number => {
        const row = modules.get(id);
        const first = row === undefined || isInSegments ? row : (modules.get(row.containingId) ?? row);
        return first?.start ?? 0;
      };
      await readDrcov(
        source,
        {
          module: (module) => modules.set(module.id, module),
          blocks: ({ starts, sizes, modules: ids, count }) => {
            for (let i = 0; i < count; i++) {
              const start = startOf(ids[i] as number) + (starts[i] as number);
              listener.covers(start, sizes[i] as number, -1, -1);
            }
          },
        },
        told,
      );
      for (const { severity, code, message, where } of told.list()) report(severity, code as DrcovCode, message, where);
    },
  });
}
