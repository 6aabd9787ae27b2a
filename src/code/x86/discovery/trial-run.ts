// Does an address begin a function? It is followed as it would run, without values: calls are stepped over, at a condition both ways are
// tried, each instruction once. Code comes to a return (or to a call that never comes back) before it comes to something else.

import { FLOW } from '../../flow.ts';
import { LOCATION } from '../../location-map.ts';
import { type Instruction, OPERAND } from '../instruction.ts';
import { MNEMONICS } from '../mnemonics.ts';
import { branchOf } from './branches.ts';
import type { CodeMap } from './code-map.ts';

/** Instructions that are followed at most. */
const MAX_STEPS = 20_000;
/** A run of more instructions than this is none where one name makes up this share of them. */
const FEW = 4;
const MONOTONOUS = 0.67;
/** Slots of a table that are followed. */
const MAX_SLOTS = 1024;

/** `isLast`: whether what is called there does not come back. */
export function looksLikeCode(map: CodeMap, start: number, isLast: (address: number) => boolean): boolean {
  const met = new Set<number>();
  const names = new Map<number, number>();
  const todo = [start];
  let steps = 0;
  for (let from = todo.pop(); from !== undefined; from = todo.pop()) {
    let at: number | undefined = from;
    while (at !== undefined && !met.has(at) && map.image.isMapped(at)) {
      met.add(at);
      if (++steps > MAX_STEPS || !map.allowance.takeTrialStep()) return false;
      const kind = map.locations.kindAt(at);
      const instruction = map.decode(at);
      if (instruction === undefined) break;
      const { mnemonic, flow } = instruction;
      if (isPort(mnemonic) || isFiller(map, at) || (kind !== LOCATION.none && kind !== LOCATION.instruction))
        return false;
      names.set(mnemonic, (names.get(mnemonic) ?? 0) + 1);
      if (flow === FLOW.return || isLast(at)) return isVaried(names, steps);
      if (flow === FLOW.call && instruction.kind[0] === OPERAND.relative && isLast(instruction.target)) {
        return isVaried(names, steps);
      }
      if (flow === FLOW.call || flow === FLOW.next) {
        at += instruction.length;
        continue;
      }
      const ways = waysFrom(map, instruction);
      at = ways.length === 1 ? ways[0] : undefined;
      if (ways.length > 1) for (const way of ways) todo.push(way);
    }
  }
  return false;
}

/** Where an instruction that is no call may go on, the one to be tried first at the end. */
function waysFrom(map: CodeMap, instruction: Instruction): number[] {
  const ways: number[] = [];
  if (map.fallsThrough(instruction)) ways.push(instruction.address + instruction.length);
  const branch = branchOf(instruction);
  if (branch !== undefined) {
    const { target, isTable, isDereferenced } = branch;
    if (isTable) for (const slot of slotsOf(map, target)) ways.push(slot);
    else if (!isDereferenced) ways.push(target);
    else if (map.locations.kindAt(target) !== LOCATION.importSlot) ways.push(map.image.pointer(target));
  }
  if (ways.length > 0) return ways;
  // A jump that was resolved in another way.
  return map.references
    .from(instruction.address)
    .flatMap(({ target, isDereferenced }) => (isDereferenced ? [] : [target]));
}

function slotsOf({ image, allowance }: CodeMap, first: number): number[] {
  const found: number[] = [];
  const size = image.bits / 8;
  for (let i = 0; i < MAX_SLOTS && allowance.takeSlot(); i++) {
    const target = image.pointer(first + i * size);
    if (target < 0 || !image.isMapped(target)) break;
    found.push(target);
  }
  return found;
}

function isVaried(names: ReadonlyMap<number, number>, steps: number): boolean {
  if (steps <= FEW) return true;
  for (const count of names.values()) if (count / steps >= MONOTONOUS) return false;
  return true;
}

/** Programs do not write to ports. */
function isPort(mnemonic: number): boolean {
  return MNEMONICS[mnemonic] === 'out';
}

/** Zeros decode as an instruction. */
function isFiller({ image }: CodeMap, at: number): boolean {
  return image.u8(at) === 0 && image.u8(at + 1) === 0;
}
