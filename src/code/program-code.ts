// What is known about the code of a program: the facts that its file states, and what discovery makes of them.

import type { Image } from './image.ts';
import type { LocationMap } from './location-map.ts';
import type { References } from './references.ts';
import type { Texts } from './texts.ts';

/** Something by address. Where addresses come from a file, an `IntegerMap`. */
export interface AddressTable<V> extends Iterable<readonly [number, V]> {
  get(address: number): V | undefined;
  has(address: number): boolean;
  keys(): Iterable<number>;
}

/** A symbol of another module, by the slot that the loader fills. */
export interface ImportedSymbol {
  /** As the file writes it, e.g. `KERNEL32.dll`; empty where the format does not say which module it is. */
  readonly module: string;
  /** Absent where it is imported by number only. */
  readonly name?: string;
  readonly ordinal?: number;
}

/** Why an address is taken for the beginning of a function, the best reason first. */
export const EVIDENCE = [
  'entry point',
  'thread-local storage callback',
  'export',
  'exception handler',
  'exception table',
  'function table',
  'frame description',
  'symbol',
  'guard table',
  'initialiser',
  'Go function table',
  'signature',
  'procedure linkage table',
  'start-up code',
  'call',
  'callback',
  'relocation',
  'pointer',
  'prologue',
  'jump from elsewhere',
  'executed',
] as const;

export type Evidence = (typeof EVIDENCE)[number];

/** A place that the file says is a function. */
export interface Seed {
  readonly address: number;
  readonly evidence: Evidence;
  readonly name?: string;
}

/** What a file says about its code; readers of formats fill it. */
export interface CodeFacts {
  readonly image: Image;
  readonly platform: 'windows' | 'linux' | 'other';
  readonly imports: AddressTable<ImportedSymbol>;
  /** In the order in which they are looked at. */
  readonly seeds: readonly Seed[];
  /** Slots that hold an address which the loader adjusts, in the order of the file. */
  readonly relocations: readonly number[];
  /** Names that the file gives to addresses, exports and symbols. */
  readonly names: AddressTable<readonly string[]>;
}

/** Instructions without a way in between or out before the last; calls do not end one. */
export interface CodeBlock {
  readonly start: number;
  /** The address behind the last instruction. */
  readonly end: number;
  /** Addresses, ascending. */
  readonly instructions: Float64Array;
}

export interface CodeFunction {
  readonly address: number;
  readonly evidence: Evidence;
  /** Ascending. Blocks that several functions go to are in each of them. */
  readonly blocks: readonly CodeBlock[];
  /** Whether it does nothing but go on to another function or an imported one. */
  readonly isThunk: boolean;
  /** Whether it comes back to who calls it. */
  readonly returns: boolean;
}

/** What discovery found. */
export interface ProgramCode extends CodeFacts {
  readonly locations: LocationMap;
  readonly references: References;
  readonly texts: Texts;
  /** Calls that do not come back. */
  readonly lastCalls: ReadonlySet<number>;
  /** Ascending. */
  readonly functions: readonly CodeFunction[];
}
