// The same run in several formats is told as the same instructions, with the same bytes, threads and registers.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { readQemu } from '../../../../src/formats/qemu/read.ts';
import { readTenet } from '../../../../src/formats/tenet/read.ts';
import { readX64dbg } from '../../../../src/formats/x64dbg/read.ts';
import { asText, recordedInstructions, X64_REGISTERS } from '../../../support/recorded-instructions.ts';
import { RecordingListener } from '../../../support/recording-listener.ts';
import { sharedPath } from '../../../support/shared.ts';

const shared = sharedPath('data', 'formats');
const RUNS = [
  { name: 'demo', instructions: 2060 },
  { name: 'unpack', instructions: 783 },
];

/** Recordings of the same run; tests are skipped without them. */
const file = (...parts: string[]): string => `${shared}/${parts.join('/')}`;

const expected = (name: string): string[] =>
  recordedInstructions(file('trace_ndjson', `${name}.ndjson`)).map(({ tid, address, bytes, registers }) =>
    asText(
      tid,
      address,
      bytes,
      X64_REGISTERS.map((register) => registers[register] as bigint),
    ),
  );

describe.skipIf(shared === undefined)('one run in several formats (recordings in ../shared, CAPAX_SHARED)', () => {
  it.each(RUNS)('is the same in a trace of x64dbg: $name', async ({ name, instructions }) => {
    const listener = new RecordingListener();
    const problems: string[] = [];
    const bytes = readFileSync(file('x64dbg', `synth_${name}.trace64`));
    const begin = (): RecordingListener => listener;
    const count = await readX64dbg(memorySource(name, bytes, 4096), begin, (problem) => problems.push(problem));
    expect(problems).toEqual([]);
    expect(count).toBe(instructions);
    const told = listener.instructions.map((told) => asText(told.thread, told.address, told.bytes, told.registers));
    expect(told).toEqual(expected(name));
    expect(listener.instructions.map(({ position }) => position)).toEqual(told.map((_, i) => i));
  });

  it.each([
    { name: 'demo', threads: 2 },
    { name: 'unpack', threads: 1 },
  ])('is the same in Tenet traces, thread by thread: $name', async ({ name, threads }) => {
    const all = recordedInstructions(file('trace_ndjson', `${name}.ndjson`));
    const ids = [...new Set(all.map(({ tid }) => tid))];
    expect(ids).toHaveLength(threads);
    for (const [index, id] of ids.entries()) {
      const listener = new RecordingListener();
      const problems: string[] = [];
      const bytes = readFileSync(file('tenet', `gdb_${name}.${index}.log`));
      const begin = (): RecordingListener => listener;
      await readTenet(memorySource(name, bytes, 4096), id, begin, (problem) => problems.push(problem));
      expect(problems).toEqual([]);
      const told = listener.instructions.map((told) => asText(told.thread, told.address, '', told.registers));
      const own = all.filter(({ tid }) => tid === id);
      expect(told).toEqual(
        own.map((one) =>
          asText(
            id,
            one.address,
            '',
            X64_REGISTERS.map((register) => one.registers[register] as bigint),
          ),
        ),
      );
    }
  });

  it('is the same in a log of QEMU, which has the code of libraries too', async () => {
    // Recorded by two runs of the same program: the stack is not at the same place, the code is.
    const recorded = recordedInstructions(file('trace_ndjson', 'unpack_qemu_remote.ndjson'));
    expect(recorded).toHaveLength(421);
    const listener = new RecordingListener();
    const problems: string[] = [];
    const bytes = gunzipSync(readFileSync(file('qemu', 'unpack_in_asm_exec_cpu.trim.log.gz')));
    const begin = (): RecordingListener => listener;
    await readQemu(memorySource('log', bytes, 4096), begin, (problem) => problems.push(problem));
    expect(problems).toEqual([]);
    const own = new Set(recorded.map(({ address }) => address));
    const told = listener.instructions.filter(({ address }) => own.has(address));
    expect(told.map(({ address, bytes: code }) => [address, code])).toEqual(
      recorded.map((one) => [one.address, one.bytes]),
    );
  });
});
