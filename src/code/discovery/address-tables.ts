// Tables that a jump goes through: slots in a row, up to one that does not hold the address of code.

import { LOCATION } from '../location-map.ts';
import type { CodeMap } from './code-map.ts';

/** Slots of one table. */
const MAX_SLOTS = 4096;

/** What the slots hold, up to one that something else refers to or that is a text; `base` is added to what is below it. */
export function tableTargets(
  map: CodeMap,
  table: number,
  size: number,
  base: number,
  isLikelyCode: (address: number) => boolean,
): number[] {
  const { image, references } = map;
  const found = new Set<number>();
  for (let i = 0; i < MAX_SLOTS && map.allowance.takeSlot(); i++) {
    const slot = table + i * size;
    if (i > 0 && references.isTarget(slot)) break;
    const held = image.unsigned(slot, size);
    const target = held >= 0 && held < base ? held + base : held;
    if (!image.isMapped(target) || !isLikelyCode(target)) break;
    if (map.locations.kindAt(slot) === LOCATION.none && map.texts.isText(slot)) break;
    found.add(target);
  }
  return [...found];
}

/** The ways through a table that was noted; its slots become pointers. */
export function claimTable(map: CodeMap, table: number, isLikelyCode: (address: number) => boolean): number[] {
  const { image, references, locations } = map;
  const size = image.bits / 8;
  const found = new Set<number>();
  for (let i = 0; i < MAX_SLOTS && map.allowance.takeSlot(); i++) {
    const slot = table + i * size;
    if (i > 0 && references.isTarget(slot)) break;
    const target = image.pointer(slot);
    if (!image.isMapped(target) || !isLikelyCode(target)) break;
    if (locations.kindAt(slot) === LOCATION.none) locations.add(slot, size, LOCATION.pointer);
    references.pointed.add(target);
    found.add(target);
  }
  return [...found];
}
