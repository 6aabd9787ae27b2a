// What holds of every run, and that it does not matter how a recording tells of it.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import type { ExecutedCode } from '../../../../src/code/executed/executed-code.ts';
import type { CodeView } from '../../../../src/features/code-view.ts';
import type { Trace } from '../../../../src/features/trace.ts';
import { capaTraceInput } from '../../../../src/inputs/capa-trace/index.ts';
import type { Input } from '../../../../src/inputs/input.ts';
import { qemuInput } from '../../../../src/inputs/qemu/index.ts';
import { x64dbgInput } from '../../../../src/inputs/x64dbg/index.ts';
import { randomNumbers } from '../../../support/damage.ts';
import { outlineCode, Run } from '../../../support/executed-run.ts';
import { openTrace } from '../../../support/open-trace.ts';
import { type RanInstruction, randomProgram, runProgram } from '../../../support/random-run.ts';
import { RecordingSink } from '../../../support/recording-sink.ts';
import { allWords, PC_WORD, traceBlock, traceHeader } from '../../../support/x64dbg-trace.ts';

const SEEDS = Array.from({ length: 150 }, (_, seed) => seed);
const hex = (value: number): string => value.toString(16);
const digits = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function randomRun(seed: number): RanInstruction[] {
  const random = randomNumbers(seed);
  return runProgram(randomProgram(random), random, 400);
}

/** Each instruction with its bytes. */
function withBytes(ran: readonly RanInstruction[]): Run {
  const run = new Run();
  const thread = run.code.thread(1);
  for (const [i, { address, bytes }] of ran.entries()) thread?.executesBytes(address, bytes, 0, bytes.length, i);
  return run;
}

/** Bytes when an address runs for the first time. */
function withCode(ran: readonly RanInstruction[]): Run {
  const run = new Run();
  const thread = run.code.thread(1);
  const known = new Set<number>();
  for (const [i, { address, bytes }] of ran.entries()) {
    if (!known.has(address)) run.code.code(address, bytes, 0, bytes.length);
    known.add(address);
    thread?.executes(address, i);
  }
  return run;
}

interface Block {
  readonly address: number;
  readonly bytes: Uint8Array;
  times: number;
}

/** Instructions up to the next branch, call or return, and how often that came in a row. */
function blocksOf(ran: readonly RanInstruction[]): Block[] {
  const blocks: Block[] = [];
  let start = 0;
  for (let i = 0; i < ran.length; i++) {
    const { address, bytes } = ran[i] as RanInstruction;
    const isLast = [0xe8, 0xe9, 0xc3].includes(bytes[0] as number) || (bytes[0] === 0x0f && bytes[1] === 0x85);
    if (!isLast && i + 1 < ran.length && ran[i + 1]?.address === address + bytes.length) continue;
    const own = ran.slice(start, i + 1);
    start = i + 1;
    const block = { address: own[0]?.address ?? 0, bytes: Buffer.concat(own.map((one) => one.bytes)), times: 1 };
    const last = blocks.at(-1);
    if (last?.address === block.address && digits(last.bytes) === digits(block.bytes)) last.times++;
    else blocks.push(block);
  }
  return blocks;
}

function withBlocks(ran: readonly RanInstruction[]): Run {
  const run = new Run();
  const thread = run.code.thread(1);
  for (const [i, { address, bytes, times }] of blocksOf(ran).entries()) {
    run.code.code(address, bytes, 0, bytes.length);
    if (thread !== undefined) run.code.executesBlock(thread, address, bytes.length, i, times);
  }
  return run;
}

/** How often each instruction ran, by address. */
function timesOf({ code: { versions } }: Run): string[] {
  return Array.from(
    { length: versions.count },
    (_, i) => `${hex(versions.address[i] as number)} ${versions.times[i]}`,
  ).sort();
}

function countedTimes(ran: readonly RanInstruction[]): string[] {
  const counts = new Map<number, number>();
  for (const { address } of ran) counts.set(address, (counts.get(address) ?? 0) + 1);
  return [...counts].map(([address, count]) => `${hex(address)} ${count}`).sort();
}

function checkFunctions({ layers, leftOut }: ExecutedCode, ran: readonly RanInstruction[]): void {
  expect(layers).toHaveLength(1);
  expect(leftOut).toBe(0);
  const placed = new Set<number>();
  for (const { address, blocks } of layers[0]?.code.functions ?? []) {
    expect(blocks.map(({ start }) => start)).toContain(address);
    let end = 0;
    for (const block of blocks) {
      expect(block.start, `a block of ${hex(address)}`).toBeGreaterThanOrEqual(end);
      end = block.end;
      for (const instruction of block.instructions) placed.add(instruction);
    }
  }
  expect([...placed].sort()).toEqual([...new Set(ran.map(({ address }) => address))].sort());
}

