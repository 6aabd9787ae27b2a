// A log of QEMU as a trace. Apart from index.ts, so that reading is loaded only when there is such a file.

import type { ByteSource } from '../../bytes/source.ts';
import type { Severity } from '../../diagnostics.ts';
import type { Trace } from '../../features/trace.ts';
import type { QemuProblem } from '../../formats/qemu/problems.ts';
import { readQemu } from '../../formats/qemu/read.ts';
import type { OpenOptions } from '../input.ts';
import { openRecording } from '../shared/executed/recording.ts';
import type { QemuCode } from './codes.ts';

const TOLD: Readonly<Record<QemuProblem, readonly [Severity, QemuCode, string]>> = {
  'block-unlisted': ['warning', 'qemu-block-unlisted', 'a block ran whose instructions are not listed before'],
  'listing-full': ['warning', 'qemu-listing-full', 'there are more instructions in listings than are kept'],
  'bytes-incomplete': [
    'warning',
    'qemu-bytes-incomplete',
    'bytes of instructions are not all there: of those only what the program (--sample) has is known',
  ],
  'line-malformed': ['warning', 'qemu-line-malformed', 'a line does not say what ran'],
  'line-too-long': ['warning', 'qemu-line-malformed', 'a line is too long'],
  'cut-short': ['warning', 'qemu-truncated', 'the log ends in the middle of a line'],
};

/** The trace. Its `read` throws CapaxError where the log is none, and `report-no-calls` where nothing ran of which bytes are known. */
export function openQemu(source: ByteSource, options: OpenOptions): Trace {
  return openRecording<QemuCode>(source, options, {
    ...{ format: 'qemu', producer: 'QEMU', extractor: 'QemuExtractor', tellsCode: true, tellsCalls: true },
    missing: [
      {
        part: 'memory',
        consequence: 'texts and bytes that code built, and texts of arguments outside of the program, are not known',
      },
      {
        part: 'what was loaded where',
        consequence: 'code in memory without a file is not known as such, and libraries are matched like the program',
      },
    ],
    read: async (begin, report) => {
      await readQemu(source, begin, (problem, at) => {
        const [severity, code, message] = TOLD[problem];
        report(severity, code, message, `byte ${at}`);
      });
    },
  });
}
