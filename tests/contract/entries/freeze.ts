// Freeze files for the contract suite, of both flavours.

import { deflateSync } from 'node:zlib';
import { freezeInput } from '../../../src/inputs/freeze/index.ts';
import {
  absolute,
  at,
  dynamicText,
  frozenBlock,
  frozenCall,
  frozenFunction,
  frozenInstruction,
  frozenProcess,
  frozenThread,
  packFreeze,
  staticText,
  Verbatim,
} from '../../support/freeze-builder.ts';
import { type ContractEntry, DEEP_LIST, hugeText } from '../contract-entry.ts';

const NO_ADDRESS = { type: 'no address' };
const globals = [
  { feature: { type: 'os', os: 'windows' } },
  { feature: { type: 'arch', arch: 'i386' } },
  { feature: { type: 'format', format: 'pe' } },
];
const file = [
  at(absolute(0x1000), { type: 'import', import_: 'kernel32.CreateFileW' }),
  at(NO_ADDRESS, { type: 'string', string: 'a text' }),
];
const number = (value: unknown): object => ({ type: 'number', number: value });

/** 100 MB of text between two others, packed. */
function packHuge(before: string, after: string): Uint8Array {
  const text = Buffer.concat([Buffer.from(before), ...hugeText(), Buffer.from(after)]);
  return Buffer.concat([Buffer.from('capa0000'), deflateSync(text, { level: 1 })]);
}

/** Splits a text at its only `HERE`. */
function around(text: string): [string, string] {
  const [before = '', after = ''] = text.split('HERE');
  return [before, after];
}

const FUNCTIONS = [
  frozenFunction(
    0x1000,
    [at(absolute(0x1000), { type: 'characteristic', characteristic: 'loop' })],
    [
      frozenBlock(
        0x1000,
        [at(absolute(0x1000), { type: 'basic block' })],
        [
          frozenInstruction(0x1000, [at(absolute(0x1000)), at(absolute(0x1000), number(7))]),
          frozenInstruction(0x1002, [at(absolute(0x1002), { type: 'mnemonic', mnemonic: 'mov' })]),
        ],
      ),
      frozenBlock(0x1010, [], [frozenInstruction(0x1010, [at(absolute(0x1010), { type: 'bytes', bytes: '0011' })])]),
    ],
  ),
  frozenFunction(0x2000, [], [frozenBlock(0x2000)]),
];

const SOUND_PROGRAM = staticText({ global_: globals, file, functions: FUNCTIONS });
const brokenFunctions = (times: number): object[] => Array<object>(times).fill({ address: absolute(1) });
const functionAt = (value: unknown): object => ({
  address: { type: 'absolute', value },
  features: [],
  basic_blocks: [],
});

export const frozenProgramEntry: ContractEntry = {
  title: 'freeze (static)',
  input: freezeInput,
  sound: () => packFreeze(SOUND_PROGRAM),
  packed: { content: () => Buffer.from(SOUND_PROGRAM), pack: packFreeze },
  expected: ['4096', '  4096', '    4096', '    4098', '  4112', '    4112', '8192', '  8192'],
  lacking: { 'library functions': () => packFreeze(staticText({ global_: globals, functions: FUNCTIONS })) },
  broken: (times) => packFreeze(staticText({ functions: [...FUNCTIONS, ...brokenFunctions(times)] })),
  differences: [],
  different: () => packFreeze(SOUND_PROGRAM),
  hostile: {
    'duplicate keys': () =>
      packFreeze(staticText({ functions: FUNCTIONS }).replaceAll('"address":', '"address":[],"address":{},"address":')),
    'keys called __proto__ and constructor': () =>
      packFreeze(
        staticText({ functions: FUNCTIONS }).replaceAll(
          '"address":',
          '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"address":',
        ),
      ),
    'recycled process ids': 'a program has no processes',
    'huge ids': () =>
      packFreeze(
        staticText({ functions: [functionAt(new Verbatim('9'.repeat(30))), functionAt(new Verbatim('1e400'))] }),
      ),
    'negative ids': () => packFreeze(staticText({ functions: [functionAt(-1), functionAt(0)] })),
    'nesting 100,000 deep': () => packFreeze(staticText({ functions: [new Verbatim(DEEP_LIST), ...FUNCTIONS] })),
    'a text of 100 MB': 'tested with a trace',
  },
  longTexts: 'it is in memory as a whole, so nothing is forgotten',
};

