// Where the slots of a table of jumps lead.

import { LOCATION } from '../location-map.ts';
import type { CodeMap } from './code-map.ts';
import type { SwitchTable } from './switch-tables.ts';

/** Slots of one table. */
const MAX_SLOTS = 4096;

export interface TableSlot {
  readonly address: number;
  readonly target: number;
}

/** The slots of a table that nothing bounds, up to one that is not code, or that something else refers to. `base` is added to what they hold. */
export function openSlots(
  map: CodeMap,
  table: number,
  size: number,
  base: number,
  isLikelyCode: (address: number) => boolean,
): TableSlot[] {
  const { image, references, locations, texts, allowance } = map;
  const slots: TableSlot[] = [];
  for (let i = 0; i < MAX_SLOTS && allowance.takeSlot(); i++) {
    const address = table + i * size;
    if (i > 0 && references.isTarget(address)) break;
    const held = image.unsigned(address, size);
    const target = held >= 0 && held < base ? held + base : held;
    if (!image.isMapped(target) || !isLikelyCode(target)) break;
    if (locations.kindAt(address) === LOCATION.none && texts.isText(address)) break;
    slots.push({ address, target });
  }
  return slots;
}

/** The slots of a table of a `switch`; none where one of those that the code uses leads to no code. */
export function switchSlots(map: CodeMap, table: SwitchTable, isLikelyCode: (address: number) => boolean): TableSlot[] {
  const { image, references, locations, allowance } = map;
  const { address: first, size, base, slots } = table;
  const targetOf = (slot: number): number => {
    if (base === undefined) return image.pointer(slot);
    const distance = image.signed32(slot);
    if (distance === undefined) return -1;
    return image.bits === 32 ? (base + distance) >>> 0 : base + distance;
  };
  const found: TableSlot[] = [];
  for (let i = 0; i < (slots?.length ?? MAX_SLOTS) && allowance.takeSlot(); i++) {
    const address = slots?.[i] ?? first + i * size;
    const target = targetOf(address);
    if (slots !== undefined) {
      if (!beginsCode(map, target)) return [];
    } else {
      if (i > 0 && (references.isTarget(address) || locations.kindAt(address) !== LOCATION.none)) break;
      if (!beginsCode(map, target) || !isLikelyCode(target)) break;
    }
    found.push({ address, target });
  }
  return found;
}

/** Whether an instruction can begin there: not in the middle of one. */
function beginsCode({ image, locations }: CodeMap, address: number): boolean {
  if (!image.isExecutable(address)) return false;
  const kind = locations.kindAt(address);
  return kind === LOCATION.none || locations.begins(address, LOCATION.instruction);
}
