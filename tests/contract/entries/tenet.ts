// Tenet traces for the contract suite. They have no bytes of instructions: what is traced here has written its code before.

import { tenetInput } from '../../../src/inputs/tenet/index.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, hugeText } from '../contract-entry.ts';

const LF = 0x0a;

/** A call to the next page, twice, and a jump back. */
const CODE = 'e8fb0f0000e8f60f0000ebf4';
const TEXT = Buffer.from('a text\0\x001234\0').toString('hex');
const FIRST = `rax=0x1,rbx=0x0,rcx=0x0,rdx=0x0,rbp=0x0,rsp=0x7fff0000,rsi=0x600008,rdi=0x600000,rip=0x401000`;

const TRACE = [
  FIRST,
  `rip=0x401003,mw=0x500000:${CODE}`,
  `rip=0x401006,mw=0x600000:${TEXT}`,
  'rip=0x500000',
  'rax=0x5,rip=0x500005',
  'rax=0x6,rip=0x50000a',
  'rip=0x500000',
  'rax=0x7,rip=0x500005',
  'rip=0x50000a',
];

const log = (...lines: readonly string[]): Uint8Array => Buffer.from(lines.map((line) => `${line}\n`).join(''));

export const tenetEntry: ContractEntry = {
  title: 'Tenet',
  input: tenetInput,
  sound: () => log(...TRACE),
  expected: [
    '0/0 ',
    '  0',
    '    0 0x501000("a text", "1234") -> 0x5',
    '    1 0x501000("a text", "1234") -> 0x6',
    '    2 0x501000("a text", "1234") -> 0x7',
    '    3 0x501000("a text", "1234") -> 0x7',
  ],
  lacking: {},
  broken: (times) => log(...TRACE, ...Array<string>(times).fill('rax=0x,rip=500000')),
  differences: [],
  different: () => log(...TRACE),
  hostile: {
    'duplicate keys': () =>
      log(...TRACE, 'rip=0x500000,rip=0x500005,rax=0x1,rax=0x2', `rip=0x50000a${',rax=0x1'.repeat(1000)}`),
    'keys called __proto__ and constructor': () => log(...TRACE, '__proto__=0x1,constructor=0x2,rip=0x500000'),
    'recycled process ids': 'a file is of one thread',
    'huge ids': () =>
      log(
        ...TRACE,
        'rip=0xffffffffffffffff,mw=0xffffffffffffffff:ffff',
        'rip=0x1fffffffffffff,mr=0x1fffffffffffff:0000',
        'rip=0x20000000000000,mrw=0x20000000000000:90',
        'rip=0x11111111111111111',
      ),
    'negative ids': () => log(...TRACE, 'rip=-0x1', 'rip=0x-1,rsp=-5'),
    'nesting 100,000 deep': () => log(...TRACE, `rip=${DEEP_LIST}`, ...Array<string>(100_000).fill('rip=0x500000')),
    'a text of 100 MB': () =>
      generatedSource('huge.0.log', function* () {
        yield log(...TRACE);
        yield Buffer.from('rip=0x500000,mw=0x700000:');
        yield* hugeText();
        yield log('', ...TRACE);
      }),
  },
  longTexts: 'of a text in memory at most 1,024 bytes are taken',
  mayEnd: (bytes, at) => bytes[at - 1] === LF,
};
