// The exporter for REVEN, on a model of its Python API (tests/support/reven-model), from a scenario to capabilities.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTrace } from '../support/check-trace.ts';
import { createCliFolder } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import { root, runCapax } from '../support/run-capax.ts';

const folder = createCliFolder();
const script = join(root, 'exporters/reven/capa_trace.py');
const model = join(root, 'tests/support/reven-model');
/** Python, if there is one that is not too old. */
const python = ['python3', 'python'].find(
  (name) => spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0,
);

const SAMPLE = 0x1_4000_0000;
const KERNEL32 = 0x7ff8_0000_0000;
const NTDLL = 0x7ff8_1000_0000;
const UNPACKED = 0x2a0_0000;
const FILE_NAME = 0x30_0ffc;
const STACK = 0x10_0f00;
const hexOf = (text: string, encoding: BufferEncoding = 'latin1'): string =>
  Buffer.from(text, encoding).toString('hex');
const word = (value: number): string => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes.toString('hex');
};

interface Step {
  readonly pc: number;
  readonly tid?: number;
  readonly pid?: number;
  readonly ring?: number;
  readonly raw?: string;
  readonly set?: Readonly<Record<string, number>>;
  readonly read?: readonly (readonly [number, number])[];
  readonly write?: readonly (readonly [number, string])[];
  readonly fault?: number;
}

const KERNEL: Step = { pc: 0xf000, ring: 0, raw: '90' };
/** The program opens a file, faults, runs code that is changed in between, and a thread of it comes and goes. */
const STEPS: readonly Step[] = [
  { ...KERNEL, pid: 4 },
  { pc: NTDLL + 0x50, raw: '90' },
  { pc: SAMPLE + 0x1000, raw: '4883ec28', set: { rsp: STACK - 0x28 } },
  { pc: SAMPLE + 0x1004, raw: 'b900103000', set: { rcx: FILE_NAME } },
  { pc: SAMPLE + 0x1009, fault: 14 },
  KERNEL,
  {
    ...{ pc: SAMPLE + 0x1009, raw: 'ff15f10f0000', set: { rsp: STACK - 0x30 } },
    ...{ read: [[SAMPLE + 0x2000, 8]], write: [[STACK - 0x30, word(SAMPLE + 0x100f)]] },
  },
  { pc: KERNEL32 + 0x100, raw: '4c8bd1' },
  { pc: KERNEL32 + 0x103, raw: '0f05' },
  KERNEL,
  { pc: SAMPLE + 0x1100, tid: 8, raw: 'c3', set: { rsp: STACK + 8 } },
  { pc: KERNEL32 + 0x1910, tid: 8, raw: '90' },
  KERNEL,
  { pc: KERNEL32 + 0x105, raw: 'c3', set: { rax: 0x4c, rsp: STACK - 0x28 } },
  { pc: SAMPLE + 0x100f, raw: 'b80000a002', set: { rax: UNPACKED } },
  {
    ...{ pc: SAMPLE + 0x1014, raw: 'ffd0', set: { rsp: STACK - 0x30 } },
    write: [[STACK - 0x30, word(SAMPLE + 0x1016)]],
  },
  { pc: UNPACKED, raw: 'b82a000000', set: { rax: 42 } },
  { pc: UNPACKED + 5, raw: 'c3', set: { rsp: STACK - 0x28 } },
  // add byte [rbx], 1
  { pc: SAMPLE + 0x1016, raw: '800301', read: [[UNPACKED + 1, 1]], write: [[UNPACKED + 1, '2b']] },
  {
    ...{ pc: SAMPLE + 0x1019, raw: 'ffd0', set: { rsp: STACK - 0x30 } },
    write: [[STACK - 0x30, word(SAMPLE + 0x101b)]],
  },
  { pc: UNPACKED, raw: 'b82b000000', set: { rax: 43 } },
  { pc: UNPACKED + 5, raw: 'c3', set: { rsp: STACK - 0x28 } },
  { pc: SAMPLE + 0x101b, fault: 13 },
  KERNEL,
  { pc: NTDLL + 0x900, raw: '90' },
  { pc: NTDLL + 0x901, raw: '0f05' },
  KERNEL,
  { pc: SAMPLE + 0x1020, raw: '0f05' },
  KERNEL,
  // Has put the address of a function on the stack.
  { pc: SAMPLE + 0x1022, raw: 'c3', set: { rsp: STACK - 0x20 } },
  { pc: KERNEL32 + 0x800, raw: '90' },
  KERNEL,
];

