// Opens BinExport2 files and lists everything that is in them.

import { memorySource } from '../../src/bytes/source.ts';
import { type Diagnostic, Diagnostics } from '../../src/diagnostics.ts';
import { formatFeature } from '../../src/features/feature-text.ts';
import type { Program } from '../../src/features/program.ts';
import { binexport2Input } from '../../src/inputs/binexport2/index.ts';
import { DEFAULT_SEMANTICS, type Semantics } from '../../src/semantics.ts';
import { type BuiltInstruction, type BuiltListing, buildBinExport2 } from './binexport2-builder.ts';
import { ListingRegistrar } from './native-code.ts';

export interface ReadOptions {
  readonly sample?: Uint8Array;
  readonly semantics?: Semantics;
}

export interface ReadListing {
  readonly program: Program;
  /** Of each function its address and features, those of its blocks indented, of their instructions more so. */
  readonly lines: readonly string[];
  diagnostics(): readonly Diagnostic[];
}

export async function openBinExport2File(
  bytes: Uint8Array,
  { sample, semantics = DEFAULT_SEMANTICS }: ReadOptions = {},
  diagnostics: Diagnostics = new Diagnostics(),
): Promise<Program> {
  const opened = await binexport2Input.open(memorySource('x.BinExport', bytes), {
    diagnostics,
    semantics,
    findSample: async () => sample,
  });
  if (opened.flavour !== 'static') throw new Error('it is a program');
  return opened;
}

export async function readBinExport2File(bytes: Uint8Array, options: ReadOptions = {}): Promise<ReadListing> {
  const diagnostics = new Diagnostics();
  const opened = await openBinExport2File(bytes, options, diagnostics);
  const registrar = new ListingRegistrar();
  const lines: string[] = [];
  for (const { address, features, blocks } of opened.functions(registrar)) {
    lines.push(`${textOf(address)} ${registrar.list(features, address).join(', ')}`);
    for (const block of blocks) {
      lines.push(`  ${textOf(block.address)} ${registrar.list(block.features, block.address).join(', ')}`);
      for (const instruction of block.instructions) {
        const list = registrar.list(instruction.features, instruction.address);
        lines.push(`    ${textOf(instruction.address)} ${list.join(', ')}`);
      }
    }
  }
  return { program: opened, lines, diagnostics: () => diagnostics.list() };
}

function textOf(address: Program['baseAddress']): string {
  return address.type === 'absolute' ? address.value.toString(16) : address.type;
}

export const readListing = (listing: BuiltListing, options?: ReadOptions): Promise<ReadListing> =>
  readBinExport2File(buildBinExport2(listing), options);

/** Features of a single instruction, in a function of its own, besides its mnemonic. */
export async function featuresOf(
  instruction: BuiltInstruction,
  listing: Partial<BuiltListing> = {},
  options?: ReadOptions,
): Promise<string> {
  const functions = [[{ instructions: [{ address: 0x1000, ...instruction }] }]];
  const { lines } = await readListing({ functions, ...listing }, options);
  return (lines[2] ?? '').replace(/^ *\w+ mnemonic\([^)]*\)(?:, )?/, '');
}

/** Features of the file as a whole. */
export const fileFeatures = ({ file }: Program): string[] => file.map(({ feature }) => formatFeature(feature));
