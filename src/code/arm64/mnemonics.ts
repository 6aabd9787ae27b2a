// Names of A64 instructions and their numbers.

import { MnemonicNames } from '../mnemonic-names.ts';

const names = new MnemonicNames();

/** Names by number, as the manual has them, the preferred alias where there is one; the first is that of none. */
export const MNEMONICS: readonly string[] = names.list;

/** The number of a name. */
export function mnemonicNumber(name: string): number {
  return names.numberOf(name);
}
