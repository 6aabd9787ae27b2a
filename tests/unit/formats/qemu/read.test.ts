// Logs of QEMU, whole and damaged.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { CapaxError } from '../../../../src/errors.ts';
import type { RecordedMachine } from '../../../../src/formats/execution.ts';
import { readQemu } from '../../../../src/formats/qemu/read.ts';
import { qemuMachine, recogniseQemu } from '../../../../src/formats/qemu/recognise.ts';
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

async function read(input: string | Uint8Array, chunkBytes = 1 << 16, maxThreads?: number): Promise<Told> {
  const bytes = typeof input === 'string' ? encode(input) : input;
  const listener = new RecordingListener(maxThreads);
  const problems: string[] = [];
  let facts: RecordedMachine | undefined;
  const begin = (told: RecordedMachine): RecordingListener => {
    facts = told;
    return listener;
  };
  const count = await readQemu(memorySource('qemu.log', bytes, chunkBytes), begin, (problem, at) => {
    problems.push(`${problem} ${at}`);
  });
  if (maxThreads === undefined) expect(count).toBe(listener.instructions.length);
  return { facts, lines: listener.lines, problems, registers: listener.instructions.map(({ registers }) => registers) };
}

const LISTED = `----------------
IN: _start
0x4000001070:  31 ed                    xorl     %ebp, %ebp
0x4000001072:  66 2e 0f 1f 84 00 00 00  nopw     %cs:(%rax, %rax)
0x400000107a:  00 00
0x400000107c:  eb f2                    jmp      0x4000001070

`;
const trace = (address: string, cpu = '0'): string =>
  `Trace ${cpu}: 0x7effbeab10c0 [0000000000000000/000000${address}/1040c0b3/00000200] _start\n`;
const DUMP = `RAX=0000000000000038 RBX=0000000000000000 RCX=0000004002805878 RDX=ffffffffffffffff
R8 =0000000000000007 R9 =000000000000000c R10=00000040028067d0 R11=000000400281a060
RIP=0000004000001070 RFL=00000206 [-----P-] CPL=3 II=0 A20=1 SMM=0 HLT=0
ES =0000 0000000000000000 00000000 00000000
GDT=     000000400283c000 0000007f
`;
const BLOCK = [
  'executes 4000001070 31ed',
  'executes 4000001072 662e0f1f840000000000',
  'executes 400000107c ebf2',
] as const;
const ran = (cpu: number, first: number): string[] => BLOCK.map((line, i) => `${cpu} ${line} @${first + i}`);
const BLOCK_LOG = `${LISTED}${trace('4000001070')}${DUMP}${trace('4000001070', '3')}${trace('4000001070')}`;

const A64_LOG = `IN:
0x00400580:  d2800001  movz     x1, #0
0x00400584:  d65f03c0  ret

Trace 0: 0x7f0000000100 [00000000/0000000000400580/0x40b3/00000200]
 PC=0000000000400580 X00=0000000000000005 X01=8000000000000001
X02=0000000000000000 X03=0000000000000000 X04=0000000000000000
X29=0000000000000000 X30=000000000040061c  SP=0000004000800340
PSTATE=40000000 -Z-- EL0t
`;

