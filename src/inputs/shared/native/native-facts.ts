// What features of code are made from besides the code itself: names that the reader of the file, or signatures, give to addresses.

import type { CodeBlock } from '../../../code/program-code.ts';
import type { Feature } from '../../../features/feature.ts';
import type { Semantics } from '../../../semantics.ts';

export interface NativeFacts {
  readonly semantics: Semantics;
  /**
   * Where the section ends that an address lies in, and bytes with it; undefined outside of all sections. Absent where regions of memory are
   * sections.
   */
  sectionEnd?(address: number): number | undefined;
  /** Name of the library function that begins at an address. */
  libraryName(address: number): string | undefined;
  /** Names of functions that the program's own symbol table gives to an address, as they are written there. */
  symbolNames(address: number): readonly string[];
  /** What an address stands for to the code that uses it: the text of a constant string object, the class that dyld puts there. */
  objectAt?(address: number): { readonly type: 'string' | 'class'; readonly value: string } | undefined;
  /** The text that a stub hands to the function that it stands for. */
  textPassedBy?(address: number): string | undefined;
  /** What a recording shows of the instruction at an address besides, and of the block that begins at one. */
  observedAt?(address: number): readonly Feature[];
  observedOfBlock?(block: CodeBlock): readonly Feature[];
  /** Names under which rules know the symbol that is imported into a slot. */
  apiNames(slot: number): readonly string[];
}
