// Small programs of hand-assembled bytes, with the functions and blocks that the test says, and what features they have.

import { FLOW } from '../../src/code/flow.ts';
import { Image } from '../../src/code/image.ts';
import { LOCATION, LocationMap } from '../../src/code/location-map.ts';
import type { CodeBlock, CodeFunction, ImportedSymbol, ProgramCode } from '../../src/code/program-code.ts';
import { References } from '../../src/code/references.ts';
import { Texts } from '../../src/code/texts.ts';
import { branchTarget } from '../../src/code/x86/branch-target.ts';
import { decodeAt } from '../../src/code/x86/decode-at.ts';
import { Instruction, OPERAND } from '../../src/code/x86/instruction.ts';
import type { Address } from '../../src/features/address.ts';
import { callNames } from '../../src/features/api-names.ts';
import type { Feature } from '../../src/features/feature.ts';
import { formatFeature } from '../../src/features/feature-text.ts';
import type { PlacedFeatures } from '../../src/features/program.ts';
import type { FeatureRegistrar } from '../../src/features/registrar.ts';
import type { NativeFacts } from '../../src/inputs/shared/native/native-facts.ts';
import { nativeProgram } from '../../src/inputs/shared/native/native-program.ts';
import { COMPAT_SEMANTICS } from '../../src/semantics.ts';

export const TEXT = 0x401000;
export const DATA = 0x403000;
const SECTION_BYTES = 0x1000;

/** What a test says of a program. Places in the text are relative to its beginning. */
export interface Assembly {
  readonly bits?: 32 | 64;
  /** Hexadecimal; blanks are for people. */
  readonly text: string;
  readonly data?: string;
  /** By address. */
  readonly imports?: Readonly<Record<number, ImportedSymbol>>;
  /** Where the blocks of each function begin, its first one first. Default: one function of one block. */
  readonly functions?: readonly (readonly number[])[];
  readonly thunks?: readonly number[];
  readonly lastCalls?: readonly number[];
}

export function assemble(assembly: Assembly): ProgramCode {
  const { bits = 32, text, data = '', imports = {}, functions = [[0]], thunks = [], lastCalls = [] } = assembly;
  const image = new Image({
    bits,
    base: 0x400000,
    regions: [section('.text', TEXT, text), section('.data', DATA, data)],
  });
  const locations = new LocationMap();
  const code = {
    image,
    platform: 'windows' as const,
    imports: new Map(Object.entries(imports).map(([slot, symbol]) => [Number(slot), symbol])),
    seeds: [],
    relocations: [],
    names: new Map(),
    locations,
    texts: new Texts(image, locations, () => undefined),
    references: new References(),
    lastCalls: new Set(lastCalls.map((at) => TEXT + at)),
  };
  const starts = [...new Set(functions.flat())].sort((a, b) => a - b);
  const blocks = new Map(
    starts.map((start, i) => [start, blockOf(code, TEXT + start, TEXT + (starts[i + 1] ?? bytesOf(text).length))]),
  );
  return {
    ...code,
    functions: functions.map(
      (own): CodeFunction => ({
        address: TEXT + (own[0] as number),
        evidence: 'call',
        blocks: [...own].sort((a, b) => a - b).map((start) => blocks.get(start) as CodeBlock),
        isThunk: thunks.includes(own[0] as number),
        returns: true,
      }),
    ),
  };
}

function bytesOf(hexadecimal: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hexadecimal.replaceAll(/\s/g, ''), 'hex'));
}

function section(name: string, start: number, hexadecimal: string) {
  const isData = name === '.data';
  return {
    name,
    start,
    end: start + SECTION_BYTES,
    bytes: bytesOf(hexadecimal),
    fileOffset: 0,
    isReadable: true,
    isWritable: isData,
    isExecutable: !isData,
  };
}

type Found = Pick<ProgramCode, 'image' | 'locations' | 'references'>;

/** Decodes a block from its beginning to its end, and notes what its instructions are and go to. */
function blockOf({ image, locations, references }: Found, start: number, end: number): CodeBlock {
  const instruction = new Instruction();
  const instructions: number[] = [];
  for (let at = start; at < end; at += instruction.length) {
    if (!decodeAt(image, at, instruction)) throw new Error(`no instruction at ${at.toString(16)}`);
    instructions.push(at);
    locations.add(at, instruction.length, LOCATION.instruction);
    refer(references, image, instruction);
  }
  return { start, end, instructions: Float64Array.from(instructions) };
}

/** Notes where an instruction goes to, if that is in the program. */
export function refer(references: References, image: Image, instruction: Instruction): void {
  const target = branchTarget(instruction);
  if (target < 0 || !image.isMapped(target)) return;
  references.addCode({
    source: instruction.address,
    target,
    isCall: instruction.flow === FLOW.call,
    isDereferenced: instruction.kind[0] !== OPERAND.relative,
    isConditional: instruction.flow === FLOW.conditional,
  });
}

export const NO_FACTS: NativeFacts = {
  semantics: COMPAT_SEMANTICS,
  libraryName: () => undefined,
  symbolNames: () => [],
  apiNames: () => [],
};

/** Numbers features in the order in which they come. */
export class ListingRegistrar implements FeatureRegistrar {
  readonly features: Feature[] = [];

  feature(feature: Feature): number {
    return this.features.push(feature) - 1;
  }

  forgetFeatures(): void {
    throw new Error('nothing is forgotten');
  }

  /** Features of a place as text, with the address of those that were seen elsewhere. */
  list({ numbers, addresses }: PlacedFeatures, owner: Address): string[] {
    return Array.from(numbers, (number, i) => {
      const address = addresses?.[i] ?? owner;
      const text = formatFeature(this.features[number] as Feature);
      return address === owner ? text : `${text} at ${hexadecimal(address)}`;
    });
  }
}

function hexadecimal(address: Address): string {
  return address.type === 'absolute' ? `0x${address.value.toString(16)}` : address.type;
}

export interface ListedPlace {
  readonly address: string;
  readonly features: string[];
}
export interface ListedFunction extends ListedPlace {
  readonly library?: string;
  readonly blocks: readonly (ListedPlace & { readonly instructions: readonly ListedPlace[] })[];
}

/** Everything that a program has, as text. */
export function listFunctions(assembly: Assembly, facts: Partial<NativeFacts> = {}): ListedFunction[] {
  const registrar = new ListingRegistrar();
  const code = assemble(assembly);
  const apiNames = (slot: number): string[] => callNames(code.imports.get(slot)?.name ?? '');
  const functions = nativeProgram(code, { ...NO_FACTS, apiNames, ...facts })(registrar);
  const place = ({ address, features }: { address: Address; features: PlacedFeatures }): ListedPlace => ({
    address: hexadecimal(address),
    features: registrar.list(features, address),
  });
  return Array.from(functions, (found) => ({
    ...place(found),
    ...(found.library === undefined ? {} : { library: found.library }),
    blocks: Array.from(found.blocks, (block) => ({
      ...place(block),
      instructions: Array.from(block.instructions, place),
    })),
  }));
}

/** Features of each instruction of the first function, without those of the given types (default: mnemonics). */
export function listInstructions(
  assembly: Assembly,
  facts: Partial<NativeFacts> = {},
  without: readonly string[] = ['mnemonic'],
): string[][] {
  const [first] = listFunctions(assembly, facts);
  const instructions = (first as ListedFunction).blocks.flatMap(({ instructions: own }) => own);
  return instructions.map(({ features }) =>
    features.filter((text) => !without.some((type) => text.startsWith(`${type}(`))),
  );
}
