// What a `.tag` file amounts to when its calls have been read.

import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { NO_ADDRESS } from '../../features/address.ts';
import { type MappedMemory, UNKNOWN_BASE, UNKNOWN_BASE_BYTES } from '../../features/callers.ts';
import { countOf } from '../../features/count-text.ts';
import type { Feature } from '../../features/feature.ts';
import type { MissingPart } from '../../features/health.ts';
import type { TraceSummary } from '../../features/trace.ts';
import type { TagCode } from './codes.ts';
import type { TagReader } from './read.ts';

/** The one process, and its one thread; the log numbers neither. */
const PID = 1;
const TID = 1;
/** The tracer calls its log like the program, with another ending. */
const NAMED_AFTER = /([^\\/]+)\.tag(?:\.(?:gz|zst))?$/i;

/** Throws CapaxError `report-no-calls` if there is no call. */
export function summariseTag(reader: TagReader, diagnostics: Diagnostics<TagCode>, where: string): TraceSummary {
  const { calls, sections } = reader;
  if (calls.count === 0) {
    throw new CapaxError('report-no-calls', 'No line of the log is a call of a function', {
      where,
      hint: 'Trace the program again and look whether it started; tiny_tracer logs calls from the traced module to others.',
    });
  }
  const name = NAMED_AFTER.exec(where)?.[1] ?? '';
  return {
    hashes: { md5: '', sha1: '', sha256: '' },
    baseAddress: NO_ADDRESS,
    globals: globalsOf(reader),
    file: Array.from(sections, (value) => ({ feature: { type: 'section', value }, address: NO_ADDRESS })),
    processes: [
      {
        address: { type: 'process', value: [0, PID] },
        name,
        features: [],
        threads: [{ thread: 0, tid: TID, features: [] }],
        fromSample: true,
        ...(calls.wantsCallers ? memoryOf(reader, name) : {}),
      },
    ],
    lost: { calls: reader.lostCalls, processes: [] },
    health: {
      producer: 'tiny_tracer',
      flavour: 'dynamic',
      processes: 1,
      threads: 1,
      calls: calls.count,
      skippedRecords: reader.skipped,
      missing: listMissing(reader),
      diagnostics: diagnostics.list(),
    },
  };
}

function globalsOf({ os, isWow64 }: TagReader): Feature[] {
  if (os === undefined) return [];
  return [
    { type: 'format', value: os === 'windows' ? 'pe' : 'elf' },
    { type: 'os', value: os },
    ...(isWow64 ? [{ type: 'arch', value: 'i386' } satisfies Feature] : []),
  ];
}

/** All places are of the traced module or of memory that no module explains: the tracer logs no others. */
function memoryOf({ unbacked }: TagReader, name: string): MappedMemory {
  const sample = { path: name, base: UNKNOWN_BASE, size: UNKNOWN_BASE_BYTES, isSample: true, baseIsUnknown: true };
  return { modules: [sample], unbacked, callersAre: 'call sites' };
}

function listMissing({ hasArguments, events, sections }: TagReader): MissingPart[] {
  const missing: MissingPart[] = [
    {
      part: 'threads and processes',
      consequence:
        'the calls of all threads are one sequence, in which spans of calls may have some of several threads',
    },
    {
      part: 'results of calls',
      consequence: 'rules about results and outcomes cannot match, and handles are not followed to what they stand for',
    },
    {
      part: 'calls between libraries',
      consequence: 'what a function of a library does for the program is not seen, only that it was called',
    },
    {
      part: 'hashes of the sample',
      consequence: 'the log cannot be matched with a file by its hash; name the file with --pair',
    },
    {
      part: 'analysis of the file',
      consequence: `import, export, ${sections.size > 0 ? '' : 'section '}and file-scope string rules cannot match`,
    },
  ];
  if (!hasArguments) {
    missing.push({
      part: 'arguments of calls',
      consequence: 'rules about strings and numbers in them cannot match; list the functions in params.txt',
    });
  }
  if (events > 0) {
    missing.push({
      part: `functions of ${countOf(events, 'event')} that ${events === 1 ? 'is' : 'are'} no call of a named one`,
      consequence: 'rules cannot match on them',
    });
  }
  return missing;
}