const PROCESSES = [
  frozenProcess(
    10,
    [
      frozenThread(10, 3, [
        frozenCall(10, 3, 0, 'CreateFileW'),
        {
          ...frozenCall(10, 3, 7, 'RegOpenKeyExA'),
          features: [
            at({ type: 'call', value: [1, 10, 3, 7] }, { type: 'string', string: 'Software' }),
            at({ type: 'call', value: [1, 10, 3, 7] }, number(6)),
          ],
        },
      ]),
      frozenThread(10, 4, []),
    ],
    'a.exe',
  ),
  frozenProcess(20, [frozenThread(20, 3, [frozenCall(20, 3, 2, 'Sleep')])]),
];

const SOUND_TRACE = dynamicText({ global_: globals, file, processes: PROCESSES });
const recycled = [...PROCESSES, frozenProcess(10, [frozenThread(10, 9, [frozenCall(10, 9, 0, 'Sleep')])], 'c.exe')];
const numberedProcess = (id: unknown): object => ({
  address: { type: 'process', value: [1, id] },
  name: 'n',
  features: [],
  threads: [{ address: { type: 'thread', value: [1, id, id] }, features: [], calls: [] }],
});

export const frozenTraceEntry: ContractEntry = {
  title: 'freeze (dynamic)',
  textIsApart: true,
  input: freezeInput,
  sound: () => packFreeze(SOUND_TRACE),
  packed: { content: () => Buffer.from(SOUND_TRACE), pack: packFreeze },
  expected: [
    '1/10 a.exe',
    '  3',
    '    0 CreateFileW()',
    '    7 RegOpenKeyExA()',
    '  4',
    '1/20 p20',
    '  3',
    '    2 Sleep()',
  ],
  // The file does not say what its reader found missing.
  lacking: {},
  broken: (times) =>
    packFreeze(dynamicText({ processes: [...PROCESSES, ...Array<object>(times).fill({ name: 'x' })] })),
  differences: ['recycled-process-ids'],
  different: () => packFreeze(dynamicText({ global_: globals, file, processes: recycled })),
  hostile: {
    'duplicate keys': () =>
      packFreeze(
        dynamicText({ processes: PROCESSES }).replaceAll('"address":', '"address":[],"address":{},"address":'),
      ),
    'keys called __proto__ and constructor': () =>
      packFreeze(
        dynamicText({ processes: PROCESSES }).replaceAll(
          '"address":',
          '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"address":',
        ),
      ),
    'recycled process ids': () => packFreeze(dynamicText({ processes: recycled })),
    'huge ids': () =>
      packFreeze(
        dynamicText({
          processes: [
            ...PROCESSES,
            ...['9'.repeat(30), '1e400', '9007199254740993'].map((text) => numberedProcess(new Verbatim(text))),
          ],
        }),
      ),
    'negative ids': () => packFreeze(dynamicText({ processes: [...PROCESSES, numberedProcess(-1)] })),
    'nesting 100,000 deep': () => packFreeze(dynamicText({ processes: [new Verbatim(DEEP_LIST), ...PROCESSES] })),
    'a text of 100 MB': () =>
      packHuge(...around(dynamicText({ processes: [...PROCESSES, frozenProcess(30, [], 'HERE')] }))),
  },
  longTexts: 'it is in memory as a whole, so nothing is forgotten',
};
