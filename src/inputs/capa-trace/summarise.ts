// What a capa-trace file amounts to when its calls have been read.

import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { NO_ADDRESS } from '../../features/address.ts';
import { countOf } from '../../features/count-text.ts';
import type { Feature } from '../../features/feature.ts';
import type { MissingPart } from '../../features/health.ts';
import type { SampleHashes } from '../../features/sample.ts';
import type { TraceProcess, TraceSummary } from '../../features/trace.ts';
import type { CapaTraceCode } from './codes.ts';
import type { CapaTraceReader } from './read.ts';
import type { HeaderRecord, ModuleRecord } from './records.ts';
import { samplePathOf } from './sample-path.ts';
import type { TracedProcess } from './trace-tasks.ts';

const FILE_NAME = /[^\\/]*$/;
/** The format of programs of each system. */
const FORMATS: Readonly<Record<string, Feature>> = {
  windows: { type: 'format', value: 'pe' },
  linux: { type: 'format', value: 'elf' },
  macos: { type: 'format', value: 'macho' },
};
/** Machines that rules know. */
const ARCHES: ReadonlySet<string> = new Set(['amd64', 'i386', 'aarch64']);
const HEXADECIMAL = /^[0-9a-f]*$/;

/** Throws CapaxError `report-no-calls` if there is no call. */
export function summariseTrace(
  reader: CapaTraceReader,
  diagnostics: Diagnostics<CapaTraceCode>,
  where: string,
): TraceSummary {
  const { calls, tasks, header, executed } = reader;
  const hashes = hashesOf(header);
  if (calls.count === 0 && (executed === 0 || reader.code === undefined)) {
    const hint = 'Look at it with `capax check-trace`.';
    throw new CapaxError('report-no-calls', 'No record of the trace is a call', { where, hint, sample: hashes });
  }
  const samplePath = samplePathOf(header, tasks);
  const processes = tasks.processes.filter(({ threads }) => threads.length > 0);
  return {
    hashes,
    baseAddress: NO_ADDRESS,
    globals: globalsOf(header),
    file: [],
    processes: processes.map((process) => describeProcess(process, calls.wantsCallers, samplePath)),
    lost: { calls: reader.lostCalls, processes: [] },
    health: {
      flavour: 'dynamic',
      producer: header?.producer.name ?? 'capa-trace',
      ...(typeof header?.producer.version === 'string' ? { producerVersion: header.producer.version } : {}),
      processes: processes.length,
      threads: processes.reduce((count, { threads }) => count + threads.length, 0),
      calls: calls.count,
      skippedRecords: reader.skipped,
      missing: listMissing(reader, hashes),
      diagnostics: diagnostics.list(),
    },
  };
}

function hashesOf(header: HeaderRecord | undefined): SampleHashes {
  const read = (text = '', digits = 0): string => {
    const lower = text.toLowerCase();
    return lower.length === digits && HEXADECIMAL.test(lower) ? lower : '';
  };
  const { md5, sha1, sha256 } = header?.sample ?? {};
  return { md5: read(md5, 32), sha1: read(sha1, 40), sha256: read(sha256, 64) };
}

function globalsOf(header: HeaderRecord | undefined): Feature[] {
  if (header === undefined) return [];
  const { os, arch } = header;
  const format = Object.hasOwn(FORMATS, os) ? FORMATS[os] : undefined;
  return [
    ...(format === undefined ? [] : [format]),
    ...(format === undefined ? [] : [{ type: 'os', value: os } satisfies Feature]),
    ...(ARCHES.has(arch) ? [{ type: 'arch', value: arch } satisfies Feature] : []),
  ];
}

function describeProcess(process: TracedProcess, wantsCallers: boolean, samplePath: string | undefined): TraceProcess {
  const { pid, ppid, path, threads, modules } = process;
  const isSample = (module: ModuleRecord): boolean => module.path === samplePath;
  const memory = { modules: process.describeModules(isSample), modulesAreAll: true };
  return {
    address: { type: 'process', value: [ppid, pid] },
    name: FILE_NAME.exec(path)?.[0] ?? '',
    features: [],
    threads: threads.map(({ number, tid, calls }) => ({ thread: calls === 0 ? -1 : number, tid, features: [] })),
    ...(wantsCallers && modules.length > 0 ? memory : {}),
  };
}

function listMissing(reader: CapaTraceReader, hashes: SampleHashes): MissingPart[] {
  const { header, executed, tasks } = reader;
  const missing: MissingPart[] = [
    { part: 'analysis of the file', consequence: 'import, export, section and file-scope string rules cannot match' },
  ];
  if (Object.values(hashes).every((hash) => hash === '')) {
    const consequence = 'the trace cannot be matched with a file by its hash; name the file with --pair';
    missing.push({ part: 'hashes of the sample', consequence });
  }
  if (header === undefined) {
    missing.push({ part: 'header', consequence: 'rules that ask for the os, the format or the arch cannot match' });
  }
  if (tasks.processes.every(({ modules }) => modules.length === 0)) {
    missing.push({ part: 'loaded modules', consequence: 'it is not known where calls come from' });
  }
  if (executed > 0 && reader.code === undefined) {
    missing.push({
      part: `code of ${countOf(executed, 'record')} of instructions or blocks, for a machine that is not known`,
      consequence: 'rules about code cannot match',
    });
  }
  return missing;
}
