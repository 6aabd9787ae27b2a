// What a CAPE report says of the memory of its processes, where it is looked at where calls come from. The usual report has no list of
// modules: the environment states the base of the program, calls name modules, and the memory that calls made executable is of no file.

import type { JsonValue } from '../../bytes/exact-json.ts';
import type { MappedMemory } from '../../features/callers.ts';
import { type ModuleFacts, ProcessMemory, sameFileName } from '../shared/memory/process-memory.ts';
import { toReportInteger } from '../shared/report/integers.ts';
import type { PeMembers } from '../shared/report/pe-features.ts';
import { toAddress } from '../shared/report/read-address.ts';
import type { ProcessRecord } from './process-record.ts';
import type { ReportReader } from './report-reader.ts';

const PAGE = 0x1000;
/** Words of the `file` tool for a program that another must load. */
const LIBRARY = /\bDLL\b/;

/** Says what is mapped in a process; undefined where nobody looks at it. */
export function memoryOf(
  { calls, facts }: ReportReader,
  pe: PeMembers | undefined,
): ((record: ProcessRecord, pid: number) => MappedMemory) | undefined {
  const { memory } = calls;
  if (memory === undefined) return undefined;
  const isSample = sameFileName(facts.text('target.file.name') ?? '');
  const sample: ModuleFacts = { isSample, sampleSize: pe && imageSize(pe('sections')) };
  const isLibrary = LIBRARY.test(facts.text('target.file.type') ?? '');
  const preferred = pe === undefined || isLibrary ? 0 : toAddress(toReportInteger(pe('imagebase')));
  return (record, pid) => {
    const all = new ProcessMemory();
    for (const { path, base, size } of record.modules ?? []) all.addModule(path, base, size);
    addProgram(all, record, isSample, preferred);
    const others = memory.others.find(pid);
    if (record.acts !== undefined) all.addAll(record.acts.own);
    if (others !== undefined) all.addAll(others);
    return { ...all.describe(sample), modulesAreAll: record.modules !== undefined };
  };
}

/**
 * The program itself, at the base that the environment states. Without one, the sample's own is taken to be where its headers want it:
 * calls that return there show it, and where it was moved none does.
 */
function addProgram(
  memory: ProcessMemory,
  { path, environment }: ProcessRecord,
  isSample: (path: string) => boolean,
  preferred: number,
): void {
  if (typeof path !== 'string') return;
  const [base, size] = ['MainExeBase', 'MainExeSize'].map((key) => toAddress(toReportInteger(environment?.get(key))));
  if (base) memory.addModule(path, base, size || undefined);
  else if (isSample(path)) memory.addModule(path, preferred);
}

/** Bytes of an image in memory, from its sections; undefined where not all of them say how long they are. */
function imageSize(sections: JsonValue | undefined): number | undefined {
  if (!Array.isArray(sections)) return undefined;
  let end = 0;
  for (const section of sections) {
    if (typeof section !== 'object' || section === null || Array.isArray(section)) return undefined;
    const [start, size] = ['virtual_address', 'virtual_size'].map((key) => toAddress(toReportInteger(section[key])));
    if (!start || !size) return undefined;
    end = Math.max(end, start + size);
  }
  return end === 0 ? undefined : Math.ceil(end / PAGE) * PAGE;
}
