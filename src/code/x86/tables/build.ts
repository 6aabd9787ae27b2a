// Builds the tables that the decoder walks, when the first instruction is decoded.
//
// Each opcode has a tree: a number from 0 on is a form (0: no instruction), a negative one is minus the place of a node. A node says
// which bits decide (`first | mask << 5`, and 256 where they are those of ModRM), and behind it is one entry for each value of them.

import { mnemonicNumber } from '../mnemonics.ts';
import { evex3a, evex5, evex6, evex38, evexTwo } from './evex.ts';
import { DIMENSION, FIRST_BIT, FORM, type Form, RESTRICTED, readForms, VALUES } from './forms.ts';
import { MAP, MAPS } from './maps.ts';
import { now } from './now.ts';
import { oneByte } from './one-byte.ts';
import { ACTION, type OperandKind, operandOf, packOperand } from './operands.ts';
import { threeBytes3a, threeBytes38 } from './three-bytes.ts';
import { twoBytes } from './two-bytes.ts';
import { vex3a, vex38, vexTwo } from './vex.ts';
import { x87 } from './x87.ts';
import { xop8, xop9, xop10 } from './xop.ts';

/** Numbers for each form: 1 << `FORM_SHIFT`, by place. */
export const FORM_SHIFT = 3;
export const FIELD = {
  /** `mnemonic | flow << 16 | operands << 20 | first << 23 | action << 26`: the first operand that has bytes of its own, and how it is read. */
  head: 0,
  /** Of `FORM`. */
  bits: 1,
  /** Up to five of them: their numbers, `OPERAND_SHIFT` times two. */
  operands: 2,
  /** `memory operand | element << 8 | scale << 16`, of EVEX the bytes of what is repeated and of what a displacement of 8 bits counts. */
  memory: 7,
} as const;

/** Numbers for each operand: two for each width, of registers and of memory. */
export const OPERAND_SHIFT = 6;

/** Everything that the decoder looks up. */
export interface Tables {
  /** By `map << 8 | opcode`: the root of its tree. */
  readonly roots: Int32Array;
  /** Whether there is a ModRM byte: 0 no, 1 yes, 2 yes, and it always names registers. */
  readonly modRm: Uint8Array;
  readonly tree: Int32Array;
  readonly forms: Int32Array;
  /** By `operand << 6 | isMemory << 5 | width << 1`: what `packOperand` makes of it. */
  readonly operands: Int32Array;
}

type Sources = readonly (readonly [map: number, lines: () => string])[];

const LEGACY: Sources = [
  [MAP.one, oneByte],
  [MAP.one, x87],
  [MAP.two, twoBytes],
  [MAP.three38, threeBytes38],
  [MAP.three3a, threeBytes3a],
  [MAP.now, now],
];
/** Behind VEX, EVEX and XOP: most of the lines, and many programs have none of them. */
const EXTENDED: Sources = [
  [MAP.vex + 1, vexTwo],
  [MAP.vex + 2, vex38],
  [MAP.vex + 3, vex3a],
  [MAP.evex + 1, evexTwo],
  [MAP.evex + 2, evex38],
  [MAP.evex + 3, evex3a],
  [MAP.evex + 5, evex5],
  [MAP.evex + 6, evex6],
  [MAP.xop + 8, xop8],
  [MAP.xop + 9, xop9],
  [MAP.xop + 10, xop10],
];

/** Tables of opcodes without those prefixes, and of those with them. Both number their names in one list, which they lengthen. */
export function buildTables(part: 'legacy' | 'extended'): Tables {
  const builder = new Builder();
  for (const [map, forms] of formsByMap(part === 'legacy' ? LEGACY : EXTENDED)) builder.addMap(map, forms);
  return builder.finish();
}

function formsByMap(sources: Sources): Map<number, Form[]> {
  const byMap = new Map<number, Form[]>();
  for (const [map, lines] of sources) byMap.set(map, [...(byMap.get(map) ?? []), ...readForms(lines())]);
  return byMap;
}

/** Gives each distinct thing a number, in the order in which they come. */
class Numbering<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<string, number>();

  of(name: string, make: () => T): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.all.length;
      this.#numbers.set(name, number);
      this.all.push(make());
    }
    return number;
  }
}

class Builder {
  readonly #roots = new Int32Array(MAPS << 8);
  readonly #modRm = new Uint8Array(MAPS << 8);
  /** The first entry is never a node: 0 means no instruction. */
  readonly #tree: number[] = [0];
  readonly #forms: number[] = new Array<number>(1 << FORM_SHIFT).fill(0);
  readonly #operands = new Numbering<OperandKind>();
  readonly #nodes = new Map<string, number>();

