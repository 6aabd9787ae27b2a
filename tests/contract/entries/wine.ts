// Wine relay logs for the contract suite.

import { wineInput } from '../../../src/inputs/wine-relay/index.ts';
import { type ContractEntry, generatedSource, longText } from '../contract-entry.ts';

const LF = 0x0a;

function log(...lines: string[]): Uint8Array {
  return Buffer.from(`${lines.join('\n')}\n`);
}

const LOADED = [
  '10.000:0020:0024:trace:loaddll:build_module Loaded L"C:\\\\demo\\\\a.exe" at 0000000140000000: native',
  '10.000:0020:0024:trace:loaddll:build_module Loaded L"C:\\\\windows\\\\system32\\\\kernel32.dll" at 000000007B600000: builtin',
  '10.001:0020:0024:Call PE DLL (proc=0000000170068C10,module=0000000170000000 L"ntdll.dll",reason=PROCESS_ATTACH,res=00)',
];
const RELAY = [
  ...LOADED,
  '10.002:0020:0024:Call KERNEL32.CreateFileA(140005000 "C:\\\\x,) ret=1",200000040,00000000) ret=140001010',
  '10.002:0020:0024:Call ntdll.NtCreateFile(0021f000,c0100080) ret=7b601234',
  '10.003:0020:0024:Ret  ntdll.NtCreateFile() retval=00000000 ret=7b601234',
  '10.003:0020:0024:Ret  KERNEL32.CreateFileA() retval=00000044 ret=140001010',
  '10.004:0020:0028:Starting thread proc 0000000140001500 (arg=0000000000000000)',
  '10.004:0020:0028:Call KERNEL32.OutputDebugStringW(140005010 L"\\d83d\\de00 1234") ret=140001510',
  '10.005:0020:0024:Call KERNEL32.CreateProcessW(140005020 L"b.exe",ffffffff80000001) ret=140001020',
  '10.006:0030:0034:trace:loaddll:build_module Loaded L"C:\\\\demo\\\\b.exe" at 00400000: native',
  '10.006:0020:0028:Ret  KERNEL32.OutputDebugStringW() retval=00000000 ret=140001510',
  '10.007:0020:0024:Ret  KERNEL32.CreateProcessW() retval=00000001 ret=140001020',
  '10.008:0030:0034:Call ws2_32.115(00000202,0060f000) ret=00401010',
  '10.009:0030:0034:Ret  ws2_32.115() retval=00000000 ret=00401010',
  '10.010:0030:0034:Call KERNEL32.ExitProcess(00000007) ret=00401020',
];

export const wineEntry: ContractEntry = {
  title: 'wine relay log',
  input: wineInput,
  sound: () => log(...RELAY),
  expected: [
    '0/32 a.exe',
    '  36',
    '    0 CreateFileA("C:\\x,) ret=1", 0x200000040, 0x0) -> 0x44',
    '    1 CreateProcessW("b.exe", 0xffffffff80000001) -> 0x1',
    '  40',
    '    0 OutputDebugStringW("😀 1234") -> 0x0',
    '32/48 b.exe',
    '  52',
    '    0 #115(0x202, 0x60f000) -> 0x0',
    '    1 ExitProcess(0x7)',
  ],
  lacking: {
    'process ids': () => log('0024:Call KERNEL32.Sleep(00000001) ret=140001010'),
    'loaded modules': () => log('0020:0024:Call KERNEL32.Sleep(00000001) ret=140001010'),
    'ends of 1 long text': () => log(...RELAY, '0020:0024:Call KERNEL32.lstrlenA(00401000 "abc"...) ret=140001040'),
  },
  broken: (times) => log(...RELAY, ...Array<string>(times).fill('0020:0024:Call KERNEL32.Sleep(')),
  differences: [],
  different: () => log(...RELAY),
  hostile: {
    'duplicate keys': 'a line has no keys',
    'keys called __proto__ and constructor': () =>
      log(...RELAY, '0020:0024:Call __proto__.constructor(00000001 "__proto__") ret=140001010'),
    'recycled process ids': () =>
      log(
        ...RELAY,
        '0020:0024:Call PE DLL (proc=1,module=0000000170000000 L"ntdll.dll",reason=PROCESS_DETACH,res=00)',
        ...RELAY,
      ),
    'huge ids': () => log(...RELAY, 'ffffffff:ffffffff:Call KERNEL32.Sleep(00000001) ret=ffffffffffffffff'),
    'negative ids': () => log(...RELAY, '-020:-024:Call KERNEL32.Sleep(00000001) ret=140001010'),
    'nesting 100,000 deep': () =>
      log(
        ...RELAY,
        ...Array.from(
          { length: 100_000 },
          (_, n) => `0020:0024:Call msvcrt.qsort(0000000${n % 10}) ret=14000${1000 + (n % 9)}`,
        ),
      ),
    'a text of 100 MB': 'lines are read as those of DRAKVUF are',
  },
  longTexts: (count) =>
    generatedSource('relay.log', function* () {
      yield `${LOADED.join('\n')}\n`;
      for (let n = 0; n < count; n++) {
        yield `0020:0024:Call KERNEL32.lstrlenA(00401000 "${longText(n)}") ret=140001010\n`;
        yield '0020:0024:Ret  KERNEL32.lstrlenA() retval=00000004 ret=140001010\n';
      }
    }),
  orderedByEnd: true,
  // Every line is whole by itself, and a call that does not return is none the less one.
  mayEnd: (bytes, end) => bytes[end - 1] === LF,
};
