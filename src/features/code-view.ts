// What people see of a program's code besides its features: which functions there are and why, and how instructions are written. Only inputs
// that read the code itself have it.

import type { Address } from './address.ts';
import type { LocatedFeature } from './located.ts';

/** What a recording says of an instruction. */
export interface Executions {
  /** Where in the recording it ran first, and how often it ran in all; undefined where the recorder does not say. */
  readonly first: number | undefined;
  readonly times: number | undefined;
  /** Whether it is none of the program's file: what is known of it was only there when it ran. */
  readonly isUnpacked: boolean;
  /** What its registers held then, by name: `eax` and the number as text. Empty where that is not known. */
  readonly values: readonly (readonly [string, string])[];
}

/** A function, for listings. Texts are the sample's. */
export interface ListedFunction {
  readonly address: Address;
  /** Names that the file gives it. */
  readonly names: readonly string[];
  /** Name of the library function that it is; `?` where only that is known. */
  readonly library?: string;
  /** What it goes on to, if it does nothing else. */
  readonly thunkTo?: string;
  readonly isThunk: boolean;
  /** Why it is taken for a function, in words. */
  readonly evidence: string;
  readonly blocks: number;
  readonly instructions: number;
  /** Functions that call it or jump to it, ascending. */
  readonly callers: readonly Address[];
  /** Of code that was recorded when it ran: of its first instruction. */
  readonly ran?: Executions;
}

/** An instruction, for listings. */
export interface ListedInstruction {
  /** In Intel syntax, with the sample's names of what it refers to. */
  readonly text: string;
  readonly bytes: Uint8Array;
  /** Of code that was recorded when it ran. */
  readonly ran?: Executions;
}

export interface CodeView {
  /** All functions, ascending. */
  functions(): readonly ListedFunction[];
  /** Functions that have the instruction at an address, or the one that it lies in. */
  functionsWith(address: Address): readonly Address[];
  /** The function with a call, or a request to the kernel, that comes back to an address; undefined where none does. */
  functionCallingFrom(returnAddress: Address): Address | undefined;
  /** The function with a call, a request to the kernel, or a jump (a tail call), at an address; undefined where none has one. */
  functionCallingAt(address: Address): Address | undefined;
  /** Offsets in the loaded image of all addresses that calls come back to. */
  returnOffsets(): Iterable<number>;
  /** The address at a place: an offset in the image as it is loaded, or in the file; undefined where nothing is. */
  addressAt(offset: number, of: 'image' | 'file'): Address | undefined;
  /** The address of the code that a process has at an address, where they are the same: of code that was recorded when it ran. */
  addressOfProcess?(address: number): Address;
  /** The instruction at an address; undefined where no function has one. */
  instructionAt(address: Address): ListedInstruction | undefined;
}

/** A place in a function with the features that rules see there. */
interface DisassembledInstruction {
  readonly address: Address;
  /** Undefined where the bytes are no instruction. */
  readonly instruction: ListedInstruction | undefined;
  readonly features: readonly LocatedFeature[];
}

interface DisassembledBlock {
  readonly address: Address;
  readonly features: readonly LocatedFeature[];
  readonly instructions: readonly DisassembledInstruction[];
}

/** A function in all its parts. */
export interface Disassembly {
  readonly listed: ListedFunction;
  readonly features: readonly LocatedFeature[];
  readonly blocks: readonly DisassembledBlock[];
}
