// Recordings of the same runs in several formats: the code that ran is the same, and so is what matches it.

import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyzeInput } from '../../../../../src/analyze.ts';
import { analyzeTogether, type TogetherAnalysis } from '../../../../../src/analyze-together.ts';
import { memorySource } from '../../../../../src/bytes/source.ts';
import { type Address, addressKey } from '../../../../../src/features/address.ts';
import { featureJson } from '../../../../../src/features/feature-json.ts';
import { locateFunctions } from '../../../../../src/features/located-program.ts';
import type { Program } from '../../../../../src/features/program.ts';
import { loadRules } from '../../../../../src/rules/load.ts';
import { buildElf } from '../../../../support/program-builder.ts';
import { type MatchedRecording, matchRecording, openSample } from '../../../../support/recorded-code.ts';
import { ruleText } from '../../../../support/rule-text.ts';
import { sharedPath } from '../../../../support/shared.ts';

const CRC_32 = 'CRC-32 bit by bit';
const { ruleSet: RULES } = loadRules([
  {
    path: 'crc.yml',
    text: ruleText('- and:\n  - mnemonic: shr\n  - number: 0xEDB88320\n  - number: 8\n  - characteristic: nzxor', {
      name: CRC_32,
      static: 'function',
      dynamic: 'unsupported',
    }),
  },
]);

const formats = sharedPath('data', 'formats');
const file = (path: string): Uint8Array => readFileSync(`${formats}/${path}`);
const placeOf = (address: Address): number => (address.type === 'absolute' ? Number(address.value) : -1);

/** A program that has what a capa-trace file says of its code, at the places where it was loaded; calls of other code come back at once. */
async function programOf(name: string): Promise<Program> {
  const records = new TextDecoder()
    .decode(file(`trace_ndjson/${name}.ndjson`))
    .trimEnd()
    .split('\n');
  let base = -1;
  let data = new Uint8Array();
  let entry = -1;
  for (const { t, pc, b, to, base: start, size } of records.map((line) => JSON.parse(line))) {
    if (t === 'module' && base < 0) {
      base = Number(start);
      data = new Uint8Array(size);
    }
    const place = Number(pc ?? to) - base;
    if (!(place >= 0 && place < data.length)) continue;
    if (t === 'call') data[place] = 0xc3;
    if (t !== 'i' || b === undefined) continue;
    if (entry < 0) entry = place;
    data.set(Buffer.from(b, 'hex'), place);
  }
  const elf = buildElf({ type: 3, osAbi: 3, entry, segments: [{ type: 1, flags: 5, address: 0, data }] });
  return openSample(memorySource('program', elf), RULES);
}

/** The file of each format, and which features differ because of the format. */
const FORMATS: readonly {
  readonly format: string;
  readonly path: (name: string) => string;
  /** By type: why. */
  readonly lacking: Readonly<Record<string, string>>;
}[] = [
  {
    format: 'x64dbg',
    path: (name) => `x64dbg/synth_${name}.trace64`,
    lacking: {
      api: 'names of called functions are those of the imports of the program, which has none here',
      string: 'this trace was converted: behind an access of less than eight bytes it has zeros',
      bytes: 'this trace was converted: behind an access of less than eight bytes it has zeros',
    },
  },
  {
    format: 'Tenet',
    path: (name) => `tenet/gdb_${name}.0.log`,
    lacking: { api: 'names of called functions are those of the imports of the program, which has none here' },
  },
];

async function match(path: string, sample?: Program): Promise<MatchedRecording> {
  const bytes = path.endsWith('.gz') ? gunzipSync(file(path)) : file(path);
  const folder = path.slice(0, path.indexOf('/') + 1);
  const beside = async (name: string) =>
    existsSync(`${formats}/${folder}${name}`) ? memorySource(name, file(`${folder}${name}`)) : undefined;
  return matchRecording({ source: memorySource(path.slice(folder.length), bytes), sample, beside }, RULES);
}

