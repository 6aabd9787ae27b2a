// What is shown of instructions, whatever the machine: how long they are, how they go on, and their text.

import type { Image } from './image.ts';

/** The name of what lies at an address, if it has one. */
export type NameOf = (address: number) => string | undefined;

export interface Disassembler {
  /** Decodes the instruction at an address: its length in bytes, 0 where there is none. */
  decode(address: number): number;
  /** How the latest one goes on; one of `FLOW`. */
  readonly flow: number;
  /** The latest one as text, with names for addresses that have one. Who shows it makes names harmless. */
  text(nameOf?: NameOf): string;
}

/** What a machine's decoder says of an instruction. */
interface Decoded {
  readonly length: number;
  readonly flow: number;
}

/** A disassembler of `image` from a decoder, the record that it fills, and what writes such a record as text. */
export function disassemblerOf<Instruction extends Decoded>(
  image: Image,
  instruction: Instruction,
  decodeAt: (image: Image, address: number, into: Instruction) => boolean,
  format: (instruction: Instruction, nameOf?: NameOf) => string,
): Disassembler {
  return {
    get flow() {
      return instruction.flow;
    },
    decode: (address) => (decodeAt(image, address, instruction) ? instruction.length : 0),
    text: (nameOf) => format(instruction, nameOf),
  };
}
