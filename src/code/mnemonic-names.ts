// Names of the instructions of a machine and their numbers. The tables of a decoder add theirs when they are built; a name that is asked for
// before has its number from then on.

export class MnemonicNames {
  readonly #list: string[] = [''];
  readonly #numbers = new Map<string, number>([['', 0]]);

  /** Names by number; the first is that of none. Grows. */
  get list(): readonly string[] {
    return this.#list;
  }

  /** The number of a name. */
  numberOf(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#list.length;
      this.#numbers.set(name, number);
      this.#list.push(name);
    }
    return number;
  }
}
