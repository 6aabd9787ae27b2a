// Traces of x64dbg, whole and damaged.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { CapaxError } from '../../../../src/errors.ts';
import { recogniseX64dbg, type X64dbgFacts } from '../../../../src/formats/x64dbg/header.ts';
import { readX64dbg } from '../../../../src/formats/x64dbg/read.ts';
import { randomNumbers } from '../../../support/damage.ts';
import { RecordingListener } from '../../../support/recording-listener.ts';
import {
  allWords,
  PC_WORD,
  type TraceBlock,
  traceBlock,
  traceHeader,
  userBlock,
} from '../../../support/x64dbg-trace.ts';

interface Told {
  readonly facts: X64dbgFacts | undefined;
  readonly lines: readonly string[];
  readonly problems: readonly string[];
  readonly registers: readonly (readonly bigint[])[];
}

async function read(bytes: Uint8Array, chunkBytes = bytes.length, maxThreads?: number): Promise<Told> {
  const listener = new RecordingListener(maxThreads);
  const problems: string[] = [];
  let facts: X64dbgFacts | undefined;
  const begin = (told: X64dbgFacts): RecordingListener => {
    facts = told;
    return listener;
  };
  const count = await readX64dbg(memorySource('t.trace64', bytes, Math.max(1, chunkBytes)), begin, (problem, at) => {
    problems.push(`${problem} ${at}`);
  });
  if (maxThreads === undefined) expect(count).toBe(listener.instructions.length);
  return { facts, lines: listener.lines, problems, registers: listener.instructions.map(({ registers }) => registers) };
}

const NOP = [0x90];
/** A trace whose first block says all registers. */
function trace(blocks: readonly (TraceBlock | Uint8Array)[], width: 4 | 8 = 8): Uint8Array {
  const first = traceBlock(
    { thread: 7, code: NOP, words: allWords(width, { 0: 1n, 4: 0x50n, [PC_WORD[width]]: 0x1000n }) },
    width,
  );
  const rest = blocks.map((block) => (block instanceof Uint8Array ? block : traceBlock(block, width)));
  return Buffer.concat([traceHeader({ arch: width === 8 ? 'x64' : 'x86' }), first, ...rest]);
}

const at = (pc: bigint, more: Partial<TraceBlock> = {}): TraceBlock => ({
  code: NOP,
  ...more,
  words: { ...more.words, 16: pc },
});

/** Threads, memory, a block of a plug-in and a hidden thread id. */
const RICH = trace([
  at(0x1001n, {
    code: [0x48, 0x89, 0x08],
    words: { 1: 5n },
    accesses: [
      { at: 0x2000n, old: 1n, now: 5n },
      { at: 0x3000n, old: 9n },
    ],
  }),
  userBlock(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8)),
  at(0x1004n, { thread: 7 }),
  at(0x5000n, {
    hiddenThread: 0x1238,
    code: [0x8b, 0x45, 0x08],
    words: { 1: 6n, 4: 0x90n },
    accesses: [{ at: 0x98n, old: 3n }],
  }),
  at(0x5003n, { words: { 136: 0x01000100n } }),
  at(0x5004n, { words: { 0: 3n } }),
  at(0x5005n, { thread: 7, words: { 0: 1n, 4: 0x50n } }),
]);

