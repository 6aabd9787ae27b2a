// What recognising library functions asks about a program, answered from what discovery found.

import { LOCATION } from '../location-map.ts';
import type { ProgramCode } from '../program-code.ts';
import { decode, mnemonics } from '../x86/decode.ts';
import { Instruction, OPERAND } from '../x86/instruction.ts';
import type { LibraryContext } from './identify.ts';

/** Answers about a program. Instructions are decoded when they are asked about. */
export function libraryContextOf({ image, locations, references, functions }: ProgramCode): LibraryContext {
  const sizes = new Map(
    functions.map(({ address, blocks }) => [address, Math.max(0, (blocks.at(-1)?.end ?? address) - address)]),
  );
  const instruction = new Instruction();
  const isInstruction = (address: number): boolean => locations.kindAt(address) === LOCATION.instruction;
  return {
    bytesAt: (address, most) => image.bytesAt(address, most),
    functionSize: (address) => sizes.get(address) ?? 0,
    codeTargetsAt: (address) =>
      isInstruction(address) ? references.from(locations.startOf(address)).map(({ target }) => target) : [],
    refersToData: (address) => {
      const start = locations.startOf(address);
      const region = image.regionAt(start);
      if (!isInstruction(address) || region === undefined) return false;
      const { bytes, start: base } = region;
      if (decode(bytes, start - base, bytes.length, start, image.bits, instruction) === 0) return false;
      return readsMemoryAt(instruction) && image.isMapped(instruction.target);
    },
    isUnclassifiedCode: (address) => image.isExecutable(address) && locations.kindAt(address) === LOCATION.none,
  };
}

/** Whether the instruction reads or writes at the address that stands in it; `lea` only takes the address. */
function readsMemoryAt({ mnemonic, kind, operands }: Instruction): boolean {
  if (mnemonics()[mnemonic] === 'lea') return false;
  return kind.subarray(0, operands).some((one) => one === OPERAND.absolute || one === OPERAND.ripRelative);
}