/** A line for each function: where it begins, why, and how much is in it. */
function functionsOf({ program }: Pick<MatchedRecording, 'program'>): string[] {
  return (program.code?.functions() ?? []).map(({ address, evidence, blocks, instructions, ran }) => {
    const shown = `${evidence}, ${blocks} blocks, ${instructions} instructions, ${ran?.times} times`;
    return `${placeOf(address).toString(16)}: ${shown}${ran?.isUnpacked === true ? ', unpacked' : ''}`;
  });
}

/** A line for each function, block, and instruction, with its features but those of some types. */
function featuresOf(program: Program, without: readonly string[]): string[] {
  const line = (
    what: string,
    at: Address,
    features: readonly { readonly feature: Parameters<typeof featureJson>[0] }[],
  ) => {
    const kept = features.map(({ feature }) => feature).filter(({ type }) => !without.includes(type));
    return `${what} ${addressKey(at)} ${kept.map(featureJson).sort().join(' ')}`;
  };
  return [...locateFunctions(program)].flatMap(({ address, features, blocks }) => [
    line('function', address, features),
    ...blocks.flatMap((block) => [
      line('block', block.address, block.features),
      ...block.instructions.map((instruction) => line('instruction', instruction.address, instruction.features)),
    ]),
  ]);
}

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  demo: [
    '2001199: call, 7 blocks, 22 instructions, 2 times',
    '20011db: entry point, 1 blocks, 5 instructions, 1 times',
    '20011ef: call, 3 blocks, 13 instructions, 1 times',
    '2001225: entry point, 3 blocks, 50 instructions, 1 times',
  ],
  unpack: [
    '2001159: entry point, 3 blocks, 31 instructions, 1 times',
    '7ffff7fbf000: call, 7 blocks, 22 instructions, 1 times, unpacked',
  ],
};

describe.skipIf(formats === undefined)('one run (recordings in ../shared, CAPAX_SHARED)', () => {
  describe.each(['demo', 'unpack'])('%s', (name) => {
    it('has these functions, one of which makes a checksum', async () => {
      const recording = await match(`trace_ndjson/${name}.ndjson`, await programOf(name));
      expect(functionsOf(recording)).toEqual(EXPECTED[name]);
      expect(recording.matched).toEqual([CRC_32]);
    });

    it('is the same without the program, but for where it is', async () => {
      const lines = (given: readonly string[]): string[] => given.map((line) => line.replace(/^\w+(\w{3}:)/, '$1'));
      for (const path of [`trace_ndjson/${name}.ndjson`, `x64dbg/synth_${name}.trace64`]) {
        const recording = await match(path);
        expect(lines(functionsOf(recording))).toEqual(lines(EXPECTED[name] ?? []));
        expect(recording.matched).toEqual([CRC_32]);
      }
    });

    it.each(FORMATS)('is the same in a file of $format', async ({ path, lacking }) => {
      const sample = await programOf(name);
      const told = await match(`trace_ndjson/${name}.ndjson`, sample);
      const recording = await match(path(name), sample);
      expect(functionsOf(recording)).toEqual(EXPECTED[name]);
      expect(recording.matched).toEqual([CRC_32]);
      const without = Object.keys(lacking);
      expect(featuresOf(recording.program, without)).toEqual(featuresOf(told.program, without));
      expect(recording.program.globals).toEqual(expect.arrayContaining([{ type: 'os', value: 'linux' }]));
    });
  });

  it('of QEMU has the unpacked code too, beside code of the start and of the linker that others leave out', async () => {
    const recording = await match('qemu/unpack_in_asm_exec_cpu.trim.log.gz');
    expect(recording.matched).toEqual([CRC_32]);
    const lines = functionsOf(recording);
    expect(lines).toContain('4000001159: callback, 3 blocks, 31 instructions, 1 times');
    expect(lines).toContain('4002a2d000: call, 7 blocks, 22 instructions, 1 times');
    expect(lines).toContain('4000001070: entry point, 1 blocks, 11 instructions, 1 times');
  });

  it('that was recorded without what is mapped where lacks the unpacked code', async () => {
    const recording = await match('trace_ndjson/unpack_qemu_remote.ndjson');
    expect(recording.matched).toEqual([]);
    expect(functionsOf(recording)).toEqual(['4000001159: entry point, 3 blocks, 31 instructions, 1 times']);
  });
});

