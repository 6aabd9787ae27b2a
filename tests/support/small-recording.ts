// A small program and recordings of its run: it mixes a constant in, calls a function that mixes in a loop, and a second thread runs that too.

import { buildElf } from './program-builder.ts';
import { allWords, PC_WORD, traceBlock, traceHeader } from './x64dbg-trace.ts';

const START = 0x401000;
const MIX = 0x401020;
const hex = (value: number): string => `0x${value.toString(16)}`;

/** Instructions by address. */
const CODE: Readonly<Record<number, string>> = {
  [START]: 'f30f1efa',
  4198404: 'b805000000',
  4198409: '352083b8ed',
  4198414: 'e80d000000',
  4198419: '90',
  4198420: '90',
  4198421: 'c3',
  [MIX]: '31c8',
  4198434: '75fc',
  4198436: 'c3',
};
const MAIN = [START, 0x401004, 0x401009, 0x40100e];
const LOOP = [MIX, 0x401022, MIX, 0x401022, 0x401024];
const REST = [0x401013, 0x401014, 0x401015];

/** Threads and the addresses that they execute. */
const THREADS: readonly (readonly number[])[] = [[...MAIN, ...LOOP, ...REST], LOOP];

export function recordedProgram(): Uint8Array {
  const data = new Uint8Array(0x40).fill(0xcc);
  for (const [address, digits] of Object.entries(CODE)) data.set(Buffer.from(digits, 'hex'), Number(address) - START);
  return buildElf({ osAbi: 3, entry: START, segments: [{ type: 1, flags: 5, address: START, data }] });
}

/** As capa-trace, with what is mapped where. */
export function recordedCapaTrace(): Uint8Array {
  const known = new Set<number>();
  let s = 0;
  const records: object[] = [
    {
      ...{ t: 'header', format: 'capa-trace', version: 1, producer: { name: 'exporter' }, arch: 'amd64', bits: 64 },
      ...{ endian: 'little', os: 'linux', level: 'insn', sample: { path: '/a' } },
    },
    { t: 'process', s, pid: 7, path: '/a' },
    { t: 'module', s, pid: 7, base: hex(START), size: 0x1000, path: '/a', traced: true },
  ];
  for (const [i, addresses] of THREADS.entries()) {
    const tid = 8 + i;
    records.push({ t: 'thread', s, pid: 7, tid });
    for (const [at, address] of addresses.entries()) {
      const code = known.has(address) ? {} : { b: CODE[address] };
      known.add(address);
      const state = at === 0 ? { R: { rax: '0x5', rcx: '0x1' } } : {};
      records.push({ t: 'i', s: ++s, tid, pc: hex(address), ...code, ...state });
    }
  }
  records.push({ t: 'end', s, insns: s, calls: 0, unique_insns: known.size });
  return Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

/** As Tenet has it, one thread in each file; loaded elsewhere. */
export function recordedTenet(thread: 0 | 1, base = 0x550000000000): Uint8Array {
  const lines = (THREADS[thread] ?? []).map((address, i) => {
    const registers = i === 0 ? 'rax=0x5,rcx=0x1,' : '';
    return `${registers}rip=${hex(address - START + base)}\n`;
  });
  return Buffer.from(lines.join(''));
}

/** As x64dbg has it. */
export function recordedX64dbg(): Uint8Array {
  const blocks = THREADS.flatMap((addresses, thread) =>
    addresses.map((address, at) => {
      const words = { [PC_WORD[8]]: BigInt(address) };
      const code = [...Buffer.from(CODE[address] ?? '', 'hex')];
      return traceBlock({ code, words: at === 0 ? allWords(8, words) : words, ...(at === 0 ? { thread } : {}) });
    }),
  );
  return Buffer.concat([traceHeader(), ...blocks]);
}
