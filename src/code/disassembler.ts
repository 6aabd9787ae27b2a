// What is shown of instructions, whatever the machine: how long they are, how they go on, and their text.

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