describe('every run', () => {
  it('has each of its instructions in a function, whose blocks do not overlap and one of which is its beginning', () => {
    for (const seed of SEEDS) {
      const ran = randomRun(seed);
      const run = withBytes(ran);
      checkFunctions(run.end(), ran);
      expect(timesOf(run), `seed ${seed}`).toEqual(countedTimes(ran));
    }
  });

  it('begins a function wherever it was called', () => {
    for (const seed of SEEDS) {
      const ran = randomRun(seed);
      const called = ran.flatMap(({ bytes }, i) => {
        const next = ran[i + 1]?.address;
        const isLast = next === undefined || next === (ran[i] as RanInstruction).address + bytes.length;
        return bytes[0] === 0xe8 && !isLast ? [next] : [];
      });
      const { layers } = withBytes(ran).end();
      const beginnings = new Set(layers[0]?.code.functions.map(({ address }) => address));
      expect(
        called.filter((address) => !beginnings.has(address)),
        `seed ${seed}`,
      ).toEqual([]);
    }
  });

  it('is the same whether bytes come with each instruction, once, or block by block', () => {
    for (const seed of SEEDS) {
      const ran = randomRun(seed);
      const expected = outlineCode(withBytes(ran).end());
      for (const tell of [withCode, withBlocks]) {
        const run = tell(ran);
        expect(outlineCode(run.end()), `seed ${seed}`).toEqual(expected);
        expect(timesOf(run), `seed ${seed}`).toEqual(countedTimes(ran));
      }
    }
  });
});

const HEADER = {
  ...{ t: 'header', format: 'capa-trace', version: 1, producer: { name: 'x' }, arch: 'amd64', bits: 64 },
  ...{ endian: 'little', os: 'windows', level: 'insn' },
};
const lines = (records: readonly (object | string)[]): Uint8Array =>
  Buffer.from(records.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join(''));

/** One run in each format. */
const WRITERS: Readonly<Record<string, (ran: readonly RanInstruction[]) => readonly [Input, Uint8Array]>> = {
  'capa-trace, instructions': (ran) => {
    const known = new Set<number>();
    const records = ran.map(({ address, bytes }, s) => {
      const code = known.has(address) ? {} : { b: digits(bytes) };
      known.add(address);
      return { t: 'i', s, tid: 1, pc: `0x${hex(address)}`, ...code };
    });
    return [capaTraceInput, lines([HEADER, ...records])];
  },
  'capa-trace, blocks': (ran) => {
    const numbers = new Map<string, number>();
    const records = blocksOf(ran).map(({ address, bytes, times }, s) => {
      const key = `${address} ${digits(bytes)}`;
      const known = numbers.get(key);
      const id = known ?? numbers.size;
      numbers.set(key, id);
      const code = known === undefined ? { pc: `0x${hex(address)}`, b: digits(bytes) } : {};
      return { t: 'bb', s, tid: 1, id, ...code, n: times };
    });
    return [capaTraceInput, lines([HEADER, ...records])];
  },
  x64dbg: (ran) => {
    const blocks = ran.map(({ address, bytes }, i) => {
      const words = { [PC_WORD[8]]: BigInt(address) };
      return traceBlock({
        code: [...bytes],
        words: i === 0 ? allWords(8, words) : words,
        ...(i === 0 ? { thread: 1 } : {}),
      });
    });
    return [x64dbgInput, Buffer.concat([traceHeader(), ...blocks])];
  },
  QEMU: (ran) => {
    const records = ran.flatMap(({ address, bytes }) => {
      const place = `00000000${hex(address)}`.slice(-8);
      const code = digits(bytes).replace(/../g, '$& ');
      return ['IN: ', `0x${place}:  ${code.padEnd(24)} text %rax`, '', `Trace 0: 0x7f00 [0/${place}/0/0]`];
    });
    return [qemuInput, lines(records)];
  },
};

/** Functions with their numbers of blocks and instructions, and how often each began. */
async function read([input, bytes]: readonly [Input, Uint8Array], chunkBytes?: number): Promise<string[]> {
  const trace: Trace = await openTrace(input, memorySource('run', bytes, chunkBytes));
  await trace.read(new RecordingSink());
  const view = trace.executed?.()?.code as CodeView;
  return view.functions().map(({ address, evidence, blocks, instructions, ran }) => {
    const place = address.type === 'absolute' ? hex(Number(address.value)) : '';
    return `${place} ${evidence} ${blocks} ${instructions} ${ran?.times}`;
  });
}

describe('a run in a file', () => {
  it.each(Object.keys(WRITERS))('is the same in every format and however its bytes come: %s', async (name) => {
    for (const seed of SEEDS.slice(0, 12)) {
      const ran = randomRun(seed);
      const { code } = withBytes(ran).end().layers[0] ?? { code: undefined };
      const times = new Map(countedTimes(ran).map((line) => line.split(' ') as [string, string]));
      const expected = code?.functions.map(({ address, evidence, blocks }) => {
        const count = blocks.reduce((sum, { instructions }) => sum + instructions.length, 0);
        return `${hex(address)} ${evidence} ${blocks.length} ${count} ${times.get(hex(address))}`;
      });
      const written = (WRITERS[name] as (typeof WRITERS)[string])(ran);
      expect(await read(written), `seed ${seed}`).toEqual(expected);
      expect(await read(written, 1 + seed * 7), `seed ${seed}`).toEqual(expected);
    }
  });
});
