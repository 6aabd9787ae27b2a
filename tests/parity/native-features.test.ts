// Features of native code against those of the reference, place by place, in the functions and blocks that the reference found: discovery has no
// part in it. What is left of differences is counted by its cause.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Feature, FeatureType, Integer } from '../../src/features/feature.ts';
import { formatFeature } from '../../src/features/feature-text.ts';
import { makeFeature, valueKey } from '../../src/features/feature-types.ts';
import type { PlacedFeatures } from '../../src/features/program.ts';
import { nativeProgram } from '../../src/inputs/shared/native/native-program.ts';
import { codeOfGolden, type FrozenPlace, frozenFunctions } from '../support/golden-code.ts';
import { ListingRegistrar, NO_FACTS } from '../support/native-code.ts';
import { sharedPath } from '../support/shared.ts';

const golden = sharedPath('golden', 'static');

interface Sample {
  readonly md5: string;
  readonly format: string;
  readonly file: string;
  readonly golden: string;
}

/** Causes of differences, of which the first that fits counts, and how many there may be of all features of the index (1.75 million). */
const CAUSES: readonly (readonly [name: string, most: number, fits: (text: string, place: Compared) => boolean])[] = [
  // Emulation found them: through pointers in data, and not to functions that do not come back.
  ['references to functions', 900, (text) => text.includes('(calls to)')],
  [
    'names of C++',
    1000,
    (text, { names }) => text.startsWith('api(') && [...names].some((name) => /^api\(_Z/.test(name)),
  ],
  // Whether data is a text depends on what else was found near it, which freeze files do not tell.
  ['locations in texts', 120, (text) => /^(?:bytes|string)\(/.test(text)],
  // AVX-512 and data that was taken for code.
  ['another instruction', 700, (_, { isDecodedAlike }) => !isDecodedAlike],
  // AVX-512 again, where both name it as the reference does and only it takes the bytes behind for operands.
  ['operands of bound', 150, (_, { names }) => names.has('bound')],
  ['operands of ins and outs', 400, (text, { names }) => text.includes('offset(0x0)') && names.has('port')],
];

/** Differences without a known cause. */
const MOST_UNKNOWN = 25;

interface Compared {
  /** What the place is about, from features of both. */
  readonly names: ReadonlySet<string>;
  readonly isDecodedAlike: boolean;
}

class Comparison {
  equal = 0;
  readonly different = new Map<string, number>();
  readonly unknown: string[] = [];

  add(cause: string): void {
    this.different.set(cause, (this.different.get(cause) ?? 0) + 1);
  }

  get differences(): number {
    return [...this.different.values()].reduce((sum, count) => sum + count, 0);
  }
}

function featureOf(json: Readonly<Record<string, unknown>>): Feature {
  const type = json['type'] as FeatureType;
  const value = json[type] ?? json[type.replace(' ', '_')] ?? json[valueKey(type)];
  const isNumber = /number|offset/.test(type);
  const exact = isNumber ? (typeof value === 'string' ? BigInt(value) : (value as Integer)) : (value as string);
  return makeFeature(type, exact, json['index'] as number | undefined);
}

function frozenTexts({ address, features }: FrozenPlace): Set<string> {
  return new Set(
    features.map((one) => {
      const text = formatFeature(featureOf(one.feature));
      return one.address.value === address.value ? text : `${text} at 0x${one.address.value.toString(16)}`;
    }),
  );
}

function namesOf(texts: readonly string[]): Set<string> {
  const names = new Set(texts.filter((text) => text.startsWith('api(')));
  if (texts.some((text) => /^mnemonic\((?:ins|outs)[bd]\)/.test(text))) names.add('port');
  if (texts.includes('mnemonic(bound)')) names.add('bound');
  return names;
}

const mnemonicsIn = (texts: Iterable<string>): string =>
  [...texts].filter((text) => text.startsWith('mnemonic')).join();

function compare(comparison: Comparison, theirs: FrozenPlace, ours: readonly string[]): void {
  const expected = frozenTexts(theirs);
  const found = new Set(ours);
  const missing = [...expected].filter((text) => !found.has(text));
  const extra = ours.filter((text, i) => !expected.has(text) && ours.indexOf(text) === i);
  comparison.equal += expected.size - missing.length;
  const place: Compared = {
    names: namesOf([...expected, ...found]),
    isDecodedAlike: mnemonicsIn(expected) === mnemonicsIn(found),
  };
  for (const text of [...missing, ...extra]) {
    const cause = CAUSES.find(([, , fits]) => fits(text, place))?.[0] ?? 'unknown';
    comparison.add(cause);
    if (cause === 'unknown') comparison.unknown.push(`${theirs.address.value.toString(16)} ${text.slice(0, 80)}`);
  }
}

function compareSample(sample: Sample, comparison: Comparison): void {
  const frozen = frozenFunctions(`${golden}/${sample.golden}.frz`);
  const { code, ...facts } = codeOfGolden(`${golden}/${sample.file}`, sample.format, frozen);
  const registrar = new ListingRegistrar();
  const functions = nativeProgram(code, { ...NO_FACTS, ...facts })(registrar);
  const list = ({
    address,
    features,
  }: {
    address: Parameters<ListingRegistrar['list']>[1];
    features: PlacedFeatures;
  }) => registrar.list(features, address);
  let place = 0;
  for (const found of functions) {
    const theirs = frozen[place++] as (typeof frozen)[number];
    compare(comparison, theirs, list(found));
    [...found.blocks].forEach((block, i) => {
      const theirBlock = theirs.basic_blocks[i] as (typeof theirs.basic_blocks)[number];
      compare(comparison, theirBlock, list(block));
      [...block.instructions].forEach((instruction, k) => {
        compare(comparison, theirBlock.instructions[k] as FrozenPlace, list(instruction));
      });
    });
  }
}

describe.skipIf(golden === undefined)('features of native code (needs shared data)', () => {
  const samples = (golden === undefined ? '' : readFileSync(`${golden}/index.jsonl`, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Sample => JSON.parse(line))
    .filter(({ format }) => format === 'pe' || format === 'elf');
  const all = new Comparison();

  it.each([...new Map(samples.map((sample) => [sample.golden, sample])).values()])(
    'of $md5 are those of the reference',
    (sample) => {
      const comparison = new Comparison();
      compareSample(sample, comparison);
      all.equal += comparison.equal;
      all.unknown.push(...comparison.unknown);
      for (const [cause, count] of comparison.different)
        all.different.set(cause, (all.different.get(cause) ?? 0) + count);
      expect(comparison.equal).toBeGreaterThan(0);
      expect(comparison.unknown.length / comparison.equal).toBeLessThan(0.02);
    },
  );

  it('differ in few places, for known reasons', () => {
    const score = (2 * all.equal) / (2 * all.equal + all.differences);
    expect(score).toBeGreaterThan(0.999);
    const above = CAUSES.filter(([cause, most]) => (all.different.get(cause) ?? 0) > most);
    expect(above.map(([cause]) => [cause, all.different.get(cause)])).toEqual([]);
    expect(all.unknown.slice(MOST_UNKNOWN)).toEqual([]);
  });
});
