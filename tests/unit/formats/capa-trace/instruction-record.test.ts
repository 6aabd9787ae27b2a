// The fast reading of records of instructions says what JSON says of them, or leaves them to it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { checkFields } from '../../../../src/formats/capa-trace/check-fields.ts';
import { InstructionRecord, type ParsedInstruction } from '../../../../src/formats/capa-trace/instruction-record.ts';
import { parseRecord } from '../../../../src/formats/capa-trace/read-records.ts';
import type { RecordedMachine } from '../../../../src/formats/execution.ts';
import { capaTraceInput } from '../../../../src/inputs/capa-trace/index.ts';
import { openTrace } from '../../../support/open-trace.ts';
import { RecordingListener } from '../../../support/recording-listener.ts';
import { RecordingSink } from '../../../support/recording-sink.ts';

const X64: RecordedMachine = { machine: 'x86', bits: 64 };
const MACHINES: readonly RecordedMachine[] = [X64, { machine: 'x86', bits: 32 }, { machine: 'arm64', bits: 64 }];

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Everything that a record says. */
function told(record: InstructionRecord): string {
  const { address, position, thread, codeLength, codeStart, bytes } = record;
  const listener = new RecordingListener();
  record.tell(listener.thread(thread) as NonNullable<ReturnType<RecordingListener['thread']>>);
  const code = codeLength < 0 ? 'none' : Buffer.from(bytes.subarray(codeStart, codeStart + codeLength)).toString('hex');
  const registers = listener.instructions.map((one) => one.registers.join(' '));
  const after = listener.thread(thread)?.registers.join(' ');
  return [address, position, thread, code, ...listener.lines, ...registers, after].join('\n');
}

/** What reading it as JSON says; undefined where it is no record of an instruction. */
function asJson(bytes: Uint8Array, machine: RecordedMachine): string | undefined {
  const json = parseRecord(bytes);
  if (json?.['t'] !== 'i' || checkFields(json).length > 0) return undefined;
  const record = new InstructionRecord(machine);
  record.take(json as unknown as ParsedInstruction);
  return told(record);
}

/** Compares both; whether the fast one read it. */
function compare(bytes: Uint8Array, machine: RecordedMachine, reader = new InstructionRecord(machine)): boolean {
  const end = reader.scan(bytes, 0, bytes.length);
  if (end < 0) return false;
  const text = Buffer.from(bytes.subarray(0, end)).toString('latin1');
  expect(asJson(bytes.subarray(0, end), machine), text).toBe(told(reader));
  return true;
}

const hexDigits = (most: number): fc.Arbitrary<string> =>
  fc.bigInt({ min: 0n, max: 2n ** BigInt(most * 4) - 1n }).map((value) => value.toString(16));
const address = hexDigits(16).map((digits) => `0x${digits}`);
const bytes = fc.uint8Array({ maxLength: 15 }).map((array) => Buffer.from(array).toString('hex'));
const name = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.constantFrom('rax', 'eax', 'r8', 'r15', 'rip', 'x0', 'x30', 'lr', 'fp', 'sp', 'rsi', 'ymm0'),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '__proto__', '\u00e9', '\u0000', 'eflags') },
);
const registers = fc.array(fc.tuple(name, address), { maxLength: 6 }).map((all) => Object.fromEntries(all));
const record = fc.record(
  {
    t: fc.constant('i'),
    s: fc.nat(),
    tid: fc.oneof(fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER)),
    pc: address,
    b: bytes,
    d: fc.oneof({ weight: 4, arbitrary: fc.constant('mov eax, ebx') }, { weight: 1, arbitrary: fc.string() }),
    R: registers,
    r: registers,
    m: fc.array(fc.tuple(fc.constantFrom('r', 'w'), address, bytes), { maxLength: 4 }),
  },
  { requiredKeys: ['t', 's', 'tid', 'pc'] },
);

/** The text of a record with its keys in any order, a key again, and blanks. */
const text = fc
  .tuple(record, fc.array(fc.nat(), { maxLength: 10 }), fc.nat(9), fc.nat(9))
  .map(([fields, order, again, odd]) => {
    const entries = Object.entries(fields).filter(([, value]) => JSON.stringify(value) !== undefined);
    const sorted = entries.map((entry, i) => [order[i] ?? i, entry] as const).sort(([a], [b]) => a - b);
    const blank = odd === 0 ? ' ' : '';
    const chosen = again === 0 ? [...sorted, ...sorted.slice(0, 1)] : sorted;
    const parts = chosen.map(([, [key, value]]) => `${JSON.stringify(key)}:${blank}${JSON.stringify(value)}`);
    if (odd === 1) parts.push('"new":{"a":[1]}');
    return `{${parts.join(',')}}`;
  });

