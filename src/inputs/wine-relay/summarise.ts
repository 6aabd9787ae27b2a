// What a Wine log amounts to when its calls have been read.

import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { type Address, NO_ADDRESS } from '../../features/address.ts';
import type { MappedMemory } from '../../features/callers.ts';
import { countOf } from '../../features/count-text.ts';
import type { Feature } from '../../features/feature.ts';
import type { MissingPart } from '../../features/health.ts';
import type { TraceProcess, TraceSummary } from '../../features/trace.ts';
import type { WineCode } from './codes.ts';
import type { RelayReader } from './read.ts';
import type { RelayProcess } from './relay-processes.ts';

/** Throws CapaxError `report-no-calls` if the program made no call. */
export function summariseRelay(reader: RelayReader, diagnostics: Diagnostics<WineCode>, where: string): TraceSummary {
  const { calls, processes, libraryCalls } = reader;
  if (calls.count === 0) {
    const why = libraryCalls > 0 ? 'All calls of the log are between parts of Wine' : 'No line of the log is a call';
    throw new CapaxError('report-no-calls', why, {
      where,
      hint: 'Record with WINEDEBUG=+relay,+loaddll,+pid,+timestamp wine PROGRAM, and look whether the program started.',
    });
  }
  if (libraryCalls > 0) {
    const message = `${countOf(libraryCalls, 'call')} between parts of Wine ${libraryCalls === 1 ? 'is' : 'are'} left out`;
    diagnostics.add('note', 'wine-library-calls', message);
  }
  const sample = findSample(processes.all);
  const listed = processes.all.filter((process) => process.calls > 0 || isOfSample(process, sample?.path));
  const described = listed.map((process) => describeProcess(process, reader, sample?.path));
  return {
    hashes: { md5: '', sha1: '', sha256: '' },
    baseAddress: sample?.baseAddress ?? NO_ADDRESS,
    globals: [
      { type: 'format', value: 'pe' },
      { type: 'os', value: 'windows' },
      ...(sample === undefined ? [] : [{ type: 'arch', value: sample.arch } satisfies Feature]),
    ],
    file: [],
    processes: described,
    lost: { calls: reader.lostCalls, processes: [] },
    health: {
      producer: 'Wine',
      flavour: 'dynamic',
      processes: described.length,
      threads: described.reduce((count, { threads }) => count + threads.length, 0),
      calls: calls.count,
      skippedRecords: reader.skipped,
      missing: listMissing(reader),
      diagnostics: diagnostics.list(),
    },
  };
}

interface RelaySample {
  /** In lower case. */
  readonly path: string;
  readonly baseAddress: Address;
  readonly arch: string;
}

/** The first file that is neither a part of Wine nor of Windows is what was run. */
function findSample(processes: readonly RelayProcess[]): RelaySample | undefined {
  for (const { firstOwnModule: module } of processes) {
    if (module === undefined) continue;
    const { path, base, isWide } = module;
    return {
      path: path.toLowerCase(),
      baseAddress: { type: 'absolute', value: base },
      arch: isWide ? 'amd64' : 'i386',
    };
  }
  return undefined;
}

function isOfSample({ program }: RelayProcess, path: string | undefined): boolean {
  return path !== undefined && program?.path.toLowerCase() === path;
}

function describeProcess(process: RelayProcess, reader: RelayReader, samplePath: string | undefined): TraceProcess {
  const { pid, parent, name, threads } = process;
  return {
    address: { type: 'process', value: [parent === undefined || parent === process ? 0 : parent.pid, pid] },
    name,
    features: [],
    threads: Array.from(threads.values(), ({ number, tid, calls }) => ({
      thread: calls === 0 ? -1 : number,
      tid,
      features: [],
    })),
    ...(samplePath === undefined ? {} : { fromSample: descendsFrom(process, samplePath) }),
    ...(reader.calls.wantsCallers && process.hasModules ? describeMemory(process, reader, samplePath) : {}),
  };
}

/** Parents are known before their children, so the way up ends. */
function descendsFrom(process: RelayProcess, samplePath: string): boolean {
  for (let up: RelayProcess | undefined = process; up !== undefined; up = up.parent) {
    if (isOfSample(up, samplePath) || up.firstOwnModule?.path.toLowerCase() === samplePath) return true;
  }
  return false;
}

function describeMemory(process: RelayProcess, reader: RelayReader, samplePath: string | undefined): MappedMemory {
  const { acts, pid } = process;
  const others = reader.others.find(pid);
  if (others !== undefined) acts.own.addAll(others);
  const { unbacked } = acts.own.describe({ isSample: () => false });
  return { modules: process.describeModules(samplePath), unbacked, modulesAreAll: true };
}

function listMissing({ hasPids, choseByNesting, calls }: RelayReader): MissingPart[] {
  const missing: MissingPart[] = [
    { part: 'hashes of the sample', consequence: 'the log cannot be matched with a file by its hash' },
    { part: 'analysis of the file', consequence: 'import, export, section and file-scope string rules cannot match' },
    {
      part: 'what is behind pointers that are no texts (structures, buffers, names of objects)',
      consequence: 'rules about texts in arguments of ntdll functions and about sent or written data cannot match',
    },
  ];
  if (calls.cutTexts > 0) {
    const part = `ends of ${countOf(calls.cutTexts, 'long text')}, which Wine has cut`;
    missing.push({ part, consequence: 'rules about the missing part cannot match' });
  }
  if (!hasPids) {
    missing.push({ part: 'process ids', consequence: 'only one process is seen; record with +pid to see all' });
  }
  if (choseByNesting) {
    const consequence =
      'it is not known where calls come from, and those of the program are told from those of Wine by not being inside of others; record with +loaddll';
    missing.push({ part: 'loaded modules', consequence });
  }
  return missing;
}
