// Reports of Hybrid Analysis for the contract suite.

import { hybridAnalysisInput } from '../../../src/inputs/hybridanalysis/index.ts';
import { type ContractEntry, DEEP_LIST } from '../contract-entry.ts';

type Members = Record<string, unknown>;

const FIRST: Members = {
  uid: '00083159-00000100',
  parentuid: null,
  pid: null,
  name: 'a.exe',
  normalized_path: '%WINDIR%\\a.exe',
  command_line: 'a.exe --run',
  mutants: ['\\Sessions\\1\\BaseNamedObjects\\only once'],
  created_files: [{ file: 'C:\\c.txt', null_byte: false }],
  file_accesses: [
    { type: 'CREATE', path: 'C:\\e.txt', mask: 'FILE_WRITE_DATA' },
    { type: 'OPEN', path: 'C:\\f.txt', mask: 'FILE_READ_ATTRIBUTES' },
  ],
  registry: [
    { operation: 'SetVal', path: 'HKCU\\Software\\Run', key: 'x', value: 'c.exe', status: '00000000' },
    { operation: 'Open', path: 'HKLM\\Software\\VMware', key: '', value: '', status: 'c0000034' },
  ],
  handles: [{ id: 1, type: 'Key', path: 'HKLM\\k' }],
  script_calls: [{ cls_id: '{0}', parameters: [{ name: 'p', value: 'script text' }] }],
  amsi_calls: [],
};
const SECOND: Members = {
  uid: '00083200-00000200',
  parentuid: '00083159-00000100',
  name: 'd.exe',
  command_line: 'd.exe -x',
};
const OTHER: Members = { uid: '00083300-00000300', parentuid: '00083159-00000100', name: 'e.exe', mutants: null };

function report(processes: unknown, more: Members = {}): Members {
  return {
    environment_id: 100,
    environment_description: 'Windows 7 32 bit',
    threat_score: 100,
    submit_name: 'a.exe',
    sha256: 'c'.repeat(64),
    sha1: 'b'.repeat(40),
    md5: 'A'.repeat(32),
    type: 'PE32 executable (GUI) Intel 80386, for MS Windows',
    hosts: ['192.0.2.1'],
    domains: ['evil.example'],
    extracted_files: [{ name: 'g.dll', file_path: 'C:\\g.dll', runtime_process: 'd.exe (PID: 200)' }],
    processes,
    ...more,
  };
}

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value, undefined, 1));
const PROCESSES = [FIRST, SECOND, OTHER];
const SOUND = json(report(PROCESSES));

function marked(replacements: Readonly<Record<string, string>>): Uint8Array {
  let text = Buffer.from(SOUND).toString();
  for (const [mark, replacement] of Object.entries(replacements)) text = text.replaceAll(mark, replacement);
  return Buffer.from(text);
}

export const hybridAnalysisEntry: ContractEntry = {
  title: 'hybridanalysis',
  input: hybridAnalysisInput,
  sound: () => SOUND,
  expected: ['0/100 a.exe', '100/200 d.exe', '100/300 e.exe'],
  lacking: { 'file type': () => json(report(PROCESSES, { type: null })) },
  broken: (times) => json(report([...PROCESSES, ...Array<Members>(times).fill({ name: 'x' })])),
  differences: [],
  different: () => SOUND,
  hostile: {
    'duplicate keys': () => marked({ '"uid":': '"uid":[1],"uid":', '"processes":': '"processes":[{}],"processes":' }),
    'keys called __proto__ and constructor': () =>
      marked({ '"uid":': '"__proto__":{"polluted":1},"constructor":{"x":1},"uid":' }),
    'recycled process ids': () => json(report([...PROCESSES, ...PROCESSES])),
    'huge ids': () => marked({ '-00000200"': `-${'9'.repeat(25)}"` }),
    'negative ids': () => marked({ '"pid": null': '"pid": -5' }),
    'nesting 100,000 deep': () => marked({ '"script text"': DEEP_LIST }),
    'a text of 100 MB': 'read as CAPE reports are',
  },
  longTexts: 'it records no calls',
};
