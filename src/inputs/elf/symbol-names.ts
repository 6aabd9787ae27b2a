// Names that the static symbol table gives to addresses of code.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { ElfFile } from '../../formats/elf/elf-file.ts';
import { SYMBOL_TYPE, UNDEFINED_SECTION } from '../../formats/elf/symbols.ts';
import type { Semantics } from '../../semantics.ts';

/** The bit of a symbol's information that the reference takes for that of a function; other types and bindings have it, too. */
const FUNCTION_BIT = 2;

export class SymbolNames {
  readonly #names = new IntegerMap<string[]>();

  constructor(elf: ElfFile, semantics: Semantics) {
    for (const { name, value, address, info, type, section } of elf.staticSymbols) {
      if (semantics['symbol-types']) {
        if (section === UNDEFINED_SECTION || name === '') continue;
        if (type !== SYMBOL_TYPE.function && type !== SYMBOL_TYPE.indirect) continue;
        this.#add(address, name);
      } else if ((info & FUNCTION_BIT) !== 0) this.#add(value, name);
    }
  }

  of(address: number): readonly string[] {
    return this.#names.get(address) ?? [];
  }

  #add(address: number, name: string): void {
    const known = this.#names.get(address);
    if (known === undefined) this.#names.set(address, [name]);
    else if (!known.includes(name)) known.push(name);
  }
}