describe('traces of x64dbg', () => {
  it('say which program it is', async () => {
    const { facts } = await read(trace([]));
    expect(facts).toEqual({ machine: 'x86', bits: 64, path: 'C:\\a.exe', hash: '0x12' });
  });

  it('are told instruction by instruction, with what each accessed', async () => {
    const { lines, problems, registers } = await read(RICH);
    expect(lines).toEqual([
      '7 executes 1000 90 @0',
      '7 executes 1001 488908 @1',
      '7 holds 2000 0500000000000000',
      '7 writes 2000 05',
      '7 reads 3000 0900000000000000',
      '7 executes 1004 90 @2',
      '4664 executes 5000 8b4508 @3',
      '4664 reads 98 0300000000000000',
      '4664 executes 5003 90 @4',
      '4664 executes 5004 90 @5',
      '7 executes 5005 90 @6',
    ]);
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['block-skipped', 'thread-id-unannounced']);
    // A thread goes on from the registers of the block before, whichever thread had it.
    expect(registers.map((values) => [values[0], values[1], values[4]])).toEqual([
      [1n, 0n, 0x50n],
      [1n, 5n, 0x50n],
      [1n, 5n, 0x50n],
      [1n, 6n, 0x90n],
      [1n, 6n, 0x90n],
      [3n, 6n, 0x90n],
      [1n, 6n, 0x50n],
    ]);
  });

  it('of 32 bits have registers of half the size', async () => {
    const { facts, lines, registers } = await read(
      trace(
        [
          {
            code: [0x50],
            words: { 7: 0xffffffffn, 8: 0x1001n, 9: 0x202n },
            accesses: [{ at: 0x4cn, old: 0n, now: 0xfffffffen }],
          },
        ],
        4,
      ),
    );
    expect(facts?.bits).toBe(32);
    expect(lines).toEqual([
      '7 executes 1000 90 @0',
      '7 executes 1001 50 @1',
      '7 holds 4c feffffff',
      '7 writes 4c feffffff',
    ]);
    expect(registers[1]?.slice(0, 16)).toEqual([1n, 0n, 0n, 0n, 0x50n, 0n, 0n, 0xffffffffn, ...Array(8).fill(0n)]);
  });

  it('keep the registers of threads that are not followed', async () => {
    const { lines, registers } = await read(
      trace([at(0x2000n, { thread: 8, words: { 1: 4n } }), at(0x1001n, { thread: 7 })]),
      64,
      1,
    );
    expect(lines).toEqual(['7 executes 1000 90 @0', '7 executes 1001 90 @2']);
    expect(registers[1]?.[1]).toBe(4n);
  });

  it('have addresses that a number holds', async () => {
    const { lines } = await read(trace([at(0xfffff80012345678n)]));
    expect(lines[1]).toBe('7 executes f80012345678 90 @1');
  });

  it('are taken at their word where it fits', async () => {
    // Behind a full dump, the flags announce a thread id and the next block has none.
    const { lines, problems } = await read(trace(Array.from({ length: 9 }, (_, i) => at(BigInt(0x2000 + i)))));
    expect(lines).toHaveLength(10);
    expect(problems).toEqual([]);
  });

  it('say the same however their bytes come', async () => {
    const whole = await read(RICH);
    for (const chunk of [1, 2, 3, 7, 64, 1000]) expect(await read(RICH, chunk)).toEqual(whole);
  });

  it('say where a block makes no sense', async () => {
    const start = trace([]).length;
    for (const wrong of [[1], [0, 1, 0, 0x11], [0, 1, 0, 0], [0, 0, 33, 1], [0, 2, 0, 1, 0x90, 200, 200]]) {
      const bytes = Buffer.concat([trace([]), Uint8Array.from(wrong), new Uint8Array(4000).fill(0x11)]);
      const { lines, problems } = await read(bytes);
      expect(lines, String(wrong)).toHaveLength(1);
      expect(problems).toEqual([`damaged ${start}`]);
    }
    const { problems } = await read(
      Buffer.concat([traceHeader(), traceBlock({ thread: 1, code: NOP, words: { 0: 1n } })]),
    );
    expect(problems).toEqual([`damaged ${traceHeader().length}`]);
  });

  it('end early where the length of a block of a plug-in lies', async () => {
    const start = trace([]).length;
    const bytes = Buffer.concat([trace([]), Uint8Array.of(0x80, 0xff, 0xff, 0xff, 0xff, 1, 2, 3)]);
    const { lines, problems } = await read(bytes, 5);
    expect(lines).toHaveLength(1);
    expect(problems).toEqual([`damaged ${start}`]);
    // Where nobody knows how long the file is, it is believed.
    const told: string[] = [];
    const { size: _, ...source } = memorySource('t', bytes);
    await readX64dbg(
      source,
      () => new RecordingListener(),
      (problem) => told.push(problem),
    );
    expect(told).toEqual(['block-skipped', 'cut-short']);
  });

  it('are read again from the next block on that has all registers', async () => {
    const dump = (thread: number, pc: bigint): TraceBlock => ({
      thread,
      code: NOP,
      words: allWords(8, { 0: 9n, 16: pc }),
    });
    const blocks = [at(0x1001n), at(0x1002n), dump(7, 0x2000n), at(0x2001n), dump(8, 0x3000n), at(0x3001n)];
    const bytes = trace(blocks);
    const wrong = trace(blocks.slice(0, 1)).length;
    bytes[wrong] = 1;
    const told = await read(bytes);
    expect(told.problems).toEqual([`damaged ${wrong}`]);
    expect(told.lines).toEqual([
      '7 executes 1000 90 @0',
      '7 executes 1001 90 @1',
      '7 loses',
      '7 executes 2000 90 @2',
      '7 executes 2001 90 @3',
      '8 loses',
      '8 executes 3000 90 @4',
      '8 executes 3001 90 @5',
    ]);
    expect(told.registers[2]?.[0]).toBe(9n);
    for (const chunk of [1, 3, 100]) expect(await read(bytes, chunk)).toEqual(told);
  });
});

