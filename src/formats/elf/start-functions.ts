// Functions that run before and after the program itself: those that the dynamic table names, and lists of them.

import { IntegerSet } from '../../bytes/integer-map.ts';
import type { ElfFile } from './elf-file.ts';

/** Functions of one list. Real ones have up to some thousand (constructors of C++ programs). */
const MAX_FUNCTIONS = 65_536;
const ARRAY_SECTIONS = ['.preinit_array', '.init_array', '.fini_array', '.ctors', '.dtors'];
const CODE_SECTIONS = ['.init', '.fini'];

/** Their addresses, as loaded, each once; ascending. */
export function readStartFunctions(elf: ElfFile): number[] {
  const { dynamic, headers, layout } = elf;
  const found = new IntegerSet();
  for (const tag of ['init', 'fini'] as const) {
    const place = dynamic.value(tag);
    if (place !== undefined && place !== 0) found.add(place + layout.bias);
  }
  addArray(elf, found, dynamic.address('preinitArray'), dynamic.value('preinitArrayBytes'));
  addArray(elf, found, dynamic.address('initArray'), dynamic.value('initArrayBytes'));
  addArray(elf, found, dynamic.address('finiArray'), dynamic.value('finiArrayBytes'));
  headers.sections.forEach(({ name, size }, index) => {
    const place = layout.sectionAddresses[index] ?? -1;
    if (place < 0 || size <= 0) return;
    if (CODE_SECTIONS.includes(name)) found.add(place);
    if (ARRAY_SECTIONS.includes(name)) addArray(elf, found, place, size);
  });
  return [...found].sort((a, b) => a - b);
}

/** Old lists begin with -1 and end with 0; what is not in memory is none of them. */
function addArray(elf: ElfFile, found: IntegerSet, place: number | undefined, size: number | undefined): void {
  if (place === undefined || size === undefined) return;
  const word = elf.headers.bits / 8;
  const count = Math.min(Math.floor(size / word), MAX_FUNCTIONS);
  for (let i = 0; i < count; i++) {
    const at = place + i * word;
    if (!elf.view.has(at, word)) return;
    const address = elf.pointerAt(at);
    if (elf.view.partAt(address)?.isExecutable === true) found.add(address);
  }
}
