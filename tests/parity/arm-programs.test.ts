// ARM64 programs. Own ones, whose symbol tables and disassembly by another tool say what there is to find, also where they are stripped; and three
// that Ghidra took apart, of which the reference read what it exported.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { memorySource } from '../../src/bytes/source.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import type { Address } from '../../src/features/address.ts';
import { formatFeature } from '../../src/features/feature-text.ts';
import type { PlacedFeatures, Program } from '../../src/features/program.ts';
import { elfInput } from '../../src/inputs/elf/index.ts';
import { peInput } from '../../src/inputs/pe/index.ts';
import { loadRulesFromPaths } from '../../src/node/load-rules.ts';
import { writeDocument } from '../../src/result/capa-json/write.ts';
import type { RuleSet } from '../../src/rules/rule.ts';
import { DEFAULT_SEMANTICS } from '../../src/semantics.ts';
import { ListingRegistrar } from '../support/native-code.ts';
import { sharedPath } from '../support/shared.ts';

const own = sharedPath('data', 'own', 'bin');
const goldens = sharedPath('golden', 'binexport2');

const unpack = (path: string): Uint8Array => new Uint8Array(gunzipSync(readFileSync(path)));
/** Numbers beyond 2^53 stay text. */
const readJson = (path: string) =>
  JSON.parse(
    Buffer.from(unpack(path))
      .toString()
      .replaceAll(/(?<=[:,[] ?)(-?\d{16,})/g, '"$1"'),
  );
const numberOf = (address: Address): number => Number((address as { readonly value: number | bigint }).value);

/** Own programs that are linked, by a part of their name. */
function ownPrograms(part: string): string[] {
  if (own === undefined) return [];
  return readdirSync(own)
    .filter((name) => name.includes(part) && name.endsWith('.truth.json.gz'))
    .map((name) => name.slice(0, -'.truth.json.gz'.length))
    .filter((name) => !/\.(?:o|obj)$/.test(name));
}

interface Truth {
  readonly image: { readonly base: string };
  readonly functions: readonly { readonly address: string; readonly name: string; readonly origin: string }[];
}
interface Expected {
  readonly functions: Readonly<
    Record<
      string,
      {
        readonly status: string;
        readonly seen?: {
          readonly numbers?: readonly (readonly [at: string, value: number | string])[];
          readonly strings?: readonly (readonly [at: string, place: string, text: string, through?: string])[];
          readonly calls?: readonly (readonly [at: string, to: string, name: string, way: string])[];
          readonly nzxor?: readonly string[];
        };
      }
    >
  >;
}

async function open(name: string): Promise<{ program: Program; shift: number; truth: Truth }> {
  const input = name.includes('windows') ? peInput : elfInput;
  const bytes = unpack(join(own as string, `${name}.gz`));
  const options = { diagnostics: new Diagnostics(), semantics: DEFAULT_SEMANTICS };
  const program = (await input.open(memorySource(name, bytes), options)) as Program;
  const truth: Truth = readJson(join(own as string, `${name}.truth.json.gz`));
  return { program, shift: numberOf(program.baseAddress as Address) - Number(truth.image.base), truth };
}

/** Features by the address of their instruction. */
function featuresByInstruction(program: Program): Map<number, string[]> {
  const registrar = new ListingRegistrar();
  const found = new Map<number, string[]>();
  const note = ({ address, features }: { readonly address: Address; readonly features: PlacedFeatures }): void => {
    const texts = Array.from(features.numbers, (number) => formatFeature(registrar.features[number] as never));
    found.set(numberOf(address), [...(found.get(numberOf(address)) ?? []), ...texts]);
  };
  for (const one of program.functions(registrar))
    for (const { instructions } of one.blocks) for (const each of instructions) note(each);
  return found;
}

/** What another reader saw and is not there, and how much it saw. */
function compareFacts(name: string, program: Program, shift: number): { seen: number; missing: string[] } {
  const path = join(own as string, `${name}.expected.json.gz`);
  if (!existsSync(path)) return { seen: 0, missing: [] };
  const found = featuresByInstruction(program);
  let seen = 0;
  const missing: string[] = [];
  const want = (at: string, fits: (text: string) => boolean, what: string): void => {
    seen++;
    if (!(found.get(Number(at) + shift) ?? []).some(fits)) missing.push(`${name} ${at} ${what}`);
  };
  const { functions } = readJson(path) as Expected;
  for (const { status, seen: facts = {} } of Object.values(functions)) {
    if (status !== 'present') continue;
    for (const [at, value] of facts.numbers ?? []) {
      const texts = [32, 64].map(
        (bits) => `number(0x${BigInt.asUintN(bits, BigInt(value)).toString(16).toUpperCase()})`,
      );
      want(at, (text) => texts.includes(text), `number ${value}`);
    }
    for (const [at, , text, through] of facts.strings ?? []) {
      // What a table of pointers leads to is none of the instruction that forms the address of the table.
      if (through !== undefined) continue;
      want(at, (one) => one.startsWith('string(') && one.includes(text.slice(0, 12).trimEnd()), `string ${text}`);
    }
    for (const [at, , symbol, way] of facts.calls ?? []) {
      if (/import/.test(way))
        want(at, (text) => text.startsWith('api(') && text.includes(symbol.replace(/^_+/, '')), `call ${symbol}`);
    }
    for (const at of facts.nzxor ?? []) want(at, (text) => text === 'characteristic(nzxor)', 'nzxor');
  }
  return { seen, missing };
}

describe.skipIf(own === undefined)('own ARM64 programs (needs shared data)', () => {
  it('has some to look at', () => {
    expect(ownPrograms('linux-arm64').length).toBeGreaterThan(30);
    expect(ownPrograms('windows-arm64').length).toBeGreaterThan(8);
  });

  it.each(ownPrograms('linux-arm64'))(
    '%s has all functions of its symbol table, stripped or not, and nearly all that is seen in them',
    async (name) => {
      const { program, shift, truth } = await open(name);
      const found = new Set(program.code?.functions().map(({ address }) => numberOf(address)));
      const missing = truth.functions.filter(({ address }) => !found.has(Number(address) + shift));
      expect(missing.map(({ name: symbol }) => symbol)).toEqual([]);
      const { seen, missing: unseen } = compareFacts(name, program, shift);
      expect(unseen.length, unseen.join('\n')).toBeLessThanOrEqual(seen * 0.03);
    },
  );

  it.each(ownPrograms('windows-arm64'))(
    '%s has at least 97 % of the functions that its debug file names',
    async (name) => {
      const { program, shift, truth } = await open(name);
      const found = new Set(program.code?.functions().map(({ address }) => numberOf(address)));
      const missing = truth.functions.filter(({ address }) => !found.has(Number(address) + shift));
      expect(missing.length, missing.map(({ name: symbol }) => symbol).join()).toBeLessThanOrEqual(
        truth.functions.length * 0.03,
      );
      const { seen, missing: unseen } = compareFacts(name, program, shift);
      expect(unseen.length, unseen.join('\n')).toBeLessThanOrEqual(seen * 0.03);
    },
  );
});

/** Beginning of the name of the golden, and MD5 of the program. */
const GHIDRA: readonly (readonly [name: string, md5: string])[] = [
  ['687e79cd', 'cc29bab1efc5ffb26244912bf38e7092'],
  ['d1e65069', '05c7732517511f37ff357dc6377d4645'],
  ['c7f38027', 'a1e7e34799178ba782e6e07332737cd6'],
];

describe.skipIf(goldens === undefined)('ARM64 programs that Ghidra took apart (needs shared data)', () => {
  let rules: RuleSet;
  beforeAll(async () => {
    const folder = sharedPath('data', 'rules') as string;
    rules = (await loadRulesFromPaths([folder], { version: 'test', cache: false })).ruleSet;
  });

  it.each(GHIDRA)('%s has at least 97 % of its functions and rules, and no others than these', async (name, md5) => {
    const file = readdirSync(goldens as string).find(
      (one) => one.startsWith(name) && one.endsWith('ghidra.BinExport.frz'),
    ) as string;
    const freeze = JSON.parse(inflateSync(readFileSync(join(goldens as string, file)).subarray(8)).toString());
    const expected = readJson(join(goldens as string, file.replace(/\.frz$/, '.json.gz')));
    const bytes = unpack(sharedPath('data', 'samples', `${md5}.gz`) as string);
    const { document } = await analyze(memorySource(md5, bytes), { rules, compat: true });
    let text = '';
    for await (const chunk of writeDocument(document)) text += chunk;
    const ours = JSON.parse(text);
    const matched = new Set(Object.keys(ours.rules));
    const wanted = Object.keys(expected.rules);
    expect(wanted.filter((rule) => !matched.has(rule)).length).toBeLessThanOrEqual(wanted.length * 0.03);
    expect([...matched].filter((rule) => !wanted.includes(rule)).length).toBeLessThanOrEqual(wanted.length * 0.03);
    const base = ours.meta.analysis.base_address.value;
    const found = new Set<number>(
      ours.meta.analysis.feature_counts.functions.map(
        (one: { address: { value: number } }) => one.address.value - base,
      ),
    );
    const starts: number[] = freeze.features.functions.map(
      (one: { address: { value: number } }) => one.address.value - freeze.base_address.value,
    );
    expect(starts.filter((start) => !found.has(start)).length).toBeLessThanOrEqual(starts.length * 0.03);
  });
});
