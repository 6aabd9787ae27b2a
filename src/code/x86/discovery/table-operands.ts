// Slots of relocations in code that stand for tables of jumps: the address of a table in an instruction, and the slots of the table itself.
// What they point to is no function, though it may look like one.

import type { CodeMap } from './code-map.ts';

/** Slots that belong to tables in the code of a 32-bit program. Only relocated ones are asked for. */
export function tableSlotsInCode({ image, facts }: CodeMap): ReadonlySet<number> {
  const found = new Set<number>();
  if (image.bits !== 32) return found;
  const relocations = new Set(facts.relocations);
  for (const slot of relocations) {
    if (!image.isExecutable(slot) || found.has(slot)) continue;
    const before = image.unsigned(slot - 3, 3);
    if (before < 0 || !readsTable(before)) continue;
    found.add(slot);
    if ((before & 0xff) !== JUMP) continue;
    for (let at = image.pointer(slot); relocations.has(at) && !found.has(at); at += 4) found.add(at);
  }
  return found;
}

const JUMP = 0xff;
const LOAD = 0x8b;

/**
 * `jmp [register*4 + address]`, `mov register, [register*4 + address]`, or `movzx register, byte [register + address]`, which reads the index
 * for another table. Their three bytes as a number.
 */
function readsTable(bytes: number): boolean {
  const [first, second, third] = [bytes & 0xff, (bytes >> 8) & 0xff, bytes >> 16];
  if (first === 0x0f) return second === 0xb6 && third >> 6 === 2 && (third & 7) !== 4;
  const isIndexed = (third & 0xc7) === 0x85;
  return isIndexed && ((first === JUMP && second === 0x24) || (first === LOAD && (second & 0xc7) === 4));
}