const SCENARIO = {
  processes: [
    { pid: 4242, name: 'courier.exe', ppid: 4000 },
    { pid: 4300, name: 'other.exe' },
  ],
  binaries: [
    { path: 'c:/mail/courier.exe', base: SAMPLE, size: 0x5000 },
    {
      path: 'c:/windows/system32/kernel32.dll',
      base: KERNEL32,
      size: 0x10_0000,
      symbols: { 256: 'CreateFileA', 2048: 'ExitProcess' },
    },
    { path: 'c:/windows/system32/ntdll.dll', base: NTDLL, size: 0x10_0000 },
  ],
  start: { 7: { rsp: STACK, rdx: 0x4000_0000, rbx: UNPACKED + 1, rflags: 0x246 }, 8: { rsp: STACK } },
  memory: [
    // The headers of the program say how long it is.
    [SAMPLE, `${hexOf('MZ'.padEnd(0x3c, '\0'))}80000000`],
    [SAMPLE + 0x80, hexOf('PE\0\0')],
    [SAMPLE + 0xd0, '00500000'],
    [SAMPLE + 0x2000, word(KERNEL32 + 0x100)],
    // Across the end of a page.
    [FILE_NAME, hexOf('C:\\letter.txt\0')],
    [STACK - 0x28, word(0)],
    [UNPACKED, 'b82a000000c3'],
  ],
};

type Row = Readonly<Record<string, unknown>>;

interface Exported {
  readonly status: number | null;
  readonly output: string;
  readonly text: string;
  readonly rows: readonly Row[];
}

function exportScenario(name: string, args: readonly string[], scenario: object = {}): Exported {
  const steps = STEPS.map((step) => ({ pid: 4242, tid: 7, ...step }));
  const path = join(folder.path, `${name}.capatrace.ndjson`);
  folder.write(`${name}.capatrace.ndjson`, '');
  const { status, stdout, stderr } = spawnSync(python ?? '', [script, path, ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PYTHONPATH: model,
      PYTHONDONTWRITEBYTECODE: '1',
      REVEN_MODEL: folder.write(`${name}.json`, JSON.stringify({ ...SCENARIO, steps, ...scenario })),
    },
  });
  const text = readFileSync(path, 'utf8');
  const rows = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  return { status, output: `${stdout}${stderr}`, text, rows };
}

const ofKind = ({ rows }: Exported, kind: string): Row[] => rows.filter(({ t }) => t === kind);

