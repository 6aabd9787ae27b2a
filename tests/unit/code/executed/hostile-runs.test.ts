// Recordings that were made to cost much. Each would take minutes, or more memory than there is, if its cost were the product of two of its
// numbers.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { executedCode } from '../../../../src/code/executed/executed-code.ts';
import { findProgram } from '../../../../src/code/executed/find-program.ts';
import { RecordedCode } from '../../../../src/code/executed/recorded-code.ts';
import { capaTraceInput } from '../../../../src/inputs/capa-trace/index.ts';
import { LIMITS } from '../../../../src/limits.ts';
import { assemble } from '../../../support/native-code.ts';
import { openTrace } from '../../../support/open-trace.ts';
import { RecordingSink } from '../../../support/recording-sink.ts';

const NOP = Uint8Array.of(0x90);
const JUMP_BY_REGISTER = Uint8Array.of(0xff, 0xe0);
const MEGABYTE = 1_000_000;

interface Module {
  readonly start: number;
  readonly end: number;
}

function record(tellsCode = true): RecordedCode {
  return new RecordedCode({ machine: 'x86', bits: 64, tellsCode, onWritten: () => undefined });
}

/** Follows the recording to its end: how much is in it. */
function finish(code: RecordedCode, modules: readonly Module[] = []) {
  code.end();
  const { layers, leftOut } = executedCode(code, { platform: 'other', modules });
  const functions = layers.flatMap((layer) => layer.code.functions);
  const instructions = functions
    .flatMap(({ blocks }) => blocks)
    .reduce((sum, block) => sum + block.instructions.length, 0);
  const laidOut = layers.flatMap((layer) => layer.code.image.regions).reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { layers: layers.length, functions: functions.length, instructions, leftOut, laidOut };
}

function threadOf(code: RecordedCode, id = 0) {
  const thread = code.thread(id);
  if (thread === undefined) throw new Error('too many threads');
  return thread;
}