describe('logs of blocks that QEMU ran', () => {
  it('are told instruction by instruction, with the registers before each block', async () => {
    const { facts, lines, problems, registers } = await read(BLOCK_LOG);
    expect(facts).toEqual({ machine: 'x86', bits: 64 });
    expect(problems).toEqual([]);
    expect(lines).toEqual([...ran(0, 0), ...ran(3, 3), ...ran(0, 6)]);
    expect(registers[0]?.slice(0, 4)).toEqual([0x38n, 0x4002805878n, 0xffffffffffffffffn, 0n]);
    expect(registers[0]?.slice(8, 12)).toEqual([7n, 0xcn, 0x40028067d0n, 0x400281a060n]);
    expect(registers[3]?.[0]).toBe(0n);
    expect(registers[6]?.[0]).toBe(0x38n);
  });

  it('are read for arm64, whose instructions are shown as numbers', async () => {
    const { facts, lines, registers } = await read(A64_LOG);
    expect(facts).toEqual({ machine: 'arm64', bits: 64 });
    expect(lines).toEqual(['0 executes 400580 010080d2 @0', '0 executes 400584 c0035fd6 @1']);
    expect([0, 1, 30, 31].map((i) => registers[0]?.[i])).toEqual([5n, 0x8000000000000001n, 0x40061cn, 0x4000800340n]);
  });

  it('of 32 bits are known by their registers', async () => {
    const log = `IN:\n0x08049000:  55                       pushl    %ebp\n\nTrace 0: 0x7f00 [00000000/08049000/40b3]\nEAX=00000001 EBX=ffffffff\n`;
    const { facts, lines, registers } = await read(log);
    expect(facts).toEqual({ machine: 'x86', bits: 32 });
    expect(lines).toEqual(['0 executes 8049000 55 @0']);
    expect([0, 3].map((i) => registers[0]?.[i])).toEqual([1n, 0xffffffffn]);
    expect(qemuMachine(encode(log.replace(/EAX.*/, '')))).toEqual({ machine: 'x86', bits: 32 });
  });

  it('use the listing that is the latest when a block is said to run', async () => {
    const again = LISTED.replace('31 ed', '33 c0');
    const { lines } = await read(`${LISTED}${trace('4000001070')}${again}${trace('4000001070')}`);
    expect(lines[0]).toBe('0 executes 4000001070 31ed @0');
    expect(lines[3]).toBe('0 executes 4000001070 33c0 @3');
  });

  it('may be of versions that say less of a block', async () => {
    const older = 'Trace 0x60303000 [00004000001070] \nTrace 0x60303000 [0000004000001070] _start\n';
    expect((await read(`${LISTED}${older}`)).lines).toEqual([...ran(0, 0), ...ran(0, 3)]);
  });

  it('do not tell what was stopped before it ran', async () => {
    const stopped = 'Stopped execution of TB chain before 0x7effbeab10c0 [0000004000001070] _start\n';
    const other = 'Stopped execution of TB chain before 0x7effbeab10c0 [0000004000001072] _start\n';
    expect((await read(`${LISTED}${trace('4000001070')}${stopped}`)).lines).toEqual([]);
    expect((await read(`${LISTED}${trace('4000001070')}${other}`)).lines).toEqual(ran(0, 0));
  });

  it('report blocks that were not listed', async () => {
    const { lines, problems } = await read(
      `${LISTED}${trace('4000001070')}${trace('4000002000')}${trace('4000001070')}`,
    );
    const at = LISTED.length + trace('4000001070').length;
    expect(problems).toEqual([`block-unlisted ${at}`]);
    expect(lines).toEqual([...ran(0, 0), '0 loses', ...ran(0, 3)]);
  });

  it('report listings and lines that cannot be', async () => {
    for (const [from, to] of [
      ['0x4000001072', '0x4000001073'],
      ['31 ed  ', 'zz ed  '],
      ['0x400000107a:  00 00', '0x400000107a:  00 00 00 00 00 00 00 00'],
    ] as const) {
      const { lines, problems } = await read(
        `${LISTED.replace(from, to)}${trace('4000001070')}${LISTED}${trace('4000001070')}`,
      );
      expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['line-malformed', 'block-unlisted']);
      expect(lines).toEqual(['0 loses', ...ran(0, 0)]);
    }
    const { lines, problems } = await read(
      `${LISTED}${trace('4000001070')}Trace 0: 0x12 [0000\n${trace('4000001070')}`,
    );
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['line-malformed']);
    expect(lines).toEqual([...ran(0, 0), '0 loses', ...ran(0, 3)]);
  });

  it('follow as many threads as the listener does', async () => {
    const { lines } = await read(BLOCK_LOG, 100, 1);
    expect(lines).toEqual([...ran(0, 0), ...ran(0, 6)]);
  });
});

const EXECLOG = `0, 0x401000, 0x20ec8348, "subq $0x20, %rsp", rsp -> 0x0000004000800320
0, 0x401004, 0x243c, "cmpb $0x24, %al", load, 0x4000800320, rflags -> 0x246
1, 0x401000, 0x20ec8348, "subq $0x20, %rsp"
0, 0x401006, 0x8b48, "movq 0x10(%rax), %rdx", load, 0x00000010, RAM, rdx -> 0xfffffffffffffff0, xmm0 -> 0x00000000000000000000000000000001
0, 0x40100d, 0xc3, "retq", load, 0x4000800328, rsp -> 0x0000004000800328
0, 0x401234, 0x90909055, "pushq %rbp", store, 0x4000800320
0, 0x401235, 0x1234e8, "callq 0x402470", store, 0x4000800318
`;
const A64_EXECLOG = `0, 0xa12, 0xd65f03c0, "ret"\n0, 0xa10, 0xf8012400, "str x0, [x0], #0x12", store, 0x400, x0 -> 0x0000000000000412\n`;

describe('logs of the plugin execlog', () => {
  it('tell bytes where all of them are known, and registers behind the instruction that changed them', async () => {
    const { facts, lines, problems, registers } = await read(EXECLOG);
    expect(facts).toEqual({ machine: 'x86', bits: 64 });
    expect(lines).toEqual([
      '0 executes 401000 4883ec20 @0',
      '0 executes 401004 3c24 @1',
      '0 executes 401006 @3',
      '0 executes 40100d c3 @4',
      '0 executes 401234 55 @5',
      '0 executes 401235 @6',
      '1 executes 401000 @2',
    ]);
    const third = EXECLOG.split('\n').slice(0, 3).join('\n').length + 1;
    expect(problems).toEqual([`bytes-incomplete ${third}`]);
    expect(registers.slice(0, 6).map((values) => [values[2], values[4]])).toEqual([
      [0n, 0n],
      [0n, 0x4000800320n],
      [0n, 0x4000800320n],
      [0xfffffffffffffff0n, 0x4000800320n],
      [0xfffffffffffffff0n, 0x4000800328n],
      [0xfffffffffffffff0n, 0x4000800328n],
    ]);
  });

  it('have all bytes of arm64', async () => {
    const { facts, lines } = await read(A64_EXECLOG.replace('0xa12', '0xa0c'));
    expect(facts).toEqual({ machine: 'arm64', bits: 64 });
    expect(lines).toEqual(['0 executes a0c c0035fd6 @0', '0 executes a10 002401f8 @1']);
    // Of other machines nothing is read.
    await expect(read(A64_EXECLOG)).rejects.toMatchObject({ code: 'input-unsupported' });
  });

  it('lose lines that cannot be read', async () => {
    for (const wrong of [
      'text',
      '0, 0x401004',
      '0, 0x401004, 0x123456789, "nop"',
      '0, 0x401004, 0x90, "nop',
      '0, 0x401004, 0x90, "nop" x',
    ]) {
      const lines = EXECLOG.split('\n');
      const told = await read([lines[0], wrong, ...lines.slice(4)].join('\n'));
      expect(told.problems[0], wrong).toMatch(/^line-malformed/);
      expect(told.lines.slice(0, 3), wrong).toEqual(['0 executes 401000 @0', '0 loses', '0 executes 40100d c3 @1']);
    }
  });
});

