// Programs with the functions, blocks and instructions that the reference found, from its freeze files: what is left to differ is the
// features. The reference's own notes on data are not in these files, so locations know instructions only.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { imageOfElf } from '../../src/code/elf-image.ts';
import { FLOW } from '../../src/code/flow.ts';
import type { Image } from '../../src/code/image.ts';
import { LOCATION, LocationMap } from '../../src/code/location-map.ts';
import { imageOfPe } from '../../src/code/pe-image.ts';
import type { CodeBlock, CodeFunction, ImportedSymbol, ProgramCode } from '../../src/code/program-code.ts';
import { References } from '../../src/code/references.ts';
import { Texts } from '../../src/code/texts.ts';
import { branchTarget } from '../../src/code/x86/branch-target.ts';
import { decodeAt } from '../../src/code/x86/decode-at.ts';
import { Instruction } from '../../src/code/x86/instruction.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { ElfFile } from '../../src/formats/elf/elf-file.ts';
import { sectionEnds } from '../../src/formats/elf/section-end.ts';
import type { OrdinalNames } from '../../src/formats/pe/ordinal-names.ts';
import { PeFile } from '../../src/formats/pe/pe-file.ts';
import { elfImportNames } from '../../src/inputs/shared/native/elf-file-features.ts';
import { apiNamesBySlot, peImportNames } from '../../src/inputs/shared/native/imported-symbols.ts';
import { COMPAT_SEMANTICS } from '../../src/semantics.ts';
import { unpackFreeze } from './freeze-builder.ts';
import { refer } from './native-code.ts';
import { sharedPath } from './shared.ts';

/** Bytes at the beginning of an image that are fields of a header for certain. */
const HEADER_BYTES = 0x40;

/** First bytes of endbr32 and endbr64. */
const ENDBR = 0x1e0ff3;

/** A place of a freeze file. */
export interface FrozenPlace {
  readonly address: { readonly value: number };
  readonly features: readonly {
    readonly address: { readonly value: number };
    readonly feature: Record<string, unknown>;
  }[];
}
export interface FrozenBlock extends FrozenPlace {
  readonly instructions: readonly FrozenPlace[];
}
export interface FrozenFunction extends FrozenPlace {
  readonly basic_blocks: readonly FrozenBlock[];
}