describe('hostile recordings', () => {
  it('may have very many threads: some are followed', () => {
    const code = record();
    for (let id = 0; id < 100_000; id++) code.thread(id)?.executesBytes(0x1000, NOP, 0, 1, id);
    expect(code.threads.size).toBe(LIMITS.executedThreads);
    expect(code.isOutOfThreads).toBe(true);
    expect(finish(code)).toMatchObject({ functions: 1, instructions: 1 });
  });

  it('may change an instruction in each round of a loop: some of its contents are kept', () => {
    const code = record();
    const thread = threadOf(code);
    const rounds = 30_000;
    const bytes = Buffer.from('b800000000ebf9', 'hex');
    for (let i = 0; i < rounds; i++) {
      bytes.writeUInt32LE(i, 1);
      thread.executesBytes(0x1000, bytes, 0, 5, 2 * i);
      thread.executesBytes(0x1005, bytes, 5, 2, 2 * i + 1);
    }
    expect(code.versions.count).toBe(rounds + 1);
    const { layers, functions, leftOut } = finish(code);
    expect([layers, functions]).toEqual([LIMITS.executedLayers, LIMITS.executedLayers]);
    expect(leftOut).toBe(rounds - LIMITS.executedLayers);
  });

  it('may begin a function at each instruction of a long one', () => {
    const code = record();
    const count = 6000;
    for (let i = 0; i < count; i++) threadOf(code, i).executesBytes(0x1000 + i, NOP, 0, 1, i);
    for (let i = 0; i < count; i++) threadOf(code).executesBytes(0x1000 + i, NOP, 0, 1, i);
    const { functions, instructions } = finish(code);
    expect(functions).toBe(count);
    expect(instructions).toBeLessThan(count + LIMITS.executedShared);
  });

  it('may go from one jump to very many places', () => {
    const code = record();
    const thread = threadOf(code);
    const count = 60_000;
    for (let i = 0; i < count; i++) {
      thread.executesBytes(0x1000, JUMP_BY_REGISTER, 0, 2, 2 * i);
      thread.executesBytes(0x2000 + 2 * i, JUMP_BY_REGISTER, 0, 2, 2 * i + 1);
    }
    const { instructions, functions } = finish(code);
    expect(instructions).toBeGreaterThanOrEqual(count + 1);
    expect(functions).toBeLessThan(count);
  });

  it('may use a byte here and there of as many modules as there can be', () => {
    const code = record();
    const thread = threadOf(code);
    const modules: Module[] = [];
    for (let i = 0; i < 1500; i++) {
      const start = 2 ** 32 + i * 0x10000000;
      modules.push({ start, end: start + 0x8000000 });
      thread.executesBytes(start + 0x3ff0000, NOP, 0, 1, i);
      thread.reads(start + 0x3ff8000, NOP, 0, 1);
    }
    const { functions, laidOut } = finish(code, modules);
    expect(functions).toBe(1500);
    expect(laidOut).toBeLessThan(LIMITS.executedMemory + 60 * MEGABYTE);
  });

  it('may run in very many pages', () => {
    const code = record();
    const thread = threadOf(code);
    const count = 12_000;
    for (let i = 0; i < count; i++) thread.executesBytes(i * 0x100000, NOP, 0, 1, i);
    const { functions, leftOut, laidOut } = finish(code);
    expect(functions).toBe(LIMITS.executedCodePages);
    expect(leftOut).toBe(count - functions);
    expect(laidOut).toBeLessThan(LIMITS.executedMemory + 60 * MEGABYTE);
  });

  it('may have modules that lie in each other, as large as numbers go', () => {
    const code = record();
    const thread = threadOf(code);
    const modules: Module[] = [];
    for (let i = 0; i < 10_000; i++) modules.push({ start: 0x100000 + i * 16, end: 0x100000 + 2 ** 53 });
    for (let i = 0; i < 10_000; i++) modules.push({ start: i * 10 ** 9, end: i * 10 ** 9 + 2 ** 53 });
    for (let i = 0; i < 20_000; i++) thread.executesBytes(0x100000 + i, NOP, 0, 1, i);
    for (let i = 0; i < 5000; i++) thread.executesBytes(i * 10 ** 9, NOP, 0, 1, i);
    expect(finish(code, modules).instructions).toBe(25_000);
  });

  it('may have blocks and covered code without end, at the end of what numbers tell apart', () => {
    const code = record(false);
    const thread = threadOf(code);
    const last = 2 ** 53;
    const bytes = new Uint8Array(64).fill(0x90);
    thread.writes(last - 32, bytes, 0, 64);
    thread.executes(last - 32, 0);
    thread.writes(last - 8, bytes, 0, 64);
    code.executesBlock(thread, last - 32, last, 1, last);
    code.covers(last - 32, last, 2, last);
    code.code(last - 3, bytes, 0, 64);
    expect(finish(code).instructions).toBeGreaterThanOrEqual(31);
  });

  it('may have a block of one byte repeated, again and again', () => {
    const code = record();
    const thread = threadOf(code);
    const bytes = new Uint8Array(1 << 16).fill(0x90);
    code.code(0x1000, bytes, 0, bytes.length);
    for (let i = 0; i < 80; i++) {
      code.executesBlock(thread, 0x1000, 2 ** 53, i, 2 ** 53);
      code.covers(0x1000, 2 ** 53, i, 2 ** 53);
    }
    expect(finish(code).instructions).toBe(LIMITS.executedBlock);
  });

  it('may go in a circle, or stand still', () => {
    const code = record();
    const thread = threadOf(code);
    for (let i = 0; i < 100_000; i++) thread.executesBytes(0x1000, Uint8Array.of(0xeb, 0xfe), 0, 2, i);
    expect(finish(code)).toMatchObject({ functions: 1, instructions: 1 });
    expect(code.versions.times[0]).toBe(100_000);
  });

  it('may fit a program whose functions all begin at the same place of a page', () => {
    const program = assemble({ text: 'c3' });
    const functions = Array.from({ length: 20_000 }, (_, i) => ({
      ...(program.functions[0] as (typeof program.functions)[number]),
      address: 0x401000 + i * 0x1000,
    }));
    const addresses = Array.from({ length: 100_000 }, (_, i) => 0x10000000 + i * 0x1000);
    expect(findProgram({ ...program, functions }, addresses)).toBeUndefined();
  });

  it('may say all of this in a file', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const records = [
      '{"t":"header","format":"capa-trace","version":1,"producer":{"name":"x"},"arch":"amd64","bits":64,"endian":"little","os":"linux","level":"block"}',
      '{"t":"process","s":0,"pid":1,"path":"/a"}',
      `{"t":"module","s":0,"pid":1,"base":"0x0","size":${most},"path":"/a","traced":true}`,
      `{"t":"module","s":0,"pid":1,"base":"0xffffffffffffffff","size":${most},"path":"/b","traced":true}`,
      `{"t":"bb","s":0,"tid":1,"id":0,"pc":"0x1000","b":"${'90'.repeat(100_000)}"}`,
      ...Array<string>(200).fill(`{"t":"bb","s":1,"tid":1,"id":0,"n":${most}}`),
      `{"t":"bb","s":2,"tid":1,"id":1,"pc":"0x1fffffffffffff","len":${most},"n":${most}}`,
      ...Array<string>(200).fill(`{"t":"x","pc":"0x1000","len":${most},"n":${most}}`),
      '{"t":"x","pc":"0xffffffffffffffff","b":"90","len":9007199254740991}',
      '{"t":"i","s":3,"tid":1,"pc":"0x1fffffffffffff","b":"9090","m":[["w","0x1fffffffffffff","90909090"]]}',
      '{"t":"i","s":4,"tid":9007199254740991,"pc":"0x20000000000000","b":"90"}',
    ];
    const trace = await openTrace(capaTraceInput, memorySource('run', Buffer.from(`${records.join('\n')}\n`)));
    const { health } = await trace.read(new RecordingSink());
    expect(health.diagnostics.map(({ code }) => code)).toEqual(['capatrace-truncated']);
    const listed = trace.executed?.()?.code?.functions() ?? [];
    expect(listed.map(({ instructions }) => instructions)).toContain(LIMITS.executedBlock);
  });
});