describe('logs of QEMU', () => {
  const LOGS = { BLOCK_LOG, A64_LOG, EXECLOG };

  it.each(Object.entries(LOGS))('say the same however their bytes come: %s', async (_, log) => {
    const whole = await read(log);
    for (const chunk of [1, 2, 3, 7, 64]) expect(await read(log, chunk)).toEqual(whole);
    expect(await read(log.replaceAll('\n', '\r\n'))).toMatchObject({ lines: whole.lines, registers: whole.registers });
  });

  it.each(Object.entries(LOGS))('keep what comes before a cut: %s', async (_, log) => {
    const whole = (await read(log)).lines;
    const bytes = encode(log);
    for (let cut = 0; cut < bytes.length; cut++) {
      const told = await read(bytes.subarray(0, cut)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(CapaxError);
        return undefined;
      });
      // Of the last instruction the bytes may not be known then, and the order of threads may be another.
      for (const line of told?.lines ?? []) {
        const known = whole.some((other) => other.replace(/ [0-9a-f]+ @/, ' @') === line || other === line);
        expect(known || whole.some((other) => other.startsWith(line.replace(/ @\d+$/, ''))), `${cut}: ${line}`).toBe(
          true,
        );
      }
    }
  });

  it.each(Object.entries(LOGS))(
    'end in what could be read or a typed error, the same for all chunks: %s',
    async (_, log) => {
      const outcome = (bytes: Uint8Array, chunk: number): Promise<unknown> =>
        read(bytes, chunk).catch((error: unknown) => {
          expect(error).toBeInstanceOf(CapaxError);
          return (error as CapaxError).code;
        });
      for (let seed = 0; seed < 200; seed++) {
        const bytes = damage(encode(log), randomNumbers(seed));
        expect(await outcome(bytes, 5), `seed ${seed}`).toEqual(await outcome(bytes, 1 << 16));
      }
    },
  );

  it('lose lines that are too long', async () => {
    const { lines, problems } = await read(`${BLOCK_LOG}${'x'.repeat(2 << 20)}\n${trace('4000001070')}`);
    expect(problems).toEqual([`line-too-long ${BLOCK_LOG.length}`]);
    expect(lines.slice(9)).toEqual(['0 loses', ...ran(0, 9)]);
  });

  it('are recognised, and nothing else', () => {
    expect(recogniseQemu(encode(BLOCK_LOG))).toBe('blocks');
    expect(recogniseQemu(encode(A64_LOG))).toBe('blocks');
    expect(recogniseQemu(encode(EXECLOG))).toBe('execlog');
    for (const text of [
      ...['', 'IN: \n', trace('4000001070'), LISTED, '25621 brk(NULL) = 0x0000004000005000\n'],
      ...['0, 0x401000, 1, "a"\n', 'a\n0, 0x401000, 0x90, "nop"\n', 'rax=0x1,rip=0x401000\n', 'RAX=0000000000000001\n'],
    ]) {
      expect(recogniseQemu(encode(text)), text).toBeUndefined();
    }
  });
});

const shared = sharedPath('data');

describe.skipIf(shared === undefined)('recorded logs of QEMU (in ../shared, CAPAX_SHARED)', () => {
  it.each([
    ['formats/qemu/unpack_in_asm_exec_cpu.trim.log.gz', 849, [0]],
    ['pairs/lin-unpack/x64-O2/qemu.log.gz', 92_173, [0]],
    ['pairs/lin-collector/x64-O2/qemu.log.gz', 119_290, [0, 1]],
  ])('%s is told as a whole', async (name, instructions, threads) => {
    const listener = new RecordingListener();
    const problems: string[] = [];
    const source = memorySource(name, gunzipSync(readFileSync(`${shared}/${name}`)));
    const begin = (): RecordingListener => listener;
    expect(await readQemu(source, begin, (problem) => problems.push(problem))).toBe(instructions);
    expect(problems).toEqual([]);
    expect([...new Set(listener.instructions.map(({ thread }) => thread))]).toEqual(threads);
  });
});
