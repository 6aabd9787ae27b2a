// Tenet traces, whole and damaged.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { CapaxError } from '../../../../src/errors.ts';
import type { RecordedMachine } from '../../../../src/formats/execution.ts';
import { readTenet } from '../../../../src/formats/tenet/read.ts';
import { recogniseTenet } from '../../../../src/formats/tenet/recognise.ts';
import { damage, randomNumbers } from '../../../support/damage.ts';
import { RecordingListener } from '../../../support/recording-listener.ts';
import { sharedPath } from '../../../support/shared.ts';

interface Told {
  readonly facts: RecordedMachine | undefined;
  readonly lines: readonly string[];
  readonly problems: readonly string[];
  readonly registers: readonly (readonly bigint[])[];
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function read(input: string | Uint8Array, chunkBytes = 1 << 16): Promise<Told> {
  const bytes = typeof input === 'string' ? encode(input) : input;
  const listener = new RecordingListener();
  const problems: string[] = [];
  let facts: RecordedMachine | undefined;
  const begin = (told: RecordedMachine): RecordingListener => {
    facts = told;
    return listener;
  };
  const count = await readTenet(memorySource('t.3.log', bytes, chunkBytes), 3, begin, (problem, at) => {
    problems.push(`${problem} ${at}`);
  });
  expect(count).toBe(listener.instructions.length);
  return { facts, lines: listener.lines, problems, registers: listener.instructions.map(({ registers }) => registers) };
}

const FIRST = 'rax=0x1,rsp=0x8000000012345678,r15=0xFF,rip=0x1000,mr=0x1:00\n';
const TRACE = `${FIRST}rsp=0x10,rip=0x1001,mw=0x10:0102,mr=0x20:aa\nRAX=0X2,RIP=0x1003,mrw=0x30:0b0C\n\r\nrip=0x1004,mr=0x40:01,mw=0x3f:0203\r\n`;

describe('Tenet traces', () => {
  it('are told in the order of instructions and what each accessed', async () => {
    const { facts, lines, problems, registers } = await read(TRACE);
    expect(facts).toEqual({ machine: 'x86', bits: 64 });
    expect(lines).toEqual([
      '3 executes 1000 @1',
      '3 writes 10 0102',
      '3 reads 20 aa',
      '3 executes 1001 @2',
      '3 writes 30 0b0c',
      '3 executes 1003 @3',
      // What it read of what it wrote is not known: memory is fetched afterwards.
      '3 writes 3f 0203',
      '3 executes 1004 @5',
    ]);
    expect(problems).toEqual([]);
    expect(registers.map((values) => [values[0], values[4], values[15]])).toEqual([
      [1n, 0x8000000012345678n, 0xffn],
      [1n, 0x10n, 0xffn],
      [2n, 0x10n, 0xffn],
      [2n, 0x10n, 0xffn],
    ]);
  });

  it('are of the machine whose registers they have', async () => {
    const wide = await read('eip=0x401000,edi=0xffffffff\neip=0x401001\n');
    expect(wide.facts).toEqual({ machine: 'x86', bits: 32 });
    expect(wide.registers[0]?.[7]).toBe(0xffffffffn);
    const arm = await read('x0=0x1,x30=0x2,sp=0x3,pc=0x401000\n');
    expect(arm.facts).toEqual({ machine: 'arm64', bits: 64 });
    expect(arm.registers[0]?.filter((value) => value > 0n)).toEqual([1n, 2n, 3n]);
  });

  it('may leave the instruction pointer out where it stays, and have entries that are not known', async () => {
    const { lines, problems } = await read(`${FIRST}rax=0x3\nrip=0x1001,eflags=0x246,note=any thing\n`);
    expect(lines).toEqual(['3 executes 1000 @1', '3 executes 1000 @2', '3 executes 1001 @3']);
    expect(problems).toEqual([]);
  });

  it('lose a malformed line and what the next one says about it', async () => {
    for (const wrong of [
      ...['rip', 'rip=', 'rip=0x', 'rip=1001', 'rip=0x1001;', '=0x1', ',rip=0x1', 'rip=0x1001,', 'some text', 'a=0x1'],
      ...[
        'rip=0x12345678123456781',
        'mr=0x1',
        'mr=0x1:0',
        'mr=0x1:0g',
        'rip=0x10 01',
        `rip=0x1,${'rax=0x1,'.repeat(70)}rbx=0x1`,
      ],
    ]) {
      const { lines, problems } = await read(`${FIRST}${wrong}\nrip=0x1002,mw=0x1:02\nrip=0x1003,mw=0x2:03\n`);
      expect(problems, wrong).toEqual([`line-malformed ${FIRST.length}`]);
      expect(lines, wrong).toEqual([
        '3 executes 1000 @1',
        '3 loses',
        '3 executes 1002 @3',
        '3 writes 2 03',
        '3 executes 1003 @4',
      ]);
    }
  });

  it('lose a line that is too long, and a last one that is not closed', async () => {
    const { lines, problems } = await read(`${FIRST}mw=0x1:${'00'.repeat(1 << 22)}\nrip=0x1002\nrip=0x10`);
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['line-too-long', 'cut-short']);
    expect(lines).toEqual(['3 executes 1000 @1', '3 loses', '3 executes 1002 @3']);
  });

  it('may have many accesses in a line', async () => {
    const accesses = Array.from({ length: 100_000 }, (_, i) => `m${i % 2 === 0 ? 'r' : 'w'}=0x${i.toString(16)}:00`);
    const start = performance.now();
    const { lines } = await read(`${FIRST}rip=0x1001,${accesses.join(',')}\n`);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(lines.filter((line) => line.includes('reads'))).toHaveLength(0);
    expect(lines.filter((line) => line.includes('writes'))).toHaveLength(50_000);
  });

  it('say the same however their bytes come', async () => {
    const whole = await read(TRACE);
    for (const chunk of [1, 2, 3, 7, 64]) expect(await read(TRACE, chunk)).toEqual(whole);
  });

  it('keep what comes before a cut', async () => {
    const whole = (await read(TRACE)).lines;
    const closed = encode(TRACE);
    for (let cut = FIRST.length; cut < closed.length; cut++) {
      const { lines, problems } = await read(closed.subarray(0, cut));
      expect(lines).toEqual(whole.slice(0, lines.length));
      expect(problems.length).toBeLessThanOrEqual(1);
    }
  });

  it('end in what could be read or a typed error, the same for all chunks', async () => {
    const outcome = (bytes: Uint8Array, chunk: number): Promise<unknown> =>
      read(bytes, chunk).catch((error: unknown) => {
        expect(error).toBeInstanceOf(CapaxError);
        return (error as CapaxError).code;
      });
    for (let seed = 0; seed < 400; seed++) {
      const bytes = damage(encode(TRACE), randomNumbers(seed));
      expect(await outcome(bytes, 5), `seed ${seed}`).toEqual(await outcome(bytes, 1 << 16));
    }
  });
});

