// The functions of a program that come from a library: what signatures say, and where they say nothing, what is known of the C run-time.

import { IntegerMap, IntegerSet } from '../bytes/integer-map.ts';
import { recogniseRuntime } from './crt/recognise-runtime.ts';
import { identifyLibraryFunctions, type LibraryContext, type LibraryFunctions } from './flirt/identify.ts';
import type { SignatureFile } from './flirt/signature-file.ts';
import type { Image, Region } from './image.ts';
import { LOCATION } from './location-map.ts';
import type { CodeFunction, ProgramCode } from './program-code.ts';
import { decodeAt } from './x86/decode-at.ts';
import { Instruction, OPERAND } from './x86/instruction.ts';

export interface LibraryOptions {
  /** In the order of file names. */
  readonly signatures: readonly SignatureFile[];
  /** Whether the C run-time is recognised without signatures too, which the reference does not do. */
  readonly withRuntime: boolean;
}

/** Names the library functions of a program. */
export function findLibraryFunctions(code: ProgramCode, { signatures, withRuntime }: LibraryOptions): LibraryFunctions {
  const addresses = code.functions.map(({ address }) => address);
  const { names, added } = identifyLibraryFunctions(addresses, signatures, contextOf(code));
  if (withRuntime)
    for (const [address, name] of recogniseRuntime(code)) if (!names.has(address)) names.set(address, name);
  return { names, added };
}

function contextOf(code: ProgramCode): LibraryContext {
  const { image, locations, references } = code;
  const sizes = new IntegerMap<number>();
  for (const one of code.functions) sizes.set(one.address, sizeOf(one));
  const slots = new IntegerSet(code.imports.keys());
  const instruction = new Instruction();
  return {
    bytesAt: readerOf(image),
    functionSize: (address) => sizes.get(address) ?? 0,
    codeTargetsAt: (address) =>
      references
        .from(locations.startOf(address))
        .filter(({ target }) => !slots.has(target))
        .map(({ target }) => target),
    refersToData: (address) => {
      const start = locations.startOf(address);
      if (!locations.begins(start, LOCATION.instruction)) return false;
      return decodeAt(image, start, instruction) && refersToData(instruction, image);
    },
    isUnclassifiedCode: (address) => image.isExecutable(address) && locations.kindAt(address) === LOCATION.none,
  };
}

/** Whether it reads or writes what lies at an address in it; an address that is only a value is no such reference. */
function refersToData({ kind, operands, target }: Instruction, image: Image): boolean {
  for (let operand = 0; operand < operands; operand++) {
    const isPlace = kind[operand] === OPERAND.absolute || kind[operand] === OPERAND.ripRelative;
    if (isPlace && image.isMapped(target)) return true;
  }
  return false;
}

/** Zeros that are filled in behind what the file has of a region, so that functions near its end need no copy of their own. */
const MOST_FILLED = 65_536;

function readerOf(image: Image): LibraryContext['bytesAt'] {
  const filled = new Map<Region, Uint8Array>();
  return (address, most) => {
    const region = image.regionAt(address);
    if (region === undefined || region.end - region.start - region.bytes.length > MOST_FILLED) {
      return image.bytesAt(address, most);
    }
    let bytes = filled.get(region);
    if (bytes === undefined) filled.set(region, (bytes = image.bytesAt(region.start, region.end - region.start)));
    const at = address - region.start;
    return bytes.subarray(at, at + most);
  };
}

/** From the first to behind the last byte, as far as it lies behind the start. */
function sizeOf({ address, blocks }: CodeFunction): number {
  return Math.max(0, (blocks.at(-1)?.end ?? 0) - address);
}
