// Logs of QEMU for the contract suite, of blocks and of the plugin execlog.

import { qemuInput } from '../../../src/inputs/qemu/index.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, hugeText } from '../contract-entry.ts';

const LF = 0x0a;

const listed = (address: string, code: string, text: string): string[] => [
  '----------------',
  'IN: main',
  `0x${address}:  ${code.padEnd(24)} ${text}`,
  '',
];
const ran = (cpu: number, address: string, rax: string): string[] => [
  `Trace ${cpu}: 0x7f0000001000 [0000000000000000/${address.padStart(16, '0')}/0040c0b3/00000201] main`,
  `RAX=${rax.padStart(16, '0')} RBX=0000000000000000 RCX=0000000000000001 RDX=0000000000000000`,
];
const LISTED = [
  ...listed('00401000', 'e8 fb 0f 00 00', 'callq    0x402000'),
  ...listed('00401005', 'e8 f6 0f 00 00', 'callq    0x402000'),
  ...listed('0040100a', 'c3', 'retq     '),
];
const LOG = [
  ...LISTED,
  ...ran(0, '401000', '1'),
  ...ran(0, '401005', '2'),
  ...ran(1, '401000', '7'),
  ...ran(0, '40100a', '3'),
  ...ran(1, '401005', '8'),
  ...ran(1, '40100a', '9'),
];
const BROKEN = 'Trace 0: 0x7f [zz]';
const log = (...lines: readonly string[]): Uint8Array => Buffer.from(lines.map((line) => `${line}\n`).join(''));

export const qemuEntry: ContractEntry = {
  title: 'QEMU, blocks',
  input: qemuInput,
  sound: () => log(...LOG),
  expected: [
    '0/0 ',
    '  0',
    '    0 0x402000() -> 0x2',
    '    1 0x402000() -> 0x3',
    '  1',
    '    0 0x402000() -> 0x8',
    '    1 0x402000() -> 0x9',
  ],
  lacking: {},
  broken: (times) => log(...LOG, ...Array<string>(times).fill(BROKEN)),
  differences: [],
  different: () => log(...LOG),
  hostile: {
    'duplicate keys': () => log(...LOG, ...ran(0, '401000', '1'), 'RAX=0000000000000001 RAX=0000000000000002'),
    'keys called __proto__ and constructor': () =>
      log(...LOG, ...ran(0, '401000', '1'), '__proto__=0000000000000001 constructor=0000000000000002'),
    'recycled process ids': 'a log is of one process, or of a whole machine',
    'huge ids': () =>
      log(
        ...LOG,
        ...listed('ffffffffffffffff', 'c3', 'retq     '),
        ...ran(99_999_999, 'ffffffffffffffff', '1'),
        ...ran(Number.MAX_SAFE_INTEGER, '401000', '1'),
        `Trace ${'9'.repeat(30)}: 0x7f [0/401000/0/0]`,
        `Trace 0: 0x${'f'.repeat(99)} [0/${'f'.repeat(99)}/0]`,
      ),
    'negative ids': () => log(...LOG, 'Trace -1: 0x7f0000001000 [0/401000/0/0]'),
    'nesting 100,000 deep': () => log(...LOG, `Trace 0: 0x7f ${DEEP_LIST}`, ...Array<string>(100_000).fill('IN: [')),
    'a text of 100 MB': () =>
      generatedSource('huge.log', function* () {
        yield log(...LOG);
        yield Buffer.from('Trace 0: 0x7f0000001000 [0/401000/0/0] ');
        yield* hugeText();
        yield log('', ...LOG);
      }),
  },
  longTexts: 'logs have no memory',
  mayEnd: (bytes, at) => bytes[at - 1] === LF,
  leastRules: 1,
};

const executed = (cpu: number, address: number, code: string, text: string, rax?: string): string =>
  `${cpu}, 0x${address.toString(16)}, 0x${code}, "${text}"${rax === undefined ? '' : `, rax -> 0x${rax}`}`;
const EXECLOG = [
  executed(0, 0x401000, '90909090', 'nop ', '1'),
  executed(0, 0x401001, 'd0ff', 'callq *%rax', '2'),
  executed(1, 0x401000, '90909090', 'nop ', '4'),
  executed(0, 0x401003, 'd0ff', 'callq *%rax', '3'),
  executed(1, 0x401001, 'd0ff', 'callq *%rax', '5'),
  executed(1, 0x401003, 'c3', 'retq '),
  executed(0, 0x401005, 'c3', 'retq '),
];

export const execlogEntry: ContractEntry = {
  ...qemuEntry,
  title: 'QEMU, execlog',
  sound: () => log(...EXECLOG),
  expected: ['0/0 ', '  0', '    0 0x1() -> 0x2', '    1 0x2() -> 0x3', '  1', '    0 0x4() -> 0x5'],
  broken: (times) => log(...EXECLOG, ...Array<string>(times).fill('0, 0xzz, "')),
  different: () => log(...EXECLOG),
  hostile: {
    ...qemuEntry.hostile,
    'duplicate keys': () => log(...EXECLOG, `${executed(0, 0x401000, '90', 'nop')}, rax -> 0x1, rax -> 0x2`),
    'keys called __proto__ and constructor': () =>
      log(...EXECLOG, `${executed(0, 0x401000, '90', 'nop')}, __proto__ -> 0x1, constructor -> 0x2`),
    'huge ids': () =>
      log(
        ...EXECLOG,
        executed(Number.MAX_SAFE_INTEGER, 2 ** 53 - 1, '90909090', 'nop'),
        `0, 0xffffffffffffffff, 0x90, "nop"`,
        `${'9'.repeat(30)}, 0x401000, 0x90, "nop"`,
        `0, 0x${'f'.repeat(40)}, 0x90, "nop"`,
      ),
    'negative ids': () => log(...EXECLOG, '-1, 0x401000, 0x90, "nop"'),
    'nesting 100,000 deep': () =>
      log(...EXECLOG, `0, 0x401000, 0x90, "${DEEP_LIST}"`, `0, 0x401001, 0x90, "nop"${', rax -> 0x1'.repeat(90_000)}`),
    'a text of 100 MB': () =>
      generatedSource('huge.log', function* () {
        yield log(...EXECLOG);
        yield Buffer.from('0, 0x401000, 0x90, "');
        yield* hugeText();
        yield log('"', ...EXECLOG);
      }),
  },
};
