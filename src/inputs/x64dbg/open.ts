// A trace of x64dbg as a trace. Apart from index.ts, so that reading is loaded only when there is such a file.

import type { ByteSource } from '../../bytes/source.ts';
import type { Severity } from '../../diagnostics.ts';
import type { Trace } from '../../features/trace.ts';
import type { X64dbgProblem } from '../../formats/x64dbg/problems.ts';
import { readX64dbg } from '../../formats/x64dbg/read.ts';
import type { OpenOptions } from '../input.ts';
import { openRecording } from '../shared/executed/recording.ts';
import type { X64dbgCode } from './codes.ts';

/** What is told of each problem. */
const TOLD: Readonly<Record<X64dbgProblem, readonly [Severity, X64dbgCode, string]>> = {
  'cut-short': ['warning', 'x64dbg-truncated', 'the trace ends in the middle of an instruction'],
  damaged: [
    'error',
    'x64dbg-damaged',
    'the trace is damaged here; it is read again from the next full dump of registers on',
  ],
  'thread-id-unannounced': ['note', 'x64dbg-thread-unannounced', 'a thread has its number without an announcement'],
  'block-skipped': ['note', 'x64dbg-block-skipped', 'a block of a plug-in is passed over'],
};

/** The trace. Its `read` throws CapaxError where the header cannot be read, and `report-no-calls` where nothing ran. */
export function openX64dbg(source: ByteSource, options: OpenOptions): Trace {
  return openRecording<X64dbgCode>(source, options, {
    ...{ format: 'x64dbg', producer: 'x64dbg', extractor: 'X64dbgExtractor', tellsCode: true, tellsCalls: true },
    missing: [
      {
        part: 'what was loaded where',
        consequence: 'code in memory without a file is known as such only if it was written during the trace',
      },
    ],
    read: async (begin, report) => {
      await readX64dbg(source, begin, (problem, at) => {
        const [severity, code, message] = TOLD[problem];
        report(severity, code, message, `byte ${at}`);
      });
    },
  });
}
