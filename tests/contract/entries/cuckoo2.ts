// Cuckoo 2 reports for the contract suite.

import { cuckoo2Input } from '../../../src/inputs/cuckoo2/index.ts';
import { cuckooCall, cuckooProcess, cuckooReport } from '../../support/cuckoo2-report.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, longText } from '../contract-entry.ts';

type Members = Record<string, unknown>;

const at = (seconds: number, more: Members = {}): Members => ({ time: 1558483080 + seconds, ...more });

const CALLS = [
  cuckooCall(7, 'NtDelayExecution', { milliseconds: 30 }, at(1, { flags: { status: 'A', type: 'B', other: 'C' } })),
  cuckooCall(8, 'CreateFileW', { filepath: 'C:\\a.txt', access: '0x40000000' }, at(2)),
  cuckooCall(7, 'RegOpenKeyExA', { base_handle: '0xffffffff80000002', regkey: 'Software\\Run' }, at(3)),
  cuckooCall(
    7,
    'NtClose',
    { handle: '1234', more: ['deep', { deeper: 5 }] },
    at(4.5, { flags: { handle: 'A_HANDLE' } }),
  ),
];
const SAMPLE = cuckooProcess(100, CALLS, { ppid: 50 });
const CHILD = cuckooProcess(200, [cuckooCall(7, 'Sleep', { milliseconds: 100 }, at(5))], { ppid: 100, track: false });
/** Has the ids of the sample once that is gone. */
const SECOND = cuckooProcess(100, [cuckooCall(70, 'Sleep', {}, at(6))], { ppid: 50, process_name: 'c.exe' });

const SOUND = cuckooReport([SAMPLE, CHILD, SECOND]);

function toBytes(report: Members): Uint8Array {
  return Buffer.from(JSON.stringify(report, undefined, 1));
}

function bytesOf(...processes: unknown[]): Uint8Array {
  return toBytes(cuckooReport(processes));
}

/** The text of the sound report with pieces put in place of marks. */
function marked(replacements: Readonly<Record<string, string>>): Uint8Array {
  let text = JSON.stringify(SOUND);
  for (const [mark, replacement] of Object.entries(replacements)) text = text.replaceAll(mark, replacement);
  return Buffer.from(text);
}

export const cuckoo2Entry: ContractEntry = {
  title: 'cuckoo2',
  input: cuckoo2Input,
  sound: () => toBytes(SOUND),
  expected: [
    '50/100 process100.exe',
    '  7',
    '    0 NtDelayExecution(milliseconds=0x1e) -> 0x0',
    '    2 RegOpenKeyExA(base_handle=0xffffffff80000002, regkey="Software\\Run") -> 0x0',
    '    3 NtClose(handle=A_HANDLE, more=["deep",{"deeper":5}]) -> 0x0',
    '  8',
    '    1 CreateFileW(filepath="C:\\a.txt", access=0x40000000) -> 0x0',
    '100/200 process200.exe',
    '  7',
    '    0 Sleep(milliseconds=0x64) -> 0x0',
    '50/100 c.exe',
    '  70',
    '    0 Sleep() -> 0x0',
  ],
  lacking: {
    'target.file': () => toBytes({ ...SOUND, target: {} }),
    'static.pe_imports': () => toBytes({ ...SOUND, static: {} }),
    strings: () => toBytes({ ...SOUND, strings: undefined }),
    'behavior.summary': () => toBytes({ ...SOUND, behavior: { processes: [SAMPLE] } }),
    calls: () => bytesOf(SAMPLE, { ...CHILD, calls: undefined }),
  },
  broken: (times) =>
    bytesOf(SAMPLE, CHILD, { ...SECOND, calls: [...Array<object>(times).fill({ tid: 70 }), ...CALLS] }),
  differences: ['sign-extended-numbers', 'decimal-text-stays-text'],
  different: () => toBytes(SOUND),
  hostile: {
    'duplicate keys': () =>
      marked({
        '"pid":': '"pid":[1],"pid":',
        '"calls":': '"calls":[{"tid":99,"api":"Lost","arguments":{}}],"calls":',
        '"arguments":': '"arguments":[],"arguments":',
        '"behavior":': '"behavior":{"processes":[]},"behavior":',
      }),
    'keys called __proto__ and constructor': () =>
      marked({
        '"pid":': '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"pid":',
        '"handle":': '"__proto__":{"polluted":1},"constructor":"y","handle":',
        '"summary":{': '"summary":{"__proto__":["x"],"constructor":["y"],',
      }),
    'recycled process ids': () => bytesOf(SAMPLE, SAMPLE, { ...CHILD, pid: 100 }, SECOND),
    'huge ids': () =>
      marked({
        '"pid":200': `"pid":${'9'.repeat(25)}`,
        '"ppid":50': '"ppid":9007199254740993',
        '"tid":7': '"tid":1e400',
      }),
    'negative ids': () => marked({ '"pid":2': '"pid":-2', '"ppid":': '"ppid":-', '"tid":8': '"tid":-8' }),
    'nesting 100,000 deep': () =>
      marked({
        '"track":': `"x":${DEEP_LIST},"track":`,
        '"1234"': DEEP_LIST,
        '"file_read":[': `"file_read":[${DEEP_LIST},`,
      }),
    'a text of 100 MB': 'read as CAPE reports are',
  },
  longTexts: (count) =>
    generatedSource('report.json', function* () {
      const [before = '', after = ''] = JSON.stringify(cuckooReport([cuckooProcess(1, ['HERE'])])).split('"HERE"');
      yield before;
      for (let n = 0; n < count; n++) {
        yield `${n === 0 ? '' : ','}${JSON.stringify(cuckooCall(7, 'Sleep', { text: longText(n) }))}`;
      }
      yield after;
    }),
};