describe('records of instructions', () => {
  it('as exporters write them are read without JSON', () => {
    const line = JSON.stringify({
      ...{ t: 'i', s: 5, tid: 7, pc: '0x7fff12345678', b: '4831c8', d: 'xor rax, rcx' },
      ...{
        R: { rax: '0xffffffffffffffff', rip: '0x1' },
        r: { r15: '0x10' },
        m: [
          ['r', '0x7000', 'c0ffee'],
          ['w', '0x8000', ''],
        ],
      },
    });
    const reader = new InstructionRecord(X64);
    expect(reader.scan(encode(line), 0, line.length)).toBe(line.length);
    expect(reader).toMatchObject({ position: 5, thread: 7, address: 0x7fff12345678, codeLength: 3 });
    expect(compare(encode(line), X64)).toBe(true);
  });

  it('say the same as JSON, whatever the order of their keys, and whatever is in them', () => {
    let read = 0;
    let all = 0;
    const reader = new InstructionRecord(X64);
    fc.assert(
      fc.property(text, (line) => {
        all++;
        if (compare(encode(line), X64, reader)) read++;
      }),
      { numRuns: 2000 },
    );
    // Else the property would say nothing.
    expect(read).toBeGreaterThan(all / 3);
  });

  it('of every machine have its registers', () => {
    for (const machine of MACHINES) {
      fc.assert(
        fc.property(registers, (given) => {
          const line = JSON.stringify({ t: 'i', s: 1, tid: 1, pc: '0x1', R: given, r: { sp: '0x5' } });
          compare(encode(line), machine);
        }),
        { numRuns: 100 },
      );
    }
  });

  it('that are cut anywhere are none', () => {
    fc.assert(
      fc.property(text, (line) => {
        const whole = encode(line);
        const reader = new InstructionRecord(X64);
        for (let end = 0; end < whole.length; end++) {
          // What lies behind the end is of something else.
          expect(reader.scan(whole, 0, end), line.slice(0, end)).toBe(-1);
          expect(reader.scan(whole.subarray(0, end), 0, end)).toBe(-1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('with a byte that is another one say what JSON says then', () => {
    const reader = new InstructionRecord(X64);
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 0, max: 255 }), (line, at, byte) => {
        const changed = encode(line);
        changed[at % changed.length] = byte;
        compare(changed, X64, reader);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['a number that JSON does not know', '{"t":"i","s":01,"tid":1,"pc":"0x1"}'],
    ['a number that is too large', `{"t":"i","s":1,"tid":9007199254740993,"pc":"0x1"}`],
    ['no number', '{"t":"i","s":,"tid":1,"pc":"0x1"}'],
    ['no place in the run', '{"t":"i","tid":1,"pc":"0x1"}'],
    ['another kind', '{"t":"x","s":1,"tid":1,"pc":"0x1"}'],
    ['another kind behind its own', '{"t":"i","s":1,"tid":1,"pc":"0x1","t":"x"}'],
    ['a name that is like one of its own', '{"t":"i","s":1,"txx":1,"tid":1,"pc":"0x1"}'],
    ['a line end in a text', '{"t":"i","s":1,"tid":1,"pc":"0x1","d":"\n"}'],
    ['17 digits', '{"t":"i","s":1,"tid":1,"pc":"0x11111111111111111"}'],
    ['big digits', '{"t":"i","s":1,"tid":1,"pc":"0xA"}'],
    ['half a byte', '{"t":"i","s":1,"tid":1,"pc":"0x1","b":"9"}'],
  ])('are left to JSON with %s', (_, line) => {
    expect(new InstructionRecord(X64).scan(encode(line), 0, line.length)).toBe(-1);
  });
});

describe('files of records', () => {
  const header = {
    ...{ t: 'header', format: 'capa-trace', version: 1, producer: { name: 'x' }, arch: 'amd64', bits: 64 },
    ...{ endian: 'little', os: 'linux', level: 'insn' },
  };
  const records = [
    header,
    { t: 'i', s: 0, tid: 1, pc: '0x1000', b: 'ffc0' },
    { s: 1, t: 'i', tid: 1, pc: '0x1002', b: '75fc' },
    { t: 'i', s: 2, tid: 1, pc: '0x1000', d: 'caf\u00e9 \\ "' },
    { t: 'i', s: 3, tid: 1, pc: '0x1002' },
    { t: 'i', s: 4, tid: 1, pc: '0x1004', b: 'c3', new: [1] },
    { t: 'end', s: 5, insns: 5, calls: 0, unique_insns: 3 },
  ];

  async function timesIn(lineEnd: string, chunkBytes: number): Promise<unknown[]> {
    const file = encode(records.map((one) => `${JSON.stringify(one)}${lineEnd}`).join(''));
    const trace = await openTrace(capaTraceInput, memorySource('run', file, chunkBytes));
    const { health } = await trace.read(new RecordingSink());
    const view = trace.executed?.()?.code;
    const times = [0x1000, 0x1002, 0x1004].map((value) => view?.instructionAt({ type: 'absolute', value })?.ran?.times);
    return [...times, health.diagnostics.length];
  }

  it.each([
    ['line feeds', '\n'],
    ['carriage returns before them', '\r\n'],
    ['empty lines', '\n\n'],
  ])('tell each instruction once, wherever their bytes are cut, with %s', async (_, lineEnd) => {
    for (let chunkBytes = 1; chunkBytes < 150; chunkBytes++) {
      expect(await timesIn(lineEnd, chunkBytes), `${chunkBytes} bytes at a time`).toEqual([2, 2, 1, 0]);
    }
  });
});
