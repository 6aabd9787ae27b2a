// Programs that are made to hurt, and damaged ones: bounded work, typed errors, partial results.

import { describe, expect, it } from 'vitest';
import { startCpuClock } from '../../support/cpu-time.ts';
import { randomNumbers } from '../../support/damage.ts';
import { AMD64, ARM64, buildMachO, words } from '../../support/macho-builder.ts';
import { buildElf, buildPe, Layout } from '../../support/program-builder.ts';
import { allPrograms } from '../../support/programs.ts';
import { readProgram } from '../../support/read-program.ts';

/** Bytes of such tables; what they cost must not grow faster. */
const SIZE = 0x8000;
const HUGE = 0xffffffff;

/** A PE file all of whose tables are one section, as large as it may be. */
function allTables(tables: Uint8Array, bits: 32 | 64, virtualSize = 0x7fffffff): Uint8Array {
  const directories = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [i, [0x1000, HUGE] as const]));
  return buildPe({ bits, directories, sections: [{ name: '.x', rva: 0x1000, virtualSize, data: tables }] });
}

/** An ELF file whose dynamic table announces `count` of everything, at the same place. */
function allDynamic(filler: Uint8Array, count: number | bigint): Uint8Array {
  const at = 0x400000;
  const dynamic = new Layout(0x200).u64(0, 1, 1, 4, at, 5, at, 6, at, 7, at, 8, count, 10, count);
  dynamic.u64(0x70, 17, at, 18, count, 23, at, 2, count, 25, at, 27, count, 26, at, 28, count, 36, at, 35, count);
  dynamic.u64(0x110, 0x6ffffef5, at, 0x6ffffffe, at);
  return buildElf({
    type: 3,
    segments: [
      { type: 1, flags: 7, address: at, data: filler, memorySize: 2 ** 52 },
      { type: 1, flags: 6, address: 0x300000, data: dynamic.bytes },
      { type: 2, flags: 6, address: 0x300000, data: new Uint8Array() },
      { type: 4, data: filler },
      { type: 0x6474e550, address: at, data: filler },
    ],
    sections: [
      { name: '.eh_frame', type: 1, flags: 2, address: at, data: filler },
      { name: '.symtab', type: 2, data: filler, link: 2 },
      { name: '.gnu.version_r', type: 0x6ffffffe, data: filler, link: 1 },
      { name: '.go.buildinfo', type: 1, data: filler },
      { name: '.init_array', type: 14, flags: 2, address: at, data: filler },
    ],
  });
}

/** A Mach-O file whose tables are all the same bytes. */
function allLinked(filler: Uint8Array, cpu: number): Uint8Array {
  const size = filler.length;
  const names = ['__unwind_info', '__eh_frame', '__objc_classlist', '__objc_catlist', '__cfstring', '__mod_init_func'];
  const sections = names.map((name, i) => ({ name, at: 0, size, flags: i === 5 ? 9 : 6 }));
  const tables = Array.from({ length: 5 }, () => [0x1000, size]).flat();
  return buildMachO({
    cpu,
    segments: [
      { name: '__TEXT', address: 0x100000000, data: new Uint8Array(16) },
      { name: '__DATA', address: 0x100001000, data: filler, protection: 3, sections },
    ],
    commands: [
      [0x80000022, words(...tables)],
      [0x80000033, words(0x1000, size)],
      [0x80000034, words(0x1000, size)],
      [0x26, words(0x1000, size)],
      [2, words(0x1000, HUGE, 0x1000, HUGE)],
      [0xb, words(...Array<number>(12).fill(0), 0x1000, HUGE, 0, 0, 0, 0)],
    ],
  });
}

function pattern(size: number, ...words: number[]): Uint8Array {
  const bytes = new Layout(size);
  for (let at = 0; at + 4 <= size; at += 4) bytes.u32(at, words[(at / 4) % words.length] as number);
  return bytes.bytes;
}

