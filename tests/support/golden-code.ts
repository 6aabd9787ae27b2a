// Programs with the functions, blocks and instructions that the reference found, from its freeze files: what is left to differ is the
// features. The reference's own notes on data are not in these files, so locations know instructions only.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Image } from '../../src/code/image.ts';
import { LOCATION, LocationMap } from '../../src/code/location-map.ts';
import { imageOfPe } from '../../src/code/pe-image.ts';
import type { CodeBlock, CodeFunction, ImportedSymbol, ProgramCode } from '../../src/code/program-code.ts';
import { References } from '../../src/code/references.ts';
import { FLOW, Instruction, OPERAND } from '../../src/code/x86/instruction.ts';
import { Diagnostics } from '../../src/diagnostics.ts';
import { PeFile } from '../../src/formats/pe/pe-file.ts';
import { branchTarget } from '../../src/inputs/shared/native/branch-target.ts';
import { decodeAt } from '../../src/inputs/shared/native/decode-at.ts';
import { unpackFreeze } from './freeze-builder.ts';

/** A place of a freeze file. */
export interface FrozenPlace {
  readonly address: { readonly value: number };
  readonly features: readonly { readonly address: { readonly value: number }; readonly feature: Record<string, unknown> }[];
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

/** Code of a PE file with the functions of a freeze file. */
export function codeOfGolden(sample: string, frozen: readonly FrozenFunction[]): ProgramCode {
  const file = new PeFile(gunzipSync(readFileSync(sample)), new Diagnostics());
  const image = imageOfPe(file);
  const imports = new Map(
    file.imports.map(({ slotRva, module, name, ordinal }): [number, ImportedSymbol] => [
      image.base + slotRva,
      { module, ...(name === undefined ? {} : { name }), ...(ordinal === undefined ? {} : { ordinal }) },
    ]),
  );
  return codeOf(image, imports, frozen);
}

function codeOf(
  image: Image,
  imports: ReadonlyMap<number, ImportedSymbol>,
  frozen: readonly FrozenFunction[],
): ProgramCode {
  const locations = new LocationMap();
  // The fields of the headers, as far as they matter: they are no text.
  locations.add(image.base, 0x40, LOCATION.number);
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
      if (isDecoded) refer(image, references, instruction);
    }
    const block = { start: address.value, end, instructions: Float64Array.from(starts) };
    blocks.set(key, block);
    return block;
  };
  const functions = frozen.map(({ address, basic_blocks }): CodeFunction => {
    const own = basic_blocks.map(blockOf);
    return {
      address: address.value,
      evidence: 'call',
      blocks: own,
      isThunk: isThunk(image, imports, own),
      returns: true,
    };
  });
  return {
    image,
    platform: 'windows',
    imports,
    seeds: [],
    relocations: [],
    names: new Map(),
    locations,
    references,
    functions,
  };
}

function refer(image: Image, references: References, instruction: Instruction): void {
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

function isThunk(
  image: Image,
  imports: ReadonlyMap<number, ImportedSymbol>,
  blocks: readonly CodeBlock[],
): boolean {
  const [block] = blocks;
  const instruction = new Instruction();
  if (block === undefined || blocks.length > 1 || !decodeAt(image, block.start, instruction)) return false;
  return instruction.flow === FLOW.jump && imports.has(branchTarget(instruction));
}
