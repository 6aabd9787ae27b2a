// Names of instructions and their numbers. The tables of the decoder add theirs when they are built; a name that is asked for before has
// its number from then on.

const list: string[] = [''];
const numbers = new Map<string, number>([['', 0]]);

/** Names by number, as the manuals have them; the first is that of none. */
export const MNEMONICS: readonly string[] = list;

/** The number of a name. */
export function mnemonicNumber(name: string): number {
  let number = numbers.get(name);
  if (number === undefined) {
    number = list.length;
    numbers.set(name, number);
    list.push(name);
  }
  return number;
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
