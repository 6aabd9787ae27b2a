// Names of x86 instructions and their numbers.

import { MnemonicNames } from '../mnemonic-names.ts';

const names = new MnemonicNames();

/** Names by number, as the manuals have them; the first is that of none. */
export const MNEMONICS: readonly string[] = names.list;

/** The number of a name. */
export function mnemonicNumber(name: string): number {
  return names.numberOf(name);
}

/** What a function says of names, by their numbers, asked once for each: there may be more names later. */
export function byMnemonic<T>(of: (name: string) => T): (mnemonic: number) => T {
  const known: { readonly value: T }[] = [];
  return (mnemonic) => {
    let found = known[mnemonic];
    if (found === undefined) {
      found = { value: of(MNEMONICS[mnemonic] as string) };
      known[mnemonic] = found;
    }
    return found.value;
  };
}
