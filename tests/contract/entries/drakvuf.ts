// DRAKVUF logs for the contract suite.

import { drakvufInput } from '../../../src/inputs/drakvuf/index.ts';
import { apiLine, dllLine, effectLine, injectLine, processLine, syscallLine } from '../../support/drakvuf-log.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, hugeText, longText } from '../contract-entry.ts';

const LF = 0x0a;

function log(...lines: string[]): Uint8Array {
  return Buffer.from(`${lines.join('\n')}\n`);
}

const at = (microseconds: number, fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  TimeStamp: `1716999134.${String(microseconds).padStart(6, '0')}`,
  ...fields,
});
const child = { PID: 20, PPID: 10, TID: 4, ProcessName: 'b.exe' };

const SOUND = [
  injectLine(10),
  processLine(10, 2),
  processLine(20, 10),
  dllLine('C:\\Windows\\System32\\kernel32.dll', { CreateFileW: 64, Sleep: 128 }),
  apiLine('CreateFileW', ['lpFileName=0x7ff0:"C:\\a.txt"', 'dwAccess=0x40000000'], at(3)),
  syscallLine('NtDelayExecution', at(1, { Interval: '0x1e' })),
  syscallLine('NtWriteFile', at(2, child)),
  apiLine('Sleep', ['dwMilliseconds=0x64'], at(4, { TID: 5 })),
  apiLine('RegOpenKeyExA', ['hKey=0xffffffff80000002', 'lpSubKey=0x10:"Software\\Run"'], at(5)),
  syscallLine('NtClose', at(6, { ...child, Handle: '1234' })),
];

const call = (fields: Record<string, unknown>): string => syscallLine('NtClose', fields);

function withNumber(field: string, number: string): string {
  return call({ [field]: 'NUMBER' }).replace('"NUMBER"', number);
}

export const drakvufEntry: ContractEntry = {
  title: 'drakvuf',
  input: drakvufInput,
  sound: () => log(...SOUND),
  expected: [
    '2/10 \\Device\\HarddiskVolume2\\a.exe',
    '  3',
    '    0 NtDelayExecution(Interval=0x1e)',
    '    1 CreateFileW(lpFileName=0x7ff0:"C:\\a.txt", dwAccess=0x40000000) -> 0x0',
    '    2 RegOpenKeyExA(hKey=0xffffffff80000002, lpSubKey=0x10:"Software\\Run") -> 0x0',
    '  5',
    '    0 Sleep(dwMilliseconds=0x64) -> 0x0',
    '10/20 b.exe',
    '  4',
    '    0 NtWriteFile()',
    '    1 NtClose(Handle=1234)',
  ],
  lacking: {
    'inject record': () => log(...SOUND.slice(1)),
    'dll_loaded records': () => log(...SOUND.filter((line) => !line.includes('dll_loaded'))),
    'syscall calls': () => log(...SOUND.filter((line) => !line.includes('"syscall"'))),
    'apimon calls': () => log(...SOUND.filter((line) => !line.includes('api_called'))),
    'anything that only a 64-bit guest has': () => log(...SOUND.filter((line) => !line.includes('0xffffffff8'))),
    'record of memdump': () => log(...SOUND, '{"Plugin":"memdump","PID":10}'),
  },
  broken: (times) => log(...SOUND.slice(0, 6), ...Array<string>(times).fill('{"Plugin":"syscall",'), ...SOUND.slice(6)),
  differences: [
    'sign-extended-numbers',
    'decimal-text-stays-text',
    'drakvuf-inner-text',
    'drakvuf-numeric-time',
    'drakvuf-damaged-lines',
    'drakvuf-effects',
    'drakvuf-guest',
    'drakvuf-metadata',
  ],
  different: () =>
    log(
      ...SOUND,
      call({ TimeStamp: '10.5', TID: 9 }),
      call({ TimeStamp: '9.5', TID: 9 }),
      call({ Name: 'ODD' }).replace('ODD', '\\ud800'),
      effectLine('regmon', 'NtSetValueKey', { Key: 'Run' }),
      call({ Module: 'linux', ThreadName: 'bash' }).replace('NtClose', 'openat'),
    ),
  hostile: {
    'duplicate keys': () => log(call({}).replace('{', '{"PID":1,"PID":10,"Plugin":"syscall",'), ...SOUND),
    'keys called __proto__ and constructor': () =>
      log(
        ...SOUND,
        call({}).replace('{', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},'),
        dllLine('__proto__', JSON.parse('{"__proto__":1,"constructor":2,"toString":3}')),
        apiLine('__proto__', ['__proto__=1', 'constructor=2', '__proto__=3']),
      ),
    'recycled process ids': () =>
      log(...SOUND, processLine(10, 20), processLine(20, 20), call({ PID: 10, PPID: 20 }), injectLine(20)),
    'huge ids': () =>
      log(
        ...SOUND,
        ...['PID', 'PPID', 'TID'].flatMap((id) => [withNumber(id, '9'.repeat(25)), withNumber(id, '1e400')]),
      ),
    'negative ids': () => log(...SOUND, ...['PID', 'PPID', 'TID'].map((id) => withNumber(id, '-1'))),
    'nesting 100,000 deep': () => log(...SOUND, withNumber('Argument', DEEP_LIST), ...SOUND),
    'a text of 100 MB': () =>
      generatedSource('drakmon.log', function* () {
        yield log(...SOUND);
        yield '{"Plugin":"syscall","Method":"';
        yield* hugeText();
        yield '"}\n';
        yield log(...SOUND);
      }),
  },
  longTexts: (count) =>
    generatedSource('drakmon.log', function* () {
      for (let n = 0; n < count; n++) yield `${call({ Argument: longText(n) })}\n`;
    }),
  // A log that ends with a whole line is a log.
  mayEnd: (bytes, end) => bytes[end - 1] === LF || bytes[end] === LF,
};