describe('headers of x64dbg traces', () => {
  const fails = async (bytes: Uint8Array): Promise<string> => {
    const error = await read(bytes).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(CapaxError);
    return (error as CapaxError).code;
  };

  it('are refused where they cannot be read', async () => {
    const good = traceHeader();
    for (let cut = 0; cut < good.length; cut++) expect(await fails(good.subarray(0, cut))).toBe('input-corrupt');
    expect(await fails(Buffer.concat([Buffer.from('TRAC\x01\x40\0\0'), Buffer.alloc(20_000, 0x20)]))).toBe(
      'input-corrupt',
    );
    expect(await fails(Buffer.from('TRAC\x04\0\0\0[{}]'))).toBe('input-corrupt');
    expect(await fails(traceHeader({ ver: 2 }))).toBe('input-unsupported');
    expect(await fails(traceHeader({ arch: 'arm64' }))).toBe('input-unsupported');
    expect(await fails(traceHeader({ arch: 'constructor' }))).toBe('input-unsupported');
    expect(await fails(traceHeader({ compression: 'lz4' }))).toBe('input-unsupported');
  });

  it('are recognised', () => {
    expect(recogniseX64dbg(traceHeader())).toBe(true);
    expect(recogniseX64dbg(Buffer.from('TRAC\x04\0\0\0[{}]'))).toBe(false);
    expect(recogniseX64dbg(Buffer.from('TRACE: a log of something'))).toBe(false);
    expect(recogniseX64dbg(Buffer.from('TRAC'))).toBe(false);
  });
});

describe('damaged traces of x64dbg', () => {
  it('keep what comes before a cut', async () => {
    const whole = await read(RICH);
    for (let cut = trace([]).length; cut < RICH.length; cut++) {
      const { lines, problems } = await read(RICH.subarray(0, cut), 100);
      // Of a block that hides a thread id, its own bytes may be too few to notice.
      const last = lines.findLastIndex((line) => line.includes('executes'));
      expect(lines.slice(0, last)).toEqual(whole.lines.slice(0, last));
      expect(problems.length).toBeLessThanOrEqual(3);
    }
  });

  it('end in what could be read or a typed error, the same for all chunks', async () => {
    const random = randomNumbers(11);
    const outcome = (bytes: Uint8Array, chunk: number): Promise<unknown> =>
      read(bytes, chunk).catch((error: unknown) => {
        expect(error).toBeInstanceOf(CapaxError);
        return (error as CapaxError).code;
      });
    for (let run = 0; run < 400; run++) {
      const bytes = Uint8Array.from(RICH);
      const from = run % 4 === 0 ? 0 : traceHeader().length;
      for (let i = 0; i < 1 + (run % 3); i++) {
        const place = from + Math.floor(random() * (bytes.length - from));
        bytes[place] =
          run % 2 === 0 ? 255 * Math.round(random()) : (bytes[place] as number) ^ (1 << Math.floor(random() * 8));
      }
      expect(await outcome(bytes, 7), `run ${run}`).toEqual(await outcome(bytes, bytes.length));
    }
  });
});
