// The small program and a report of its run: it decodes, sleeps, opens a file through a thunk, and a library function sleeps by itself.

import { createHash } from 'node:crypto';
import { capeCall, capeProcess, capeReport } from './cape-report.ts';
import { smallProgram } from './small-program.ts';

/** Return addresses: behind the call of Sleep and of the thunk to CreateFileW, both in the first function. */
const AFTER_SLEEP = 0x401018;
const AFTER_OPEN = 0x40101d;
/** Behind the call of the library function. */
const AFTER_CHECKSUM = 0x401022;

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

export interface SmallPair {
  readonly program: Uint8Array;
  /** The text of the report. */
  readonly report: string;
}

export interface PairOptions {
  readonly program?: Uint8Array;
  /** Where it was loaded. */
  readonly base?: number;
  /** Whether the report says what is mapped where. */
  readonly isNamed?: boolean;
}

export function smallPair({ program = smallProgram(), base = 0x400000, isNamed = true }: PairOptions = {}): SmallPair {
  const hash = (kind: string): string => createHash(kind).update(program).digest('hex');
  const at = (address: number): { caller: string; parentcaller: string } => ({
    caller: hex(address - 0x400000 + base),
    parentcaller: '0x00000000',
  });
  const calls = [
    capeCall(7, 'Sleep', { Milliseconds: 100 }, at(AFTER_SLEEP)),
    capeCall(7, 'CreateFileW', { FileName: 'C:\\settings.txt' }, at(AFTER_OPEN)),
    capeCall(7, 'RtlComputeCrc32', { InitialCrc: '0x0' }, at(AFTER_CHECKSUM)),
    capeCall(7, 'RegOpenKeyExW', { SubKey: 'Software' }, { caller: '0x77001234', parentcaller: '0x77005678' }),
  ];
  const modules = [
    { name: 'small.exe', path: 'C:\\small.exe', base: hex(base), size: hex(0x3000) },
    { name: 'kernel32.dll', path: 'C:\\Windows\\System32\\kernel32.dll', base: '0x77000000', size: hex(0x100000) },
  ];
  const main = isNamed ? { MainExeBase: hex(base), MainExeSize: hex(0x3000) } : {};
  const environ = { ...main, CommandLine: 'small.exe' };
  const more = { process_name: 'small.exe', module_path: 'C:\\small.exe', environ, ...(isNamed ? { modules } : {}) };
  const file = {
    name: 'small.exe',
    md5: hash('md5'),
    sha1: hash('sha1'),
    sha256: hash('sha256'),
    type: 'PE32 executable (console) Intel 80386, for MS Windows',
  };
  const report = capeReport([capeProcess(100, calls, more)], { target: { category: 'file', file } });
  return { program, report: JSON.stringify(report) };
}
