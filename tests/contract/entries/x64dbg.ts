// Traces of x64dbg for the contract suite.

import { x64dbgInput } from '../../../src/inputs/x64dbg/index.ts';
import { allWords, PC_WORD, type TraceBlock, traceBlock, traceHeader, userBlock } from '../../support/x64dbg-trace.ts';
import { type ContractEntry, generatedSource, hugeText } from '../contract-entry.ts';

const PC = PC_WORD[8];
const [RAX, RCX, RSP] = [0, 1, 4] as const;
const TEXT = Buffer.from('a text\0\0').readBigUInt64LE();

/** A call that leaves the trace and comes back with a value, after an instruction that reads the text that it is given. */
function callOf(thread: number, at: bigint, result: bigint, isFirst = false): TraceBlock[] {
  const words = { [RCX]: 0x140005000n, [RSP]: 0x10ff00n, [PC]: at };
  return [
    {
      thread,
      code: [0x48, 0x8b, 0x01],
      words: isFirst ? allWords(8, words) : words,
      accesses: [{ at: 0x140005000n, old: TEXT }],
    },
    { code: [0xe8, 0xf8, 0x0f, 0, 0], words: { [PC]: at + 3n } },
    { code: [0x90], words: { [RAX]: result, [PC]: at + 8n } },
  ];
}

const BLOCKS: readonly TraceBlock[] = [
  ...callOf(36, 0x140001000n, 0x10n, true),
  ...callOf(36, 0x140001009n, 0x11n),
  ...callOf(40, 0x140001800n, 0x12n),
];
const HEADER = traceHeader();

const trace = (...parts: readonly (TraceBlock | Uint8Array)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : traceBlock(part))));

/** Where blocks end: nothing says that another one should follow. */
const ENDS = new Set(BLOCKS.map((_, i) => trace(HEADER, ...BLOCKS.slice(0, i + 1)).length));

export const x64dbgEntry: ContractEntry = {
  title: 'x64dbg',
  input: x64dbgInput,
  sound: () => trace(HEADER, ...BLOCKS),
  expected: [
    '0/0 a.exe',
    '  36',
    '    0 0x140002000("a text") -> 0x10',
    '    1 0x140002009("a text") -> 0x11',
    '  40',
    '    0 0x140002800("a text") -> 0x12',
  ],
  lacking: { 'operating system': () => trace(traceHeader({ path: '' }), ...BLOCKS) },
  broken: 'nothing says where blocks begin: from a damaged one on, all are lost up to one that has all registers',
  differences: [],
  different: () => trace(HEADER, ...BLOCKS),
  hostile: {
    'duplicate keys': () => {
      const json = Buffer.from('{"ver":1,"ver":1,"arch":"x86","arch":"x64","path":"a","path":"C:\\\\b.exe"}');
      const head = Buffer.from('TRAC\0\0\0\0');
      head.writeUInt32LE(json.length, 4);
      return trace(head, json, ...BLOCKS);
    },
    'keys called __proto__ and constructor': () =>
      trace(traceHeader({ ['__proto__']: { polluted: 1 }, constructor: { prototype: 1 } }), ...BLOCKS),
    'recycled process ids': 'a trace is of one process',
    'huge ids': () => trace(HEADER, ...BLOCKS, ...callOf(0xffffffff, 0xffff_ffff_ffff_fff0n, 2n ** 64n - 1n)),
    'negative ids': 'ids have no sign',
    'nesting 100,000 deep': () => {
      const deep = Buffer.from(`{"ver":1,"arch":"x64","path":${'['.repeat(8000)}${']'.repeat(8000)}}`);
      const head = Buffer.from('TRAC\0\0\0\0');
      head.writeUInt32LE(deep.length, 4);
      return trace(head, deep, ...BLOCKS);
    },
    'a text of 100 MB': () =>
      generatedSource('huge.trace64', function* () {
        yield trace(HEADER, ...BLOCKS);
        yield userBlock(new Uint8Array(100_000_000)).subarray(0, 5);
        yield* hugeText();
        yield trace(...BLOCKS);
      }),
  },
  longTexts: 'of a text in memory at most 1,024 bytes are taken',
  mayEnd: (_, at) => ENDS.has(at),
};
