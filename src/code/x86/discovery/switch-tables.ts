// Jumps through tables as compilers make them of `switch`: where the table lies, how large it is, and where its slots lead.
//
//   addresses     jmp [table + index*8]                                          also loaded into a register first
//   distances     lea rdx, [table]; movsxd rax, [rdx + index*4]; add rax, rdx; jmp rax
//                 from the table (GCC, Clang), the base of the image (MSVC) or the global offset table (32-bit, position-independent)
//   two steps     movzx eax, byte [places + index], and that is the index into one of the others
//
// The comparison before the jump says how many slots there are. Then the whole table is taken, or nothing of it.

import { FLOW } from '../../flow.ts';
import type { CodeBlock } from '../../program-code.ts';
import { OPERAND } from '../instruction.ts';
import { BlockWays } from './block-ways.ts';
import type { CodeMap } from './code-map.ts';
import { dividedSum, type Load, type Sum, unknownPart } from './sum.ts';
import { type Range, ValueRanges } from './value-range.ts';
import { Values } from './values.ts';

/** A table that a jump goes through. */
export interface SwitchTable {
  /** The first slot. */
  readonly address: number;
  /** Bytes of a slot. */
  readonly size: number;
  /** What is added to the distances in the slots; undefined where they hold addresses. */
  readonly base: number | undefined;
  /** The slots that are used, ascending; undefined where nothing says how many there are. */
  readonly slots: readonly number[] | undefined;
}

/** Slots of one table. */
const MAX_SLOTS = 4096;
const DISTANCE_BYTES = 4;

/** Whether there is a jump at an address whose target only registers or memory know. */
export function isOpenJump(map: CodeMap, address: number): boolean {
  const jump = map.decode(address);
  if (jump === undefined || jump.flow !== FLOW.jump) return false;
  const kind = jump.kind[0];
  return kind === OPERAND.register || kind === OPERAND.memory || kind === OPERAND.sib;
}

/** Of the jumps for which `isOpenJump` holds. */
export class SwitchTables {
  readonly #map: CodeMap;
  readonly #values: Values;
  readonly #ranges: ValueRanges;

  /** Of a function with these blocks. */
  constructor(map: CodeMap, blocks: readonly CodeBlock[]) {
    const ways = new BlockWays(map, blocks);
    this.#map = map;
    this.#values = new Values(map, ways);
    this.#ranges = new ValueRanges(map, ways, this.#values);
  }

  /** The table that the jump at the end of a block goes through; undefined where it is none. */
  find(block: CodeBlock): SwitchTable | undefined {
    const index = block.instructions.length - 1;
    this.#values.isOpen = false;
    const target = this.#values.operandAt({ block, index }, 0);
    const table = this.#tableOf(target, block);
    if (table !== undefined || !isOneSlot(target)) return table;
    this.#values.isOpen = true;
    return this.#tableOf(this.#values.operandAt({ block, index }, 0), block);
  }

  #tableOf(target: Sum, block: CodeBlock): SwitchTable | undefined {
    const [read] = target.terms;
    if (target.terms.length !== 1 || read?.load === undefined || read.factor !== 1) return undefined;
    const { load } = read;
    if (load.size === this.#word && target.constant === 0) return this.#locate(load, undefined, block);
    return load.size === DISTANCE_BYTES ? this.#locate(load, this.#inSpace(target.constant), block) : undefined;
  }

  get #word(): number {
    return this.#map.image.bits / 8;
  }

  /** Addresses of 32-bit programs wrap around. */
  #inSpace(address: number): number {
    return this.#map.image.bits === 32 ? address >>> 0 : address;
  }

  #locate({ address, size }: Load, base: number | undefined, block: CodeBlock): SwitchTable | undefined {
    const index = dividedSum(unknownPart(address), size);
    if (index === undefined || index.terms.length === 0) return undefined;
    const used = this.#indexes(index, block);
    const slotOf = (one: number): number => this.#inSpace(address.constant + one * size);
    const first = slotOf(used?.[0] ?? 0);
    if (!this.#map.image.isMapped(first)) return undefined;
    return { address: first, size, base, slots: used?.map(slotOf) };
  }

  /** The values that an index can have, ascending. */
  #indexes(index: Sum, block: CodeBlock): readonly number[] | undefined {
    const range = this.#ranges.find(index, block);
    if (range !== undefined) return valuesIn(range);
    const [only] = index.terms;
    const isRead = index.terms.length === 1 && only?.factor === 1;
    return isRead && only.load !== undefined ? this.#readPlaces(only.load, block) : undefined;
  }

  /** The different numbers in a table that an index is read from. */
  #readPlaces({ address, size }: Load, block: CodeBlock): readonly number[] | undefined {
    const index = size > 2 ? undefined : dividedSum(unknownPart(address), size);
    const range = index === undefined || index.terms.length === 0 ? undefined : this.#ranges.find(index, block);
    const used = range === undefined ? undefined : valuesIn(range);
    if (used === undefined) return undefined;
    const places = new Set<number>();
    for (const one of used) {
      const place = this.#map.image.unsigned(this.#inSpace(address.constant + one * size), size);
      if (place < 0) return undefined;
      places.add(place);
    }
    return [...places].sort((a, b) => a - b);
  }
}

function valuesIn({ low, high }: Range): readonly number[] | undefined {
  const count = high - low + 1;
  return count > 0 && count <= MAX_SLOTS ? Array.from({ length: count }, (_, i) => low + i) : undefined;
}

/** Whether something is read at a place that is known. */
function isOneSlot({ terms }: Sum): boolean {
  return terms.length === 1 && terms[0]?.load?.address.terms.length === 0;
}
