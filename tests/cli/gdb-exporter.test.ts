// The exporter for GDB, from the source of a program to capabilities: tests/programs/courier.c is built, followed by GDB, and what was
// written is checked and matched. The program is our own and touches nothing but its folder.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createCliFolder } from '../support/cli-folder.ts';
import { ruleText } from '../support/rule-text.ts';
import { root, runCapax } from '../support/run-capax.ts';
import { usedMemory } from '../support/used-memory.ts';

const folder = createCliFolder();
const script = join(root, 'exporters/gdb/capa_trace.py');
const programs = join(root, 'tests/programs');

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/** In containers tracing may be forbidden, and not every GDB has Python. */
const canFollow =
  process.platform === 'linux' &&
  process.arch === 'x64' &&
  works('gcc', ['--version']) &&
  works('gdb', ['-nx', '-batch', '-return-child-result', '-ex', 'python 1', '-ex', 'run', 'true']);

/** Runs a program in the folder of the test. */
function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(command, args, {
    cwd: folder.path,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, ...env },
  });
}

function build(name: string, ...options: string[]): string {
  return compile('gcc', 'courier.c', name, '-pthread', ...options);
}

function compile(compiler: string, source: string, name: string, ...options: string[]): string {
  const { status, stderr } = run(compiler, ['-O1', ...options, '-o', name, join(programs, source)]);
  expect(status, stderr).toBe(0);
  return join(folder.path, name);
}

/** A program whose checksum is in its file only with every byte changed. */
function buildSealed(): string {
  const key = 0x5a;
  for (const [command, ...args] of [
    ['gcc', '-O1', '-fcf-protection=none', '-c', '-o', 'sealed.o', join(programs, 'sealed.c')],
    ['objcopy', '-O', 'binary', '-j', '.text', 'sealed.o', 'sealed.bin'],
  ] as const) {
    const { status, stderr } = run(command, args);
    expect(status, stderr).toBe(0);
  }
  const sealed = Array.from(readFileSync(join(folder.path, 'sealed.bin')), (byte) => byte ^ key);
  return compile('gcc', 'sealed-opener.c', 'sealed', `-DSEALED=${sealed.join(',')}`, `-DKEY=${key}`);
}

function follow(program: string, trace: string, env: Record<string, string> = {}): string {
  const path = join(folder.path, trace);
  const { status, stdout } = run('gdb', ['-nx', '-batch', '-ex', `source ${script}`, program], {
    ...env,
    CT_OUT: path,
  });
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^capa-trace: \d+ instructions, \d+ calls$/m)]);
  return path;
}

type Row = Readonly<Record<string, unknown>>;

