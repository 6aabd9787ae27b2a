// Tenet traces as one trace. Apart from index.ts, so that reading is loaded only when there is such a file.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import type { Severity } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import type { Trace } from '../../features/trace.ts';
import type { RecordedMachine } from '../../formats/execution.ts';
import type { TenetProblem } from '../../formats/tenet/problems.ts';
import { readTenet } from '../../formats/tenet/read.ts';
import { HEAD_BYTES, tenetMachine } from '../../formats/tenet/recognise.ts';
import type { OpenOptions } from '../input.ts';
import { openRecording, type RecordingFormat, type RecordingListener } from '../shared/executed/recording.ts';
import type { TenetCode } from './codes.ts';
import { threadFile } from './thread-files.ts';

/** Files of threads that are read; numbers may be missing between them, so many in a row. */
const MOST_THREADS = 4096;
const MOST_MISSING = 8;

const TOLD: Readonly<Record<TenetProblem, readonly [Severity, TenetCode, string]>> = {
  'line-malformed': ['warning', 'tenet-line-malformed', 'a line is no list of registers and accesses of memory'],
  'line-too-long': ['warning', 'tenet-line-malformed', 'a line is too long'],
  'cut-short': ['warning', 'tenet-truncated', 'the trace ends in the middle of a line'],
};

/** The trace. Its `read` throws CapaxError where the first file is none, and `report-no-calls` where there are no bytes of instructions. */
export function openTenet(source: ByteSource, options: OpenOptions): Trace {
  return openRecording<TenetCode>(source, options, {
    ...{ format: 'tenet', producer: 'Tenet', extractor: 'TenetExtractor', tellsCode: false, tellsCalls: true },
    missing: [
      {
        part: 'bytes of instructions',
        consequence:
          'code is that of the program, or what was written during the trace; code from elsewhere cannot match',
      },
    ],
    read: (begin, report) => readThreads(source, options, begin, report),
  });
}

type ReadArguments = Parameters<RecordingFormat<TenetCode>['read']>;

async function readThreads(
  source: ByteSource,
  { beside }: OpenOptions,
  begin: ReadArguments[0],
  report: ReadArguments[1],
): Promise<void> {
  let listener: RecordingListener | undefined;
  let machine: RecordedMachine | undefined;
  const read = async (one: ByteSource, thread: number): Promise<void> => {
    await readTenet(
      one,
      thread,
      (facts) => {
        if (machine !== undefined && (machine.machine !== facts.machine || machine.bits !== facts.bits)) {
          throw new CapaxError('input-corrupt', 'the threads are of different machines', { where: one.name });
        }
        listener ??= begin(facts);
        return listener;
      },
      (problem, at) => {
        const [severity, code, message] = TOLD[problem];
        report(severity, code, message, `${fileName(one.name)}, byte ${at}`);
      },
    );
  };
  const file = threadFile(source.name);
  const readBeside = async (first: number, end: number): Promise<void> => {
    if (file === undefined || beside === undefined) return;
    for (let thread = first, missing = 0; thread < end && missing < MOST_MISSING; thread++) {
      const other = await beside(fileName(file.nameOf(thread)));
      missing = other === undefined ? missing + 1 : 0;
      await (other && read(other, thread))?.catch((error: unknown) => {
        if (!(error instanceof CapaxError)) throw error;
        report('warning', 'tenet-thread-skipped', `the file of thread ${thread} is not used: ${error.message}`);
      });
    }
  };
  // In the order of their numbers, whichever of them was named; that one says which machine it is.
  machine = tenetMachine(await readHead(source, HEAD_BYTES));
  const own = file?.thread ?? 0;
  if (machine !== undefined) await readBeside(0, Math.min(own, MOST_THREADS));
  await read(source, own);
  await readBeside(own + 1, MOST_THREADS);
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
