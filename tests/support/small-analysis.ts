// What a CAPE server keeps of one analysis: a report, the sample, and what processes held in memory. The sample's decoder counts to 12; what it
// unpacked is the same program with another number, which stands for a capability that the sample's file does not show.

import { createHash } from 'node:crypto';
import { CAPE_PE } from './cape-report.ts';
import { smallPair } from './small-pair.ts';
import { smallProgram } from './small-program.ts';

/** The number in the code of what was unpacked. */
export const UNPACKED_NUMBER = 0x1234;
/** Processes of the report: the sample, and one that it did not start. */
const SAMPLE_PID = 100;
export const OTHER_PID = 900;

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A program whose code holds the number. */
export function programWith(number: number): Uint8Array {
  const program = Buffer.from(smallProgram());
  const at = program.indexOf(Buffer.from('b90c000000', 'hex'));
  program.writeUInt32LE(number, at + 1);
  return program;
}

/** Raw code that moves the number into a register. */
export function codeWith(number: number): Uint8Array {
  const code = Buffer.from('558becb90000000083f9005dc3', 'hex');
  code.writeUInt32LE(number, 4);
  return code;
}

/** A program as it lies in memory. */
export function inMemory(program: Uint8Array): Uint8Array {
  const file = Buffer.from(program);
  const header = file.readUInt32LE(0x3c);
  const table = header + 24 + file.readUInt16LE(header + 20);
  const sections = Array.from({ length: file.readUInt16LE(header + 6) }, (_, i) => {
    const [, rva = 0, size = 0, raw = 0] = [8, 12, 16, 20].map((at) => file.readUInt32LE(table + i * 40 + at));
    return { rva, bytes: file.subarray(raw, raw + size) };
  });
  const memory = Buffer.alloc(Math.max(...sections.map(({ rva, bytes }) => rva + bytes.length)) + 0x1000);
  memory.set(file.subarray(0, file.readUInt32LE(header + 24 + 60)));
  for (const { rva, bytes } of sections) memory.set(bytes, rva);
  return memory;
}

/** An entry of a list of a report. */
export function keptEntry(bytes: Uint8Array, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: hashOf(bytes),
    sha256: hashOf(bytes),
    pid: SAMPLE_PID,
    process_name: 'small.exe',
    process_path: 'C:\\small.exe',
    module_path: 'C:\\small.exe',
    type: 'PE32 executable (console) Intel 80386, for MS Windows',
    cape_type: 'Unpacked PE Image: 32-bit executable',
    pe: { imports: [{ dll: 'a' }] },
    ...more,
  };
}

export type KeptLists = Partial<Record<'payloads' | 'procdump' | 'procmemory', readonly unknown[]>>;

/** The report of the sample with lists of what was kept. */
export function analysisReport({ payloads = [], procdump = [], procmemory = [] }: KeptLists): string {
  const report = JSON.parse(smallPair().report);
  // The reference takes no report without it.
  report.target.file.pe = CAPE_PE;
  return JSON.stringify({ ...report, CAPE: { payloads, configs: [] }, procdump, procmemory });
}

/** One analysis with one payload, by name of the file. */
export function smallAnalysis(): Record<string, string | Uint8Array> {
  const payload = programWith(UNPACKED_NUMBER);
  return {
    'reports/report.json': analysisReport({ payloads: [keptEntry(payload)] }),
    binary: smallPair().program,
    [`CAPE/${hashOf(payload)}`]: payload,
  };
}