const FILLERS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['zeros', new Uint8Array(SIZE)],
  ['ones', new Uint8Array(SIZE).fill(0xff)],
  ['places of itself', pattern(SIZE, 0x1000, 0x1004, 0x1008)],
  ['places of its end', pattern(SIZE, 0xff0 + SIZE)],
  ['letters without an end', new Uint8Array(SIZE).fill(0x41)],
  ['odd words', pattern(SIZE, 1, 0x400001)],
  ['functions that share handlers', pattern(SIZE, 0x1000, 0x1009, 0x1008, 0x00000009, 0x3ff)],
];

describe('tables that announce more than there is', () => {
  it.each(FILLERS)('of %s are read in bounded time', (_, filler) => {
    const milliseconds = startCpuClock();
    for (const bits of [32, 64] as const) readProgram(allTables(filler, bits));
    readProgram(allDynamic(filler, (1n << 64n) - 1n));
    for (const cpu of [AMD64, ARM64]) readProgram(allLinked(filler, cpu));
    expect(milliseconds()).toBeLessThan(20_000);
  });
});

describe('sections and segments', () => {
  it('may be 65,535, in each other', () => {
    const sections = Array.from({ length: 65_535 }, (_, i) => ({
      name: 's',
      rva: 0x1000 + (i % 7) * 8,
      virtualSize: HUGE,
    }));
    const { found } = readProgram(buildPe({ sections }));
    expect(found).toBeGreaterThan(4096);
  });

  it('may name sizes and places beyond all memory', () => {
    const sections = [HUGE, HUGE - 0x1000, 0].map((rva) => ({
      name: 's',
      rva,
      virtualSize: HUGE,
      data: new Uint8Array(8),
    }));
    expect(readProgram(buildPe({ imageBase: 0xffff0000n, sections })).error).toBeUndefined();
    const data = new Uint8Array(8);
    const segments = [0, (1n << 64n) - 8n].map((address) => ({ type: 1, address, data, memorySize: 2 ** 53 - 1 }));
    expect(readProgram(buildElf({ segments })).error).toBeUndefined();
  });
});

/** Programs with tables of every kind, small enough to be read a thousand times. */
function subjects(): (readonly [name: string, bytes: Uint8Array])[] {
  const own = FILLERS.flatMap(([name, bytes]) => [
    [`PE of ${name}`, allTables(bytes.subarray(0, 0x800), 64, 0x3000)] as const,
    [`Mach-O of ${name}`, allLinked(bytes.subarray(0, 0x800), ARM64)] as const,
    [`ELF of ${name}`, allDynamic(bytes.subarray(0, 0x800), 0x400)] as const,
  ]);
  const real = allPrograms
    .filter(({ format, size }) => format !== 'sc32' && format !== 'sc64' && size < 30_000)
    .slice(0, 12)
    .map(({ md5, bytes }) => [md5, bytes()] as const);
  return [...own, ...real];
}

const RUNS = Math.max(20, Math.floor(Number(process.env['CAPAX_FUZZ_RUNS'] ?? 0) / 100));
const FIRST_SEED = Number(process.env['CAPAX_FUZZ_SEED'] ?? 1);

describe.each(subjects())('%s', (_, whole) => {
  it('is read as far as it goes wherever it breaks off', () => {
    for (let i = 0; i < RUNS; i++) {
      const cut = readProgram(whole.subarray(0, Math.floor((whole.length * i) / RUNS)));
      expect([undefined, 'input-corrupt']).toContain(cut.error);
    }
  });

  it('is read with bytes changed', () => {
    const random = randomNumbers(FIRST_SEED);
    for (let i = 0; i < RUNS; i++) {
      const changed = whole.slice();
      // Where tables begin is in the first pages.
      for (let n = 0; n < 8; n++) {
        const within = n < 5 ? Math.min(whole.length, 0x400) : whole.length;
        changed[Math.floor(random() * within)] = Math.floor(random() * 256);
      }
      expect([undefined, 'input-corrupt', 'input-unsupported']).toContain(readProgram(changed).error);
    }
  });
});
