// Mach-O programs that were compiled for this project against what is in them: symbol tables, LLVM's tools and facts written by hand say it.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { CapaxError } from '../../src/errors.ts';
import { type FeatureRow, listProgram } from '../../src/export/list-features.ts';
import { featureValue } from '../../src/features/feature-types.ts';
import type { Program } from '../../src/features/program.ts';
import { openMachO } from '../../src/inputs/macho/open.ts';
import { DEFAULT_SEMANTICS } from '../../src/semantics.ts';
import {
  damagedPrograms,
  type Fact,
  type OwnProgram,
  ownProgram,
  ownPrograms,
  type Truth,
} from '../support/own-programs.ts';

const PROGRAMS = ownPrograms(/-macos-(?:arm64|x64)/);
const FAT = ownPrograms(/-macos-fat/);
const DAMAGED = damagedPrograms(/^(?:macho|fat)-/);
/** Where programs for address 0 are put. */
const MOVED = 0x100000000;

async function open(name: string, bytes: Uint8Array, arch?: string): Promise<Program> {
  const options = { semantics: DEFAULT_SEMANTICS, diagnostics: new Diagnostics(), arch };
  return openMachO(memorySource(name, bytes), options);
}

/** What is to be added to addresses of the truth. */
function shiftOf({ image }: Truth): number {
  return Number(image.base) === 0 ? MOVED : 0;
}

function valuesOf(rows: readonly FeatureRow[], type: string): Set<string> {
  return new Set(
    rows.filter(({ feature }) => feature.type === type).map(({ feature }) => String(featureValue(feature))),
  );
}

const isIn = (row: FeatureRow, start: number, end: number): boolean =>
  row.address.type === 'absolute' && Number(row.address.value) >= start && Number(row.address.value) < end;

/** Texts that a function copies as a table of pointers; no instruction forms the addresses of all but the first. */
const IN_TABLE = /^(?:HOME|USERPROFILE|LD_PRELOAD|DYLD_INSERT_LIBRARIES)$/;

/** Whether a fact is among the features of a function, under the name that the compiler gave it. Only kinds that features have. */
function isFound([kind, stated, , , as = '']: Fact, rows: readonly FeatureRow[]): boolean {
  const other = /^as (\S+)/.exec(as)?.[1];
  const value = other ?? stated;
  const has = (type: string, fits: (text: string) => boolean): boolean =>
    rows.some(({ feature }) => feature.type === type && fits(String(featureValue(feature))));
  switch (kind) {
    case 'api':
      return has('api', (text) => text === value);
    case 'selector':
      return has(other === undefined ? 'string' : 'api', (text) => text === value);
    case 'string':
      return value.length < 4 || IN_TABLE.test(value) || has('string', (text) => text.startsWith(value));
    case 'class':
      return has('class', (text) => text === value);
    case 'number':
      return has('number', (text) => BigInt(text) === BigInt(value));
    default:
      return true;
  }
}

describe.skipIf(PROGRAMS.length === 0)('a Mach-O program (needs shared data)', () => {
  it.each(PROGRAMS.map((program) => [program.name, program] as const))('%s is seen as it is', async (name, own) => {
    const truth = own.truth();
    const program = await open(name, own.bytes());
    const rows = [...listProgram(program)];
    const shift = shiftOf(truth);
    const imports = valuesOf(rows, 'import');
    for (const { name: symbol } of truth.imports) if (symbol !== 'dyld_stub_binder') expect(imports).toContain(symbol);
    const exports = valuesOf(rows, 'export');
    for (const { name: symbol } of truth.exports) expect(exports).toContain(symbol);
    const sections = valuesOf(rows, 'section');
    for (const { segment, name: section } of truth.sections) expect(sections).toContain(`${segment},${section}`);
    const strings = [...valuesOf(rows, 'string')].join('\n');
    for (const { text = '' } of truth.source_strings)
      if (text.trim().length >= 4) expect(strings).toContain(text.trim());
    const found = new Set(program.code?.functions().map(({ address }) => 'value' in address && Number(address.value)));
    const missing = truth.functions.filter(
      ({ address, origin }) =>
        !found.has(Number(address) + shift) && (origin === 'program' || !name.endsWith('stripped')),
    );
    expect(missing).toEqual([]);
  });

  it.each(PROGRAMS.filter(({ name }) => !name.endsWith('.o')).map((program) => [program.name, program] as const))(
    '%s has the facts of its source',
    async (name, own: OwnProgram) => {
      const shift = shiftOf(own.truth());
      const rows = [...listProgram(await open(name, own.bytes()))];
      const lost: string[] = [];
      for (const [title, { status, address, size, facts }] of own.expected()) {
        if (status !== 'present') continue;
        const start = Number(address) + shift;
        const inside = rows.filter((row) => isIn(row, start, start + Number(size)));
        for (const fact of facts) {
          if (fact[2] === true && !isFound(fact, inside)) lost.push(`${title}: ${fact[0]} ${fact[1]}`);
        }
      }
      expect(lost).toEqual([]);
    },
  );

  it.each(PROGRAMS.filter(({ name }) => name.endsWith('.o')).map((program) => [program.name, program] as const))(
    '%s calls what its source does',
    async (name, own) => {
      const rows = [...listProgram(await open(name, own.bytes()))];
      for (const [, { address, size, facts }] of own.expected()) {
        const start = Number(address) + MOVED;
        const called = valuesOf(
          rows.filter((row) => isIn(row, start, start + Number(size))),
          'api',
        );
        // Facts of object files are those of the source alone; what compilers put in the place of memcpy is theirs to choose.
        const names = facts.flatMap(([kind, value]) => (kind === 'api' || kind === 'call' ? [value].flat() : []));
        for (const known of names) if (!/^mem/.test(known)) expect(called).toContain(known);
      }
    },
  );

  it.each(FAT.map((program) => [program.name, program] as const))('%s is as its parts are', async (name, own) => {
    const bytes = own.bytes();
    const { slices } = own.truth() as unknown as { readonly slices: readonly { arch: string; same_as: string }[] };
    for (const { arch, same_as: thin } of slices) {
      const rows = [...listProgram(await open(name, bytes, arch))];
      const alone = [...listProgram(await open(thin, ownProgram(thin).bytes()))];
      const texts = (list: readonly FeatureRow[]): string[] =>
        list
          .filter(({ address }) => address.type !== 'file')
          .map(({ feature, address, scope }) =>
            JSON.stringify([scope, feature, address], (_, v) => (typeof v === 'bigint' ? `${v}` : v)),
          );
      expect(texts(rows)).toEqual(texts(alone));
    }
  });
});

describe.skipIf(DAMAGED.length === 0)('a damaged Mach-O file (needs shared data)', () => {
  it.each(DAMAGED.map((file) => [file.name, file] as const))('%s gives what is left', async (name, file) => {
    try {
      expect([...listProgram(await open(name, file.bytes()))].length).toBeGreaterThan(0);
    } catch (error) {
      expect(error).toBeInstanceOf(CapaxError);
    }
  });
});
