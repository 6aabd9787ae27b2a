import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { FirstInstructions } from '../../../../src/formats/lackey/instruction-batch.ts';
import { type LackeyRun, readLackey } from '../../../../src/formats/lackey/read.ts';
import { sharedPath } from '../../../support/shared.ts';

interface Read {
  readonly run: LackeyRun;
  /** `401000+3`. */
  readonly instructions: string[];
  readonly told: string[];
}

async function read(text: string | Uint8Array, chunk = 1 << 16): Promise<Read> {
  const instructions: string[] = [];
  const diagnostics = new Diagnostics();
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const run = await readLackey(
    memorySource('run.log', bytes, chunk),
    ({ addresses, sizes, count }) => {
      for (let i = 0; i < count; i++) instructions.push(`${(addresses[i] as number).toString(16)}+${sizes[i]}`);
    },
    diagnostics,
  );
  return { run, instructions, told: diagnostics.list().map(({ code, message }) => `${code} ${message}`) };
}

const LOG = [
  '==25080== Lackey, an example Valgrind tool',
  '==25080== Command: ./unpack --now',
  '==25080== Parent PID: 24890',
  '==25080== ',
  'I  0401ab70,3',
  'I  0401ab73,5',
  ' S 1fff000768,8',
  'I  0401ab70,3',
  ' L 1fff000768,8',
  ' M 1fff000768,4',
  'I  0401ab70,2',
  '',
].join('\n');

describe('a lackey log', () => {
  it('gives each instruction once, in order, and counts all', async () => {
    const { run, instructions, told } = await read(LOG);
    expect(instructions).toEqual(['401ab70+3', '401ab73+5', '401ab70+2']);
    expect(run).toEqual({
      pid: 25080,
      parentPid: 24890,
      command: './unpack --now',
      instructions: 4,
      distinct: 3,
      loads: 1,
      stores: 1,
      modifies: 1,
    });
    expect(told).toEqual([]);
  });

  it('says the same whatever the pieces are', async () => {
    const whole = await read(LOG);
    for (let chunk = 1; chunk < 40; chunk++) expect(await read(LOG, chunk)).toEqual(whole);
  });

  it('passes over what is none of it, and says so', async () => {
    const odd = [
      'hello',
      'I  ,3',
      'I  0401AB70,3',
      'I  0401ab70,0',
      'I  0401ab70,32',
      'I  0401ab70,3x',
      'I  11112222333344445,3',
      ' I 0401ab70,3',
      'I  ffffffff81000000,3',
    ];
    const { run, instructions, told } = await read(`${LOG}${odd.join('\n')}\nI  1,1\nI  04`);
    expect(run.instructions).toBe(6);
    expect(instructions.slice(3)).toEqual(['1+1']);
    expect(told).toEqual([
      'lackey-truncated the log breaks off in the middle of a line',
      "lackey-line-foreign lines that are none of lackey's: 8",
      'lackey-address addresses that are too large: 1',
    ]);
  });

  it('without anything is a run without instructions', async () => {
    expect((await read('')).run).toMatchObject({ pid: undefined, command: '', instructions: 0 });
  });

  it('is read as a slow reader reads it', async () => {
    const hex = fc.integer({ min: 0, max: 2 ** 40 }).map((n) => n.toString(16).padStart(8, '0'));
    const size = fc.integer({ min: 0, max: 40 });
    const line = fc.oneof(
      { weight: 5, arbitrary: fc.tuple(hex, size).map(([at, bytes]) => `I  ${at},${bytes}`) },
      { weight: 3, arbitrary: fc.tuple(fc.constantFrom('L', 'S', 'M'), hex).map(([kind, at]) => ` ${kind} ${at},8`) },
      {
        weight: 1,
        arbitrary: fc.string({ unit: fc.constantFrom('I', ' ', 'L', '0', 'f', ',', '=', '\r'), maxLength: 90 }),
      },
    );
    const slowly = (lines: readonly string[]) => {
      const read = lines.flatMap((text) => {
        const found = /^I {2}([0-9a-f]{1,16}),(\d+)$/.exec(text.replace(/\r$/, ''));
        const bytes = Number(found?.[2]);
        return found !== null && bytes > 0 && bytes < 32 && (found[2] as string).length < 3 ? [found] : [];
      });
      const keys = read.map(([, at, bytes]) => `${Number.parseInt(at as string, 16).toString(16)}+${Number(bytes)}`);
      return { instructions: read.length, keys: [...new Set(keys)] };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 80 }), fc.integer({ min: 1, max: 3000 }), async (lines, chunk) => {
        const { run, instructions } = await read(lines.map((text) => `${text}\n`).join(''), chunk);
        expect({ instructions: run.instructions, keys: instructions }).toEqual(slowly(lines));
      }),
      { numRuns: Number(process.env['CAPAX_PROPERTY_RUNS'] ?? 300) },
    );
  });

  it('never makes reading fail, cut or damaged anywhere', async () => {
    const bytes = new TextEncoder().encode(LOG);
    for (let at = 0; at < bytes.length; at++) {
      await read(bytes.subarray(0, at));
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] as number) ^ (1 << (at & 7));
      await read(damaged);
    }
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (any) => void (await read(any, 13))));
  });
});

describe('different instructions', () => {
  it('are bounded', () => {
    const got: number[] = [];
    const first = new FirstInstructions(2, ({ addresses, count }) => got.push(...addresses.subarray(0, count)));
    for (const address of [1, 2, 1, 3, 3, 2]) first.add(0, address, 1);
    first.flush();
    expect([got, first.distinct, first.leftOut]).toEqual([[1, 2], 2, 2]);
  });

  it('are those that a set finds, however they share places', () => {
    const address = fc.integer({ min: 0, max: 2 ** 20 }).map((n) => (n % 50) * 2 ** 14 + (n % 3) * 2 ** 40);
    fc.assert(
      fc.property(fc.array(fc.tuple(address, fc.integer({ min: 1, max: 31 })), { maxLength: 300 }), (pairs) => {
        const got: string[] = [];
        const first = new FirstInstructions(1e6, ({ addresses, sizes, count }) => {
          for (let i = 0; i < count; i++) got.push(`${addresses[i]}+${sizes[i]}`);
        });
        for (const [at, size] of pairs) first.add(Math.floor(at / 2 ** 32), at | 0, size);
        first.flush();
        expect(got).toEqual([...new Set(pairs.map(([at, size]) => `${at}+${size}`))]);
      }),
    );
  });
});

const recorded = sharedPath('data', 'formats', 'valgrind', 'lackey_trace_mem.head2000.log');

describe.skipIf(recorded === undefined)('a recorded log (../shared is not there: skipped)', () => {
  it('has the instructions and accesses that were counted in it', async () => {
    const { run, instructions, told } = await read(readFileSync(recorded as string));
    expect(run).toMatchObject({ pid: 25080, parentPid: 24890, command: './unpack' });
    expect(run).toMatchObject({ instructions: 1517, loads: 287, stores: 170, modifies: 20 });
    expect(new Set(instructions).size).toBe(run.distinct);
    expect(instructions.slice(0, 2)).toEqual(['401ab70+3', '401ab73+5']);
    expect(told).toEqual([]);
  });
});
