// Reports in the shape of CAPE's, small and made of nothing real. Every part can be replaced or left out (undefined).

import { type ByteSource, memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { Trace } from '../../src/features/trace.ts';
import { capeInput } from '../../src/inputs/cape/index.ts';
import { DEFAULT_SEMANTICS, type Semantics } from '../../src/semantics.ts';
import { type ReadTrace, readTrace } from './recording-sink.ts';

type Members = Record<string, unknown>;

/** A call. `args` are values by argument name; `more` replaces or adds members. */
export function capeCall(tid: number | string, api: string, args: Members = {}, more: Members = {}): Members {
  return {
    timestamp: '2024-01-02 03:04:05,678',
    thread_id: String(tid),
    caller: '0x00401000',
    parentcaller: '0x00402000',
    category: 'system',
    api,
    status: true,
    return: '0x00000000',
    arguments: Object.entries(args).map(([name, value]) => ({ name, value })),
    repeated: 0,
    ...more,
  };
}

/** A process; its calls get their position as `id`, as CAPE numbers them. */
export function capeProcess(pid: number, calls: readonly unknown[], more: Members = {}): Members {
  const ids = calls.map((call) => (call as Members | null)?.['thread_id']);
  return {
    process_id: pid,
    process_name: `process${pid}.exe`,
    parent_id: 4,
    module_path: `C:\\process${pid}.exe`,
    first_seen: '2024-01-02 03:04:05,000',
    calls: calls.map((call, id) => (typeof call === 'object' && call !== null ? { ...call, id } : call)),
    threads: [...new Set(ids.filter((id) => id !== undefined))],
    environ: { UserName: 'user', ComputerName: '', CommandLine: `"C:\\process${pid}.exe" --run` },
    ...more,
  };
}

export const CAPE_PE: Members = {
  imagebase: '0x00400000',
  imports: [
    {
      dll: 'KERNEL32.dll',
      imports: [
        { address: '0x00408000', name: 'CreateFileW' },
        { address: '0x00408004', name: null },
      ],
    },
  ],
  exports: [{ address: '0x00401234', name: 'DllMain', ordinal: 1 }],
  sections: [{ name: '.text', virtual_address: '0x00001000', virtual_size: '0x00005000', entropy: '6.1' }],
};

/** A report with one process. `more` replaces or adds members at the top. */
export function capeReport(processes: readonly unknown[], more: Members = {}): Members {
  return {
    statistics: { processing: [{ name: 'CAPE', time: 1.5 }] },
    target: {
      category: 'file',
      file: {
        name: 'sample.exe',
        md5: 'AA'.repeat(16),
        sha1: 'bb'.repeat(20),
        sha256: 'cc'.repeat(32),
        type: 'PE32 executable (GUI) Intel 80386, for MS Windows',
        pe: CAPE_PE,
      },
    },
    CAPE: { payloads: [], configs: [] },
    info: { version: '2.4-CAPE', category: 'file', machine: { platform: 'windows' } },
    behavior: {
      processes,
      anomaly: [],
      summary: {
        files: ['C:\\file'],
        keys: ['HKEY_LOCAL_MACHINE\\key'],
        mutexes: ['mutex'],
        executed_commands: ['cmd /c run'],
        resolved_apis: ['kernel32.dll.Sleep'],
        created_services: ['created'],
        started_services: ['started'],
      },
    },
    strings: ['a string of the file'],
    ...more,
  };
}

export function toSource(report: unknown, indent?: number, chunkBytes = 4096): ByteSource {
  const text = typeof report === 'string' ? report : JSON.stringify(report, null, indent);
  return memorySource('report.json', new TextEncoder().encode(text), chunkBytes);
}

export async function openCape(source: ByteSource, semantics: Semantics = DEFAULT_SEMANTICS): Promise<Trace> {
  return (await capeInput.open(source, { semantics, diagnostics: new Diagnostics() })) as Trace;
}

/** Reads a report (an object, or its text) and describes all of its calls. */
export async function readCape(report: unknown, semantics: Semantics = DEFAULT_SEMANTICS): Promise<ReadTrace> {
  return readTrace(await openCape(toSource(report), semantics));
}
