// Where the slots of a table of jumps lead.

import { LOCATION } from '../../location-map.ts';
import type { CodeMap } from './code-map.ts';
import { hasPrologue } from './prologues.ts';
import type { SwitchTable } from './switch-tables.ts';

/** Slots of one table. */
const MAX_SLOTS = 4096;
/** push rbp; mov rbp, rsp: in both encodings. */
const FRAME_GCC = 0xe5894855;
const FRAME_MSVC = 0xec8b4855;

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

/** Says of the target of a slot whether the code looks as if it led there. */
export interface SlotJudge {
  readonly isLikelyCode: (address: number) => boolean;
  /** Whether it may be a part of the function that has the table. */
  readonly isNear: (address: number) => boolean;
}

/**
 * The slots of a table of a `switch`; none where one of those that the code uses leads to no code. The first may be one that is never used:
 * a zero is often looked for before.
 */
export function switchSlots(map: CodeMap, table: SwitchTable, judge: SlotJudge): TableSlot[] {
  const { slots } = table;
  if (slots === undefined) return unboundedSlots(map, table, judge);
  const found: TableSlot[] = [];
  for (const address of slots) {
    const target = map.allowance.takeSlot() ? targetOf(map, table, address) : -1;
    if (beginsCode(map, target)) found.push({ address, target });
    else if (address !== slots[0]) return [];
  }
  return found;
}

/** Addresses are code where it looks like some or is near, distances where both hold. */
function unboundedSlots(map: CodeMap, table: SwitchTable, { isLikelyCode, isNear }: SlotJudge): TableSlot[] {
  const { references, locations, allowance } = map;
  const { address: first, size, base } = table;
  const found: TableSlot[] = [];
  for (let i = 0; i < MAX_SLOTS && allowance.takeSlot(); i++) {
    const address = first + i * size;
    if (i > 0 && references.isTarget(address)) break;
    const kind = locations.kindAt(address);
    if (kind !== LOCATION.none && kind !== LOCATION.pointer && kind !== LOCATION.number) break;
    const target = targetOf(map, table, address);
    if (!beginsCode(map, target) || beginsFunction(map, target)) break;
    const isTaken =
      base === undefined ? isNear(target) || isLikelyCode(target) : isNear(target) && isLikelyCode(target);
    if (!isTaken) break;
    found.push({ address, target });
  }
  return found;
}

function targetOf({ image }: CodeMap, { base }: SwitchTable, slot: number): number {
  if (base === undefined) return image.pointer(slot);
  const distance = image.signed32(slot);
  if (distance === undefined) return -1;
  return image.bits === 32 ? (base + distance) >>> 0 : base + distance;
}

/** Whether the code there makes a frame: then it is a function, of a table of functions that follows. */
function beginsFunction({ image }: CodeMap, address: number): boolean {
  if (image.bits === 32) return hasPrologue(image, address);
  const first = image.unsigned(address, 4);
  return first === FRAME_GCC || first === FRAME_MSVC;
}

/** Whether an instruction can begin there: not in the middle of one. */
function beginsCode({ image, locations }: CodeMap, address: number): boolean {
  if (!image.isExecutable(address)) return false;
  const kind = locations.kindAt(address);
  return kind === LOCATION.none || locations.begins(address, LOCATION.instruction);
}
