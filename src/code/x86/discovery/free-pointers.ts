// Addresses of the program that stand in bytes which are nothing yet, wherever they begin.

import { LOCATION } from '../../location-map.ts';
import type { CodeMap } from './code-map.ts';

/** A row of more pointers than this is a table of them. */
const ROW = 4;

/** Slots, ascending. What was found before is passed over as it is now, so more can be asked for while functions are added. */
export function* freePointers({ image, locations }: CodeMap): Generator<number, void, void> {
  const word = image.bits / 8;
  for (const { start, end, bytes } of image.regions) {
    const last = Math.min(end, start + bytes.length) - 2 * word;
    for (let at = start; at < last; ) {
      if (locations.kindAt(at) !== LOCATION.none) at = locations.endOf(at);
      else if (image.isMapped(image.pointer(at))) {
        yield at;
        at += word;
      } else at++;
    }
  }
}

/** Slots in data, aligned, that hold an address of code. */
export function* dataPointers({ image, locations }: CodeMap): Generator<number, void, void> {
  const word = image.bits / 8;
  for (const { start, end, bytes, isExecutable } of image.regions) {
    if (isExecutable) continue;
    const last = Math.min(end, start + bytes.length) - word;
    for (let at = Math.ceil(start / word) * word; at <= last; at += word) {
      if (image.isExecutable(image.pointer(at)) && locations.kindAt(at) === LOCATION.none) yield at;
    }
  }
}

/** Slots of tables: pointers that stand in rows. */
export function pointerTables(map: CodeMap): number[] {
  const word = map.image.bits / 8;
  const found: number[] = [];
  let row: number[] = [];
  const close = (): void => {
    if (row.length > ROW) for (const slot of row) found.push(slot);
    row = [];
  };
  for (const slot of freePointers(map)) {
    if (row.length > 0 && row.at(-1) !== slot - word) close();
    row.push(slot);
  }
  close();
  return found;
}