function readRows(path: string): Row[] {
  const text = path.endsWith('.gz') ? gunzipSync(readFileSync(path)).toString() : readFileSync(path, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

interface Instruction {
  readonly pc: bigint;
  readonly bytes: Uint8Array;
  readonly registers: ReadonlyMap<string, bigint>;
  /** Something else ran before it. */
  readonly isFirst: boolean;
  readonly accesses: readonly (readonly [kind: string, address: string, bytes: string])[];
}

/** The instructions of one thread with what its registers were before each. */
function* readInstructions(rows: readonly Row[]): Generator<Instruction, void, void> {
  const codes = new Map<string, Uint8Array>();
  let registers = new Map<string, bigint>();
  const set = (changed: unknown): void => {
    for (const [name, value] of Object.entries(changed ?? {})) registers.set(name, BigInt(value));
  };
  for (const row of ofKind(rows, 'i')) {
    const pc = row['pc'] as string;
    if (typeof row['b'] === 'string') codes.set(pc, Buffer.from(row['b'], 'hex'));
    set(row['R']);
    const accesses = (row['m'] ?? []) as Instruction['accesses'];
    const isFirst = row['R'] !== undefined;
    yield { pc: BigInt(pc), bytes: codes.get(pc) ?? new Uint8Array(), registers, isFirst, accesses };
    registers = new Map(registers);
    set(row['r']);
  }
}

const ofKind = (rows: readonly Row[], kind: string): Row[] => rows.filter(({ t }) => t === kind);

const rule = folder.write(
  'courier.yml',
  ruleText(
    '- and:\n  - api: open\n  - api: write\n  - api: close\n  - string: "courier.txt"\n  - string: /a letter/\n  - characteristic: caller in sample',
    { name: 'deliver a letter', dynamic: 'thread' },
  ),
);

describe.skipIf(!canFollow)(
  'the exporter for GDB (needs gcc, and gdb with Python that may trace, on x86-64 Linux)',
  () => {
    it.each([
      ['with symbols', 'courier', []],
      ['without symbols', 'stripped', ['-s']],
      ['without a PLT, at a fixed place', 'fixed', ['-no-pie', '-fno-plt']],
    ])('follows a program %s to its end', async (_, name, options) => {
      const trace = follow(build(name, ...options), `${name}.capatrace.ndjson.gz`);
      expect(existsSync(join(folder.path, 'courier.txt'))).toBe(false);

      const rows = readRows(trace);
      const calls = ofKind(rows, 'call');
      const main = calls[0]?.['tid'];
      const of = (thread: boolean): unknown[] =>
        calls.filter(({ tid }) => (tid === main) === thread).map((row) => row['name']);
      const inMain = [
        'open',
        'write',
        'close',
        'mmap',
        expect.stringMatching(/^mem(cpy|move)$/),
        'pthread_create',
        'pthread_join',
      ];
      expect(of(true)).toEqual(name === 'stripped' ? ['__libc_start_main', ...inMain] : inMain);
      expect(of(false)).toEqual(['unlink']);

      const copied = calls.filter(({ name }) => /^mem(?:cpy|move)$/.test(String(name))).map(({ id }) => id);
      const written = ofKind(rows, 'ret').flatMap(({ call, outs }) => (outs === undefined ? [] : [[call, outs]]));
      expect(written).toEqual([[copied[0], [{ val: expect.stringMatching(/^0x/), buf: 'b82a000000c3' }]]]);

      const modules = ofKind(rows, 'module').map(
        ({ base, size }) => [Number(base), Number(base) + Number(size)] as const,
      );
      const withoutFile = ofKind(rows, 'i').filter(
        ({ pc }) => !modules.some(([start = 0, end = 0]) => start <= Number(pc) && Number(pc) < end),
      );
      expect(withoutFile.map(({ b }) => b)).toEqual(['b82a000000', 'c3', 'b82b000000', undefined]);

      const [check, matched] = await Promise.all([runCapax(['check-trace', trace]), runCapax([trace, '-r', rule])]);
      expect([check.code, check.stdout]).toEqual([0, expect.stringContaining('no fault')]);
      expect(check.stdout).toContain('2 threads');
      expect(matched.stdout).toContain('deliver a letter');
    });

    it('knows what each instruction reads and writes', () => {
      const program = compile('gcc', 'accessor.c', 'accessor', '-no-pie');
      const memory = new Map<string, string>();
      let compared = 0;
      for (const instruction of readInstructions(readRows(follow(program, 'accessor.capatrace.ndjson')))) {
        const { pc, bytes, registers, isFirst, accesses } = instruction;
        if (isFirst) memory.clear();
        const wanted = usedMemory(pc, bytes, registers);
        const found = accesses.map(([kind, address, content]) => `${kind} ${address} ${content.length / 2}`);
        if (wanted !== undefined) expect([pc, found.sort()]).toEqual([pc, wanted]);
        else expect(found).toHaveLength(1);
        // What is read is what was written there.
        for (const [kind, address, content] of accesses) {
          for (let at = 0; at < content.length; at += 2) {
            const where = (BigInt(address) + BigInt(at / 2)).toString(16);
            const byte = content.slice(at, at + 2);
            if (kind === 'r') expect(memory.get(where) ?? byte).toBe(byte);
            memory.set(where, byte);
          }
        }
        compared += found.length;
      }
      expect(compared).toBeGreaterThan(80);
    });

    it('follows faults into handlers and out of them', async () => {
      const trace = follow(compile('gcc', 'stumbler.c', 'stumbler'), 'stumbler.capatrace.ndjson', { CT_MAX: '2000' });
      const rows = readRows(trace);
      expect(ofKind(rows, 'exception').map(({ code }) => code)).toEqual(Array(7).fill('0xb'));
      const names = ofKind(rows, 'call').map(({ name }) => name);
      expect(names.filter((name) => name === 'siglongjmp')).toHaveLength(4);
      expect(names.slice(-3)).toEqual(['mprotect', 'sigaction', 'munmap']);
      const { code, stdout } = await runCapax(['check-trace', trace]);
      expect([code, stdout]).toEqual([0, expect.stringContaining('no fault')]);
    });

    it.skipIf(!works('g++', ['--version']))('follows exceptions of C++ (needs g++)', async () => {
      const trace = follow(compile('g++', 'thrower.cc', 'thrower'), 'thrower.capatrace.ndjson');
      const names = ofKind(readRows(trace), 'call').map(({ name }) => name);
      const caught = ['__cxa_allocate_exception', '__cxa_throw', '__cxa_begin_catch', 'close', '__cxa_end_catch'];
      expect(names).toEqual([...caught, ...caught]);
      const { code, stdout } = await runCapax(['check-trace', trace]);
      expect([code, stdout]).toEqual([0, expect.stringContaining('no fault')]);
    });

    it('pairs with its program by the hash, and each call has its function', async () => {
      const program = build('paired');
      const { stdout } = await runCapax([program, follow(program, 'paired.capatrace.ndjson'), '--by-function']);
      expect(stdout).toContain('callers: 8 of 8 calls from the sample, 8 followed to a function');
      expect(stdout).toMatch(
        / deliver {2}3 calls\n.*\n {2}\S+ {2}open\("courier\.txt", .*\n.*write\(.*"a letter of the courier\\n"/,
      );
      expect(stdout).toMatch(/ clean_up {2}1 call\n(?: {2}rules.*\n)? {2}\S+ {2}unlink\("courier\.txt"\)/);
    });

    it('follows threads of a program that has its own C library', async () => {
      const trace = follow(build('static', '-static'), 'static.capatrace.ndjson');
      const { code, stdout } = await runCapax(['check-trace', trace]);
      expect([code, stdout]).toEqual([0, expect.stringContaining('2 threads')]);
    });

    it('shows code that the file has only sealed: what it does matches where it ran, and not in the file', async () => {
      const program = buildSealed();
      const checksum = folder.write(
        'checksum.yml',
        ruleText(
          '- and:\n  - mnemonic: shr\n  - number: 0xEDB88320\n  - number: 8\n  - characteristic: nzxor\n  - characteristic: unpacked code',
          { name: 'sealed checksum', dynamic: 'unsupported' },
        ),
      );
      const alone = await runCapax([program, '-r', checksum]);
      expect(alone.stdout).toContain('no capabilities found');
      for (const CT_MEMORY of ['0', '1']) {
        const trace = follow(program, `sealed${CT_MEMORY}.capatrace.ndjson.gz`, { CT_MEMORY });
        const recorded = await runCapax([trace, '-r', checksum]);
        expect(recorded.stdout).toMatch(/│ sealed checksum +│ code +│/);
        const both = await runCapax([program, trace, '-r', checksum]);
        expect(both.stdout).toMatch(/│ sealed checksum +│ unpacked +│/);
      }
    });

    it('stops well at its limit, and writes nothing of memory if it is not to', async () => {
      const trace = follow(build('limited'), 'limited.capatrace.ndjson', { CT_MAX: '100', CT_MEMORY: '0' });
      const rows = readRows(trace);
      expect(ofKind(rows, 'gap')).toHaveLength(1);
      expect(ofKind(rows, 'i').filter(({ m }) => m !== undefined)).toEqual([]);
      const { code, stdout } = await runCapax(['check-trace', trace]);
      expect([code, stdout]).toEqual([0, expect.stringContaining(' 100 instructions')]);
    });
  },
);