export function frozenFunctions(path: string): readonly FrozenFunction[] {
  // Numbers beyond 2^53 stay text.
  const text = unpackFreeze(readFileSync(path)).replaceAll(/number": ?(\d{16,})/g, 'number":"$1"');
  return JSON.parse(text).features.functions;
}

/** A program as the reference found it, and what its file says besides. */
export interface GoldenCode {
  readonly code: ProgramCode;
  /** Names that the symbol table has for an address, as the reference compares them. */
  symbolNames(address: number): readonly string[];
  apiNames(slot: number): readonly string[];
  sectionEnd?(address: number): number | undefined;
}

/** A packed PE or ELF file with the functions of a freeze file. */
export function codeOfGolden(sample: string, format: string, frozen: readonly FrozenFunction[]): GoldenCode {
  const bytes = gunzipSync(readFileSync(sample));
  return format === 'elf' ? codeOfElf(bytes, frozen) : codeOfPe(bytes, frozen);
}

function sharedOrdinals(): OrdinalNames {
  const tables = JSON.parse(readFileSync(sharedPath('data', 'ordinals.json') as string, 'utf8'));
  return { find: (module, ordinal) => tables[`${module}.dll`]?.[ordinal] };
}

function codeOfPe(bytes: Uint8Array, frozen: readonly FrozenFunction[]): GoldenCode {
  const file = new PeFile(bytes, new Diagnostics());
  const image = imageOfPe(file);
  const symbols = peImportNames(file, { ordinalNames: sharedOrdinals(), semantics: COMPAT_SEMANTICS });
  const imports = new Map(symbols.map(({ slot, module }): [number, ImportedSymbol] => [image.base + slot, { module }]));
  return {
    code: codeOf(image, imports, frozen),
    symbolNames: () => [],
    apiNames: apiNamesBySlot(symbols, image.base),
  };
}

function codeOfElf(bytes: Uint8Array, frozen: readonly FrozenFunction[]): GoldenCode {
  const file = new ElfFile(bytes, new Diagnostics());
  const symbols = elfImportNames(file);
  const imports = new Map(symbols.map(({ slot, module }): [number, ImportedSymbol] => [slot, { module }]));
  const names = new Map<number, string[]>();
  for (const { value, name, info } of file.staticSymbols) {
    if ((info & 2) !== 0) names.set(value, [...(names.get(value) ?? []), name]);
  }
  const code = codeOf(imageOfElf(file), imports, frozen);
  return {
    code,
    symbolNames: (address) => names.get(address) ?? [],
    apiNames: apiNamesBySlot(symbols, 0),
    sectionEnd: sectionEnds(file),
  };
}

function codeOf(
  image: Image,
  imports: ReadonlyMap<number, ImportedSymbol>,
  frozen: readonly FrozenFunction[],
): ProgramCode {
  const locations = new LocationMap();
  // The fields of the headers are no text.
  locations.add(image.base, HEADER_BYTES, LOCATION.number);
  const references = new References();
  const blocks = new Map<string, CodeBlock>();
  const instruction = new Instruction();
  const blockOf = ({ address, instructions }: FrozenBlock): CodeBlock => {
    const key = `${address.value} ${instructions.length}`;
    const known = blocks.get(key);
    if (known !== undefined) return known;
    const starts = instructions.map((one) => one.address.value);
    let end = address.value;
    for (const start of starts) {
      const isDecoded = decodeAt(image, start, instruction);
      end = start + (isDecoded ? instruction.length : 1);
      locations.add(start, end - start, LOCATION.instruction);
      if (isDecoded) refer(references, image, instruction);
    }
    const block = { start: address.value, end, instructions: Float64Array.from(starts) };
    blocks.set(key, block);
    return block;
  };
  const functions = frozen.map(({ address, basic_blocks }): CodeFunction => {
    const own = basic_blocks.map(blockOf);
    const isOnly = isThunk(image, imports, own);
    return { address: address.value, evidence: 'call', blocks: own, isThunk: isOnly, returns: true };
  });
  const lastCalls = findLastCalls(image, functions);
  const facts = { platform: 'windows', seeds: [], relocations: [], names: new Map() } as const;
  const texts = new Texts(image, locations, () => undefined);
  return { ...facts, image, imports, locations, references, texts, lastCalls, functions };
}

/** Calls at the end of a block that no block of the function follows, and all others of the same targets. */
function findLastCalls(image: Image, functions: readonly CodeFunction[]): Set<number> {
  const calls: (readonly [address: number, target: number])[] = [];
  const targets = new Set<number>();
  const instruction = new Instruction();
  for (const { blocks } of functions) {
    const starts = new Set(blocks.map(({ start }) => start));
    for (const { instructions, end } of blocks) {
      const last = instructions.at(-1) as number;
      if (!decodeAt(image, last, instruction) || instruction.flow !== FLOW.call) continue;
      const target = branchTarget(instruction);
      if (target >= 0) calls.push([last, target]);
      if (target >= 0 && !starts.has(end)) targets.add(target);
    }
  }
  return new Set(calls.filter(([, target]) => targets.has(target)).map(([address]) => address));
}

/** A jump to an imported function, perhaps behind a mark for indirect branches. */
function isThunk(image: Image, imports: ReadonlyMap<number, ImportedSymbol>, blocks: readonly CodeBlock[]): boolean {
  const [block] = blocks;
  const instruction = new Instruction();
  if (block === undefined || blocks.length > 1) return false;
  const starts = [...block.instructions].filter((start) => image.unsigned(start, 3) !== ENDBR);
  if (starts.length !== 1 || !decodeAt(image, starts[0] as number, instruction)) return false;
  return instruction.flow === FLOW.jump && imports.has(branchTarget(instruction));
}
