// What people see of a program's code besides its features: which functions there are and why, and how instructions are written. Only inputs
// that read the code itself have it.

import type { Address } from './address.ts';

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
}

export interface CodeView {
  /** All functions, ascending. */
  functions(): readonly ListedFunction[];
  /** Functions that have the instruction at an address, or the one that it lies in. */
  functionsWith(address: Address): readonly Address[];
}