  constructor() {
    this.#operands.of('', () => ({ ...operandOf('I1'), action: ACTION.none }));
  }

  addMap(map: number, forms: readonly Form[]): void {
    const byOpcode = new Map<number, Form[]>();
    for (const form of forms) {
      const same = byOpcode.get(form.opcode);
      if (same === undefined) byOpcode.set(form.opcode, [form]);
      else same.push(form);
    }
    for (const [opcode, same] of byOpcode) {
      const at = (map << 8) | opcode;
      const isAnyMod = same.some(({ bits }) => (bits & FORM.anyMod) !== 0);
      this.#modRm[at] = isAnyMod ? 2 : same.some(({ usesModRm }) => usesModRm) ? 1 : 0;
      const numbered = same.map((form) => ({ form, number: this.#addForm(map, form) }));
      this.#roots[at] = this.#branch(numbered, 0, at);
    }
  }

  #addForm(map: number, form: Form): number {
    const number = this.#forms.length >> FORM_SHIFT;
    const fields = new Array<number>(1 << FORM_SHIFT).fill(0);
    const mnemonic = mnemonicNumber(form.mnemonic);
    fields[FIELD.head] = mnemonic | (form.flow << 16) | (form.operands.length << 20) | readsOf(form.operands);
    // What is said behind such a prefix is always looked at.
    fields[FIELD.bits] =
      form.bits | (map >= MAP.vex ? FORM.checked : 0) | ((form.bits & RESTRICTED) !== 0 ? FORM.checked : 0);
    form.operands.forEach((operand, i) => {
      const id = this.#operands.of(operand.name, () => operand);
      fields[FIELD.operands + i] = id << OPERAND_SHIFT;
      if (operand.mod === 'any' || operand.mod === 'memory') fields[FIELD.memory] = id;
    });
    fields[FIELD.memory] = (fields[FIELD.memory] as number) | (form.broadcast << 8) | (form.scale << 16);
    this.#forms.push(...fields);
    return number;
  }

  /** The entry for forms of which all dimensions before this one are decided. */
  #branch(forms: readonly { form: Form; number: number }[], from: number, at: number): number {
    if (forms.length === 0) return 0;
    const isAsked = (dimension: number): boolean =>
      forms.some(({ form }) => (form.conditions[dimension] as number) !== 0);
    let dimension = from;
    while (dimension < VALUES.length && !isAsked(dimension)) dimension++;
    if (dimension === VALUES.length) {
      if (forms.length > 1)
        throw new Error(`two forms at ${at.toString(16)}: ${forms.map(({ form }) => form.mnemonic)}`);
      return (forms[0] as { number: number }).number;
    }
    const isOfModRm = dimension >= DIMENSION.mod ? 256 : 0;
    const mask =
      dimension === DIMENSION.operandSize || dimension === DIMENSION.addressSize
        ? 3
        : (VALUES[dimension] as number) - 1;
    const entries: number[] = [(FIRST_BIT[dimension] as number) | (mask << 5) | isOfModRm];
    for (let value = 0; value < (VALUES[dimension] as number); value++) {
      const fitting = forms.filter(({ form }) => {
        const values = form.conditions[dimension] as number;
        return values === 0 || (values >> value) & 1;
      });
      entries.push(this.#branch(fitting, dimension + 1, at));
    }
    return this.#node(entries);
  }

  /** Equal nodes are one. */
  #node(entries: readonly number[]): number {
    if (entries.slice(2).every((entry) => entry === entries[1])) return entries[1] as number;
    const key = entries.join();
    let place = this.#nodes.get(key);
    if (place === undefined) {
      place = this.#tree.length;
      this.#nodes.set(key, place);
      this.#tree.push(...entries);
    }
    return -place;
  }

  finish(): Tables {
    return {
      roots: this.#roots,
      modRm: this.#modRm,
      tree: Int32Array.from(this.#tree),
      forms: Int32Array.from(this.#forms),
      operands: Int32Array.from(this.#operands.all.flatMap(packOperand)),
    };
  }
}

/** Which operand is the first that is read from bytes of its own, and how; `several` if there are more. */
function readsOf(operands: readonly OperandKind[]): number {
  const first = operands.findIndex(({ action }) => action >= ACTION.last);
  if (first < 0) return 0;
  const isOne = operands.filter(({ action }) => action >= ACTION.last).length === 1;
  return (first << 23) | ((isOne ? (operands[first] as OperandKind).action : ACTION.several) << 26);
}
