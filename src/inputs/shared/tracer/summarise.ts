// What a strace or ltrace log amounts to when its calls have been read.

import type { Diagnostics } from '../../../diagnostics.ts';
import { CapaxError } from '../../../errors.ts';
import { NO_ADDRESS, type ProcessAddress } from '../../../features/address.ts';
import type { MappedMemory } from '../../../features/callers.ts';
import type { Feature } from '../../../features/feature.ts';
import type { MissingPart } from '../../../features/health.ts';
import type { TraceProcess, TraceSummary } from '../../../features/trace.ts';
import { sameFileName } from '../memory/process-memory.ts';
import type { TracerDialect } from './dialect.ts';
import type { TracerReader } from './read.ts';
import type { TracedProcess } from './task-table.ts';

/** Shown for a process whose id no line says. */
const UNKNOWN_PID = 1;

/** Throws CapaxError `report-no-calls` if no line was a call. */
export function summariseTrace(
  reader: TracerReader,
  dialect: TracerDialect,
  diagnostics: Diagnostics,
  where: string,
): TraceSummary {
  const { traced, observer } = reader;
  if (traced.count === 0) {
    throw new CapaxError('report-no-calls', `No line of the log is a call as ${dialect.producer} writes it`, {
      where,
      hint: `Record again with ${dialect.format} -f -o FILE PROGRAM and give that file.`,
    });
  }
  const memory = traced.frames?.describe(sameFileName(findSample(observer.table.processes)));
  const processes = observer.table.processes.flatMap((process) => listProcess(process, memory) ?? []);
  return {
    hashes: { md5: '', sha1: '', sha256: '' },
    baseAddress: NO_ADDRESS,
    globals: [
      { type: 'format', value: 'elf' },
      { type: 'os', value: 'linux' },
      // Few calls differ between architectures; nothing is said where none of them was seen.
      ...(observer.architecture === undefined
        ? []
        : [{ type: 'arch', value: observer.architecture } satisfies Feature]),
    ],
    file: [],
    processes,
    lost: { calls: reader.lostCalls, processes: [] },
    health: {
      producer: dialect.producer,
      flavour: 'dynamic',
      processes: processes.length,
      threads: processes.reduce((count, { threads }) => count + threads.length, 0),
      calls: traced.count,
      skippedRecords: reader.skipped,
      missing: listMissing(reader),
      diagnostics: diagnostics.list(),
    },
  };
}

/** Undefined for a process whose only thread turned out to belong to another one. */
function listProcess(process: TracedProcess, memory: MappedMemory | undefined): TraceProcess | undefined {
  const tasks = process.tasks.filter((task) => task.process === process);
  if (tasks.length === 0) return undefined;
  const pid = process.pid ?? UNKNOWN_PID;
  const ppid = process.parent === undefined ? 0 : (process.parent.process.pid ?? UNKNOWN_PID);
  const address: ProcessAddress = { type: 'process', value: [ppid, pid] };
  return {
    address,
    name: process.name,
    features: [...process.images].map((value) => ({ feature: { type: 'string', value }, address })),
    threads: tasks.map(({ number, tid }) => ({ thread: number, tid: tid ?? pid, features: [] })),
    // A tracer follows what it started or was told to follow, nothing else.
    fromSample: true,
    ...memory,
  };
}

/** The first program that was run; empty where the log begins later. */
function findSample(processes: readonly TracedProcess[]): string {
  for (const { images } of processes) for (const path of images) return path;
  return '';
}

function listMissing({ traced, hasIds }: TracerReader): MissingPart[] {
  const missing: MissingPart[] = [
    { part: 'hashes of the sample', consequence: 'the log cannot be matched with a file by its hash' },
    { part: 'analysis of the file', consequence: 'import, export, section and file-scope string rules cannot match' },
  ];
  if (traced.arguments.metCutText) {
    const consequence = 'rules about the missing part cannot match; record with -s 4096 or more';
    missing.push({ part: 'ends of long texts, which the tracer has cut', consequence });
  }
  if (!hasIds) {
    const consequence = 'only one process is seen; record with -f and -o to one file to see all';
    missing.push({ part: 'process ids', consequence });
  }
  return missing;
}