describe('recognition of Tenet traces', () => {
  it('is by their first lines', () => {
    expect(recogniseTenet(encode(TRACE))).toBe(true);
    expect(recogniseTenet(encode(`${FIRST.trim()},mr=0x`))).toBe(true);
    for (const text of [
      ...['', '\n', 'rip=0x1', 'eip', 'rip=0x1000\n', 'r0=0x1,sp=0x2,pc=0x8000\n'],
      ...[
        '123 open("a", 0x1) = 3\n',
        'a=0x1,b=0x2\n',
        'rax=0x1,rip=0x1000\nand a text\n',
        'RAX=0000000000000038 RBX=0000000000000000\n',
      ],
    ]) {
      expect(recogniseTenet(encode(text)), text).toBe(false);
    }
  });
});

const folder = sharedPath('data', 'formats', 'tenet');

describe.skipIf(folder === undefined)('recorded Tenet traces (in ../shared, CAPAX_SHARED)', () => {
  it.each([
    ['boombox.trace.0.log', 2163, 969, 570],
    ['gdb_demo.0.log', 1835, undefined, undefined],
    ['gdb_demo.1.log', 225, undefined, undefined],
  ])('%s is told as a whole', async (name, instructions, readCount, writeCount) => {
    const bytes = readFileSync(`${folder}/${name}`);
    expect(recogniseTenet(bytes)).toBe(true);
    const { lines, problems, registers } = await read(bytes);
    expect(problems).toEqual([]);
    expect(registers).toHaveLength(instructions);
    // What is told of memory: of the first line, whose instruction is not there, nothing; of reads none of what was written.
    const text = bytes.toString('latin1').trimEnd().split('\n');
    const ranges = text.map((line) =>
      [...line.matchAll(/m([rw])=0x([0-9a-f]+):([0-9a-f]+)/g)].map(([, kind, at = '', data = '']) => {
        return { kind, start: Number.parseInt(at, 16), end: Number.parseInt(at, 16) + data.length / 2 };
      }),
    );
    const reads = ranges.map((line) => line.filter(({ kind }) => kind === 'r'));
    const writes = ranges.map((line) => line.filter(({ kind }) => kind === 'w'));
    if (readCount !== undefined) expect(reads.flat()).toHaveLength(readCount);
    if (writeCount !== undefined) expect(writes.flat()).toHaveLength(writeCount);
    const pure = reads.map((line, i) =>
      line.filter(({ start, end }) => writes[i]?.every((other) => other.end <= start || end <= other.start)),
    );
    expect(lines.filter((line) => line.includes('reads'))).toHaveLength(pure.slice(1).flat().length);
    expect(lines.filter((line) => line.includes('writes'))).toHaveLength(writes.slice(1).flat().length);
  });
});
