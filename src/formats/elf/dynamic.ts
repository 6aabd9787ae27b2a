// The dynamic table of an ELF file: what the dynamic linker needs to know. Places in it are addresses, so it works without sections.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { MappedView } from '../mapped-view.ts';
import type { ElfCode } from './codes.ts';
import { type ElfHeaders, SECTION, SEGMENT } from './headers.ts';
import type { ElfLayout } from './layout.ts';

export const TAG = {
  needed: 1,
  pltRelocationBytes: 2,
  pltGot: 3,
  hash: 4,
  strings: 5,
  symbols: 6,
  rela: 7,
  relaBytes: 8,
  stringBytes: 10,
  init: 12,
  fini: 13,
  soName: 14,
  rel: 17,
  relBytes: 18,
  pltRelocationKind: 20,
  pltRelocations: 23,
  initArray: 25,
  finiArray: 26,
  initArrayBytes: 27,
  finiArrayBytes: 28,
  preinitArray: 32,
  preinitArrayBytes: 33,
  relrBytes: 35,
  relr: 36,
  gnuHash: 0x6ffffef5,
  versionNeeds: 0x6ffffffe,
  versionNeedCount: 0x6fffffff,
} as const;

const MAX_ENTRIES = 65_536;
const MAX_NAME = 8192;

export class DynamicTable {
  /** Values of all tags in the order of the table. */
  readonly #values = new IntegerMap<number[]>();
  readonly #view: MappedView;
  readonly #bias: number;

  constructor(headers: ElfHeaders, { bias }: ElfLayout, view: MappedView, diagnostics: Diagnostics<ElfCode>) {
    this.#view = view;
    this.#bias = bias;
    const segment = headers.segments.find(({ type }) => type === SEGMENT.dynamic);
    const section = headers.sections.find(({ type, address }) => type === SECTION.dynamic && address !== 0);
    const place = segment?.address ?? section?.address;
    if (place === undefined) return;
    const word = headers.bits / 8;
    for (let i = 0; i < MAX_ENTRIES; i++) {
      const at = place + bias + i * word * 2;
      const tag = view.address(at, headers.bits);
      const value = view.address(at + word, headers.bits);
      if (tag < 0 || value < 0) {
        diagnostics.add('warning', 'elf-table-damaged', 'The dynamic table leaves the program.');
        return;
      }
      if (tag === 0) return;
      const known = this.#values.get(tag);
      if (known === undefined) this.#values.set(tag, [value]);
      else known.push(value);
    }
    diagnostics.add('warning', 'elf-table-cut', `Only the first ${MAX_ENTRIES} entries of the dynamic table are read.`);
  }

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  /** The first value of a tag. */
  value(tag: keyof typeof TAG): number | undefined {
    return this.#values.get(TAG[tag])?.[0];
  }

  /** The first value of a tag that holds an address, as loaded. */
  address(tag: keyof typeof TAG): number | undefined {
    const value = this.value(tag);
    return value === undefined ? undefined : value + this.#bias;
  }

  /** A name in the string table. */
  string(at: number): string | undefined {
    const table = this.address('strings');
    return table === undefined ? undefined : this.#view.text(table + at, MAX_NAME);
  }

  /** Libraries that are loaded with it. */
  get needed(): string[] {
    const names = (this.#values.get(TAG.needed) ?? []).map((at) => this.string(at));
    return names.filter((name) => name !== undefined);
  }
}