const pairs = sharedPath('data', 'pairs', 'lin-unpack');
const VARIANTS = ['x64-O2', 'x64-O2-stripped'];
const RECORDINGS = ['capatrace.ndjson.gz', 'qemu.log.gz'];

/** Unpacked code begins at one. */
const PAGE = 0x1000;

interface Listed {
  readonly sizeOfImage: number;
  readonly entry: string;
  readonly functions: readonly { readonly name: string; readonly start: string }[];
}
interface Truth {
  readonly functions: readonly { readonly name: string; readonly start: string; readonly executed: boolean }[];
  readonly hidden: readonly { readonly name: string; readonly start: string }[];
}

describe.skipIf(pairs === undefined)('a program that unpacks itself, and its run (in ../shared, CAPAX_SHARED)', () => {
  const read = (variant: string, name: string): Uint8Array => readFileSync(`${pairs}/${variant}/${name}`);
  const json = (variant: string, name: string): unknown => JSON.parse(new TextDecoder().decode(read(variant, name)));
  const program = (variant: string) => memorySource('lin-unpack', read(variant, 'lin-unpack'));
  const together = (variant: string, name: string): Promise<TogetherAnalysis> =>
    analyzeTogether({ source: program(variant) }, [{ source: memorySource(name, read(variant, name)) }], {
      ...{ rules: RULES, pair: true },
    });

  it.each(VARIANTS)('shows nothing in the file: %s', async (variant) => {
    const { analysis } = await analyzeInput(program(variant), { rules: RULES });
    expect(analysis.document.rules).toEqual([]);
    expect(Buffer.from(read(variant, 'lin-unpack')).toString('hex')).not.toContain('2083b8ed');
  });

  it.each(VARIANTS.flatMap((variant) => RECORDINGS.map((name) => ({ variant, name }))))(
    'shows it in the code that ran: $variant, $name',
    async ({ variant, name }) => {
      const { document, program: code, failures } = await together(variant, name);
      expect([...failures.values()]).toEqual([]);
      expect(code.document.rules).toEqual([]);
      const seen = document?.capabilities.map(({ meta, seen: where }) => [meta.name, where]);
      expect(seen).toEqual([[CRC_32, 'unpacked']]);
    },
  );

  it.each(VARIANTS.flatMap((variant) => RECORDINGS.map((name) => ({ variant, name }))))(
    'has the functions that ran, where they begin: $variant, $name',
    async ({ variant, name }) => {
      const sample = await openSample(program(variant), RULES);
      const source = memorySource(name, gunzipSync(read(variant, name)));
      const listed = (await matchRecording({ source, sample }, RULES)).program.code?.functions() ?? [];
      const base = placeOf(sample.baseAddress);
      const starts = listed.map(({ address }) => placeOf(address) - base);
      const { functions, sizeOfImage, entry } = json(variant, 'functions.json') as Listed;
      const truth = json(variant, 'truth.json') as Truth;
      const ran = truth.functions.filter(({ executed }) => executed);
      const known = new Map(functions.map((one) => [one.name, Number(one.start)]));
      expect(ran.length).toBeGreaterThan(4);
      for (const one of ran) expect(starts, one.name).toContain(known.get(one.name) ?? Number(one.start));
      for (const one of truth.functions) if (!one.executed) expect(starts, one.name).not.toContain(Number(one.start));
      // Logs of QEMU have the start of the program, and stubs of imported functions, too.
      if (!name.startsWith('capatrace')) return;
      const own = starts.filter((start) => start >= 0 && start < sizeOfImage);
      // Without names the recorder begins where the program does, else in its main function.
      const begun = variant.endsWith('stripped') ? [Number(entry)] : [];
      const expected = [...begun, ...ran.map((one) => known.get(one.name) ?? Number(one.start))];
      expect(own).toEqual(expected.sort((one, other) => one - other));
      const hidden = new Set(truth.hidden.map(({ start }) => Number(start)));
      const unpacked = listed.filter((one) => one.ran?.isUnpacked === true);
      const found = unpacked.map(({ address }) => placeOf(address) % PAGE);
      expect(found.length).toBeGreaterThan(1);
      expect(found.filter((start) => !hidden.has(start))).toEqual([]);
    },
  );
});