describe.skipIf(python === undefined)('the exporter for REVEN (needs Python 3.8 or later)', () => {
  it('writes one process, in order and without a fault', async () => {
    const exported = exportScenario('whole', ['--process', 'courier']);
    expect([exported.status, exported.output]).toEqual([0, 'capa-trace: 14 instructions, 2 calls\n']);
    expect(await checkTrace(exported.text)).toMatchObject({
      faults: [],
      counts: { level: 'insn', instructions: 14, calls: 2, threads: 2, uniqueInstructions: 13, changedInstructions: 1 },
    });
    expect(exported.rows[0]).toMatchObject({ arch: 'amd64', os: 'windows', sample: { path: 'c:/mail/courier.exe' } });
    expect(exported.rows.map(({ t, pc, name, tid, path }) => [t, pc ?? name ?? path ?? tid].join(' '))).toEqual([
      'header ',
      'process c:/mail/courier.exe',
      'thread 7',
      'module c:/mail/courier.exe',
      'i 0x140001000',
      'i 0x140001004',
      'i 0x140001009',
      'module c:/windows/system32/kernel32.dll',
      'call CreateFileA',
      'thread 8',
      'i 0x140001100',
      'module c:/windows/system32/kernel32.dll',
      'leave 8',
      'ret 7',
      'i 0x14000100f',
      'i 0x140001014',
      'i 0x2a00000',
      'i 0x2a00005',
      'i 0x140001016',
      'i 0x140001019',
      'i 0x2a00000',
      'i 0x2a00005',
      'exception 0x14000101b',
      'module c:/windows/system32/ntdll.dll',
      'i 0x140001020',
      'i 0x140001022',
      'call ExitProcess',
      'end ',
    ]);
    const sizes = ofKind(exported, 'module').map(({ base, size, traced }) => [base, size, traced]);
    expect(sizes).toEqual([
      ['0x140000000', 0x5000, true],
      ['0x7ff800000000', 0x1000, false],
      ['0x7ff800000000', 0x2000, false],
      ['0x7ff810000000', 0x1000, false],
    ]);
  });

  it('knows registers, accesses and bytes', () => {
    const [first, , third, , , , , , add] = ofKind(exportScenario('details', ['--pid', '4242']), 'i');
    expect(first).toMatchObject({ b: '4883ec28', R: { rsp: '0x100f00', eflags: '0x246' }, r: { rsp: '0x100ed8' } });
    expect(third).toMatchObject({
      R: { rcx: '0x300ffc' },
      r: { rip: '0x7ff800000100' },
      m: [
        ['r', '0x140002000', word(KERNEL32 + 0x100)],
        ['w', '0x100ed0', word(SAMPLE + 0x100f)],
      ],
    });
    expect(add?.['m']).toEqual([
      ['r', '0x2a00001', '2a'],
      ['w', '0x2a00001', '2b'],
    ]);
  });

  it('reads arguments and results', () => {
    const exported = exportScenario('calls', ['--process', 'courier.exe', '--no-memory']);
    const [create] = ofKind(exported, 'call');
    expect(create).toMatchObject({
      ...{ from: '0x14000100f', to: '0x7ff800000100', module: 'kernel32.dll', argsrc: 'abi' },
      args: [{ val: '0x300ffc', str: 'C:\\letter.txt' }, { val: '0x40000000' }, { val: '0x0' }, { val: '0x0' }],
    });
    expect(ofKind(exported, 'ret').map(({ call, val }) => [call, val])).toEqual([[1, '0x4c']]);
    expect(ofKind(exported, 'i').some(({ m }) => m !== undefined)).toBe(false);
  });

  it('is matched by capax', async () => {
    const rule = folder.write(
      'courier.yml',
      ruleText(
        '- and:\n  - api: CreateFile\n  - api: ExitProcess\n  - string: "C:\\\\letter.txt"\n  - characteristic: caller in sample',
        { name: 'open a letter', dynamic: 'thread' },
      ),
    );
    const { text } = exportScenario('matched', ['--process', 'courier']);
    const { stdout, stderr } = await runCapax([folder.write('run.capatrace.ndjson', text), '-r', rule]);
    expect(stdout, stderr).toContain('open a letter');
  });

  it('writes further modules, the hash of the program, and so many instructions at most', async () => {
    const sample = folder.write('courier.exe', 'MZ');
    const exported = exportScenario('more', [
      '--pid',
      '4242',
      '--modules',
      'KERNEL32',
      '--sample',
      sample,
      '--max',
      '5',
    ]);
    expect((await checkTrace(exported.text)).faults).toEqual([]);
    expect(ofKind(exported, 'i').map(({ pc }) => pc)).toContain('0x7ff800000100');
    expect(exported.rows[0]).toMatchObject({ sample: { size: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    expect(ofKind(exported, 'gap').map(({ reason }) => reason)).toEqual(['limit of 5 instructions (--max)']);
  });

  it('writes a part of the scenario', async () => {
    const exported = exportScenario('part', ['--pid', '4242', '--first', '14', '--last', '17']);
    expect((await checkTrace(exported.text)).faults).toEqual([]);
    expect(ofKind(exported, 'i').map(({ pc }) => pc)).toEqual(['0x14000100f', '0x140001014', '0x2a00000', '0x2a00005']);
  });

  it('knows programs of Linux, and those of 32 bits', async () => {
    const elf = Buffer.alloc(0x100);
    elf.write('\x7fELF\x02', 'latin1');
    elf.writeUInt32LE(0x40, 32); // where its table is, how long an entry, and how many
    elf.writeUInt16LE(56, 54);
    elf.writeUInt16LE(1, 56);
    elf.writeUInt32LE(1, 0x40);
    elf.writeUInt32LE(0x3000, 0x40 + 40);
    const base = 0x40_0000;
    const steps: readonly Step[] = [
      { pc: base + 0x100, raw: 'e8fb0f0000', set: { esp: STACK - 4 }, write: [[STACK - 4, '05014000']] },
      { pc: 0xf7e0_0000, raw: '90' },
    ];
    const scenario = {
      bits: 32,
      steps: steps.map((step) => ({ pid: 4242, tid: 7, ...step })),
      processes: [{ pid: 4242, name: 'courier' }],
      binaries: [
        { path: '/home/courier', base, size: 0x3000 },
        { path: '/lib/libc.so.6', base: 0xf7e0_0000, size: 0x1000, symbols: { 0: 'puts' } },
      ],
      start: { 7: { esp: STACK } },
      memory: [
        [base, elf.toString('hex')],
        [STACK, '00104000'],
        [base + 0x1000, hexOf('a letter\0')],
      ],
    };
    const exported = exportScenario('linux', ['--process', 'courier'], scenario);
    expect([exported.output, await checkTrace(exported.text)]).toMatchObject([expect.any(String), { faults: [] }]);
    expect(exported.rows[0]).toMatchObject({ arch: 'i386', bits: 32, os: 'linux', sample: { path: '/home/courier' } });
    expect(ofKind(exported, 'module')[0]).toMatchObject({ base: '0x400000', size: 0x3000, traced: true });
    const [call] = ofKind(exported, 'call');
    expect(call).toMatchObject({ name: 'puts', from: '0x400105', module: 'libc.so.6' });
    expect(call?.['args']).toMatchObject([{ val: '0x401000', str: 'a letter' }, {}, {}, {}, {}, {}]);
  });

  it('keeps what came before an error of the server', async () => {
    const exported = exportScenario('error', ['--pid', '4242'], { error: 14 });
    expect((await checkTrace(exported.text)).faults).toEqual([]);
    expect(ofKind(exported, 'gap').map(({ reason }) => reason)).toEqual(['the server gave an error: connection lost']);
    expect(ofKind(exported, 'i')).toHaveLength(4);
  });

  it('writes nothing where there is nothing', () => {
    const exported = exportScenario('nothing', ['--pid', '4300']);
    expect([exported.status, exported.output, exported.text]).toEqual([1, expect.stringContaining('does not run'), '']);
  });

  it('names the processes where none or several are meant', () => {
    const none = exportScenario('none', ['--process', 'nothing']);
    expect([none.status, none.output]).toEqual([1, expect.stringContaining('no process fits')]);
    expect(none.output).toContain('courier.exe (4242), other.exe (4300)');
    const several = exportScenario('several', ['--process', '.exe']);
    expect([several.status, several.output]).toEqual([1, expect.stringContaining('several processes fit')]);
  });
});
