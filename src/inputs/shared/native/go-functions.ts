// The functions that a Go program lists for its run-time, wherever the table lies: it has a section of its own in ELF files only.

import type { IntegerMap } from '../../../bytes/integer-map.ts';
import type { Image, Region } from '../../../code/image.ts';
import type { Seed } from '../../../code/program-code.ts';
import {
  type GoFunction,
  type GoTableLayout,
  readGoFunctions,
  readGoTableLayout,
} from '../../../formats/go/function-table.ts';

/** Tables are aligned so, at least. */
const ALIGNMENT = 4;
/** Functions of which it is asked whether they lie in code, so that other bytes are not taken for a table. */
const ASKED = 16;
/** Words from the beginning of the description of a module, whose first one points to the table, to the beginning of its code. */
const TEXT_WORD = 22;

/** Adds them to what a file says about its code; nothing in other programs. Symbols name functions first. */
export function addGoFunctions(image: Image, seeds: Seed[], names: IntegerMap<string[]>): void {
  for (const { address, name } of goFunctions(image)) {
    seeds.push({ address, evidence: 'Go function table', ...(name === undefined ? {} : { name }) });
    if (name !== undefined && !names.has(address)) names.set(address, [name]);
  }
}

/** All of them. */
function goFunctions(image: Image): readonly GoFunction[] {
  for (const region of image.regions) {
    if (!region.isReadable || region.isExecutable) continue;
    const { bytes, start } = region;
    for (let at = 0; at + 8 <= bytes.length; at += ALIGNMENT) {
      if (bytes[at + 1] !== 0xff || bytes[at + 2] !== 0xff || bytes[at + 4] !== 0 || bytes[at + 5] !== 0) continue;
      const table = bytes.subarray(at);
      const layout = readGoTableLayout(table);
      if (layout === undefined || layout.bits !== image.bits) continue;
      const functions = readGoFunctions(table, layout, textStart(image, layout, start + at));
      const asked = functions.slice(0, ASKED);
      if (asked.length > 0 && asked.every(({ address }) => image.isExecutable(address))) return functions;
    }
  }
  return [];
}

/** Since Go 1.26 the table does not say where the code begins: the description of the module does. */
function textStart(image: Image, layout: GoTableLayout, table: number): number {
  if (layout.textStart !== 0) return 0;
  const word = image.bits / 8;
  for (const region of image.regions) {
    if (!region.isReadable || region.isExecutable) continue;
    for (const at of wordsWith(image, region, table)) {
      const text = image.pointer(at + TEXT_WORD * word);
      if (image.isExecutable(text)) return text;
    }
  }
  return 0;
}

/** Aligned places in a region that hold a pointer. */
function* wordsWith(image: Image, { bytes, start }: Region, wanted: number): Generator<number, void, void> {
  const word = image.bits / 8;
  const low = wanted & 0xff;
  for (let at = 0; at + word <= bytes.length; at += word) {
    if (bytes[at] === low && image.pointer(start + at) === wanted) yield start + at;
  }
}
