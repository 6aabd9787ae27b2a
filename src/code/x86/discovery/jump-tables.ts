// Tables that jumps go through: finds them, and notes what their slots are and where they lead.

import { Extents } from '../../discovery/extents.ts';
import { LOCATION } from '../../location-map.ts';
import type { CodeBlock } from '../../program-code.ts';
import type { CodeMap } from './code-map.ts';
import { RelativeTables } from './relative-table.ts';
import { isOpenJump, SwitchTables } from './switch-tables.ts';
import { openSlots, switchSlots, type TableSlot } from './table-slots.ts';

/** What finds the table that a block ends with: its slots, undefined where it ends with none. */
type TableFinder = (block: CodeBlock) => readonly TableSlot[] | undefined;

export class JumpTables {
  readonly #map: CodeMap;
  readonly #extents: Extents;
  readonly #isLikelyCode: (address: number) => boolean;

  constructor(map: CodeMap, isLikelyCode: (address: number) => boolean) {
    this.#map = map;
    this.#extents = new Extents(map.facts);
    this.#isLikelyCode = isLikelyCode;
  }

  /** Notes a table whose place the jump itself says. */
  noteAddresses(jump: number, table: number): void {
    const { image, references } = this.#map;
    const size = image.bits / 8;
    const slots = openSlots(this.#map, table, size, 0, this.#isLikelyCode);
    this.#note(jump, table, slots);
    this.#mark(slots, size, LOCATION.pointer);
    for (const { target } of slots) references.pointed.add(target);
  }

  /** For the blocks of a function; undefined where there cannot be any table. Tables that it finds are noted. */
  finderFor(blocks: readonly CodeBlock[]): TableFinder | undefined {
    if (this.#map.finding.findsTables) return this.#switchFinder(blocks);
    return this.#map.image.bits === 32 ? undefined : this.#relativeFinder(blocks);
  }

  #switchFinder(blocks: readonly CodeBlock[]): TableFinder {
    let tables: SwitchTables | undefined;
    return (block) => {
      const jump = block.instructions.at(-1) as number;
      if (!this.#map.ends.has(jump) || !isOpenJump(this.#map, jump)) return undefined;
      tables ??= new SwitchTables(this.#map, blocks);
      const table = tables.find(block);
      if (table === undefined) return undefined;
      const isNear = (target: number): boolean => this.#extents.isSame(jump, target);
      const slots = switchSlots(this.#map, table, { isLikelyCode: this.#isLikelyCode, isNear });
      if (slots.length === 0) return undefined;
      this.#note(jump, table.address, slots);
      this.#mark(slots, table.size, table.base === undefined ? LOCATION.pointer : LOCATION.number);
      return slots;
    };
  }

  #relativeFinder(blocks: readonly CodeBlock[]): TableFinder {
    const tables = new RelativeTables(this.#map, blocks);
    return (block) => {
      const table = tables.find(block);
      if (table === undefined) return undefined;
      const slots = openSlots(this.#map, table.address, table.scale, this.#map.image.base, this.#isLikelyCode);
      this.#note(block.instructions.at(-1) as number, table.address, slots);
      return slots;
    };
  }

  #note(source: number, table: number, slots: readonly TableSlot[]): void {
    const { references } = this.#map;
    for (const { target } of slots) {
      references.addCode({ source, target, isCall: false, isDereferenced: false, isConditional: true });
    }
    references.addPointer(table);
  }

  #mark(slots: readonly TableSlot[], size: number, kind: number): void {
    const { locations } = this.#map;
    for (const { address } of slots)
      if (locations.kindAt(address) === LOCATION.none) locations.add(address, size, kind);
  }
}
