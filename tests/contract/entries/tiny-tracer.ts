// Logs of tiny_tracer for the contract suite.

import { tinyTracerInput } from '../../../src/inputs/tiny-tracer/index.ts';
import { type ContractEntry, generatedSource, longText } from '../contract-entry.ts';

const LF = 0x0a;

function log(...lines: string[]): Uint8Array {
  return Buffer.from(`${lines.join('\n')}\n`);
}

const CALLS = [
  '1000;section: [.text]',
  '1a2b;called: C:\\Windows\\SysWOW64\\kernel32.dll.CreateFileW',
  'CreateFileW:',
  '\tArg[0] = ptr 0x0012ff00 -> L"C:\\x;called: y"',
  '\tArg[1] = 0xc0000000 = 3221225472',
  '\tArg[2] = 0',
  '\tArg[3] = ptr 0x0012fe00 -> {0c 00 00 00}',
  '',
  '1b00;CPUID:1',
  '1c00;[.text] -> [UPX1]',
  '2000;section: [UPX1]',
  '2010;called: ?? [2f0000+10]',
  '> 2f0000+1a;called: C:\\Windows\\SysWOW64\\KernelBase.dll.[VirtualAlloc+5]*',
  '2020;SYSCALL:0x55(ZwCreateFile)',
  ';RET from: 2022',
  '2030;ntdll.RtlExitUserThread',
];

export const tinyTracerEntry: ContractEntry = {
  title: 'tiny_tracer log',
  input: tinyTracerInput,
  sound: () => log(...CALLS),
  expected: [
    '0/1 ',
    '  1',
    '    0 CreateFileW(ptr 0x0012ff00 -> L"C:\\x;called: y", 0xc0000000 = 3221225472, 0, ptr 0x0012fe00 -> {0c 00 00 00})',
    '    1 VirtualAlloc()',
    '    2 ZwCreateFile()',
    '    3 RtlExitUserThread()',
  ],
  lacking: {
    'arguments of calls': () => log('10;called: C:\\Windows\\System32\\kernel32.dll.Sleep'),
    'functions of 1 event': () =>
      log('10;called: C:\\Windows\\System32\\kernel32.dll.Sleep', '12;called: ?? [2f0000+10]'),
  },
  broken: (times) => log(...CALLS, ...Array<string>(times).fill('what the program printed')),
  differences: [],
  different: () => log(...CALLS),
  hostile: {
    'duplicate keys': 'a line has no keys',
    'keys called __proto__ and constructor': () =>
      log(...CALLS, '10;called: __proto__.constructor', 'constructor:', '\tArg[0] = ptr 0x12 -> "__proto__"'),
    'recycled process ids': 'a log is of one process, whose id it does not have',
    'huge ids': () =>
      log(...CALLS, '> ffffffffffffffff+ffffffffffffffff;called: a.dll.b', 'ffffffffffffffff;called: a.dll.b'),
    'negative ids': () => log(...CALLS, '-10;called: a.dll.b', '> -10+-10;called: a.dll.b'),
    'nesting 100,000 deep': () =>
      log(
        ...CALLS,
        `10;called: ${'['.repeat(100_000)}.a${']'.repeat(100_000)}`,
        `10;called: ${'a.['.repeat(50_000)}+1]*`,
      ),
    'a text of 100 MB': 'lines are read as those of DRAKVUF are',
  },
  longTexts: (count) =>
    generatedSource('run.tag', function* () {
      for (let n = 0; n < count; n++) {
        yield '10;called: C:\\Windows\\System32\\kernel32.dll.lstrlenA\nlstrlenA:\n';
        yield `\tArg[0] = ptr 0x12ff -> "${longText(n)}"\n\n`;
      }
    }),
  // Every line is whole by itself, and a call without arguments is none the less one.
  mayEnd: (bytes, end) => bytes[end - 1] === LF,
};
