// Names of instructions and their numbers. The tables of the decoder add theirs when they are built; a name that is asked for before has
// its number from then on.

const list: string[] = [''];
const numbers = new Map<string, number>([['', 0]]);

/** Names by number, as the manual has them, the preferred alias where there is one; the first is that of none. */
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
