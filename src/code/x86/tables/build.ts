// Builds the tables that the decoder walks, when the first instruction is decoded.
//
// Each opcode has a tree: a number from 0 on is a form (0: no instruction), a negative one is minus the place of a node. A node is the
// dimension it asks for, and behind it one entry for each value of it.

import { evex3a, evex5, evex6, evex38, evexTwo } from './evex.ts';
import { FORM, type Form, readForms, VALUES } from './forms.ts';
import { MAP, MAPS } from './maps.ts';
import { now } from './now.ts';
import { oneByte } from './one-byte.ts';
import { ACTION, type OperandKind, operandOf, WIDTHS } from './operands.ts';
import { threeBytes3a, threeBytes38 } from './three-bytes.ts';
import { twoBytes } from './two-bytes.ts';
import { vex3a, vex38, vexTwo } from './vex.ts';
import { x87 } from './x87.ts';
import { xop8, xop9, xop10 } from './xop.ts';

/** Numbers for each form, by place: see `FIELD`. */
export const FORM_STRIDE = 16;
export const FIELD = {
  mnemonic: 0,
  flow: 1,
  bits: 2,
  operands: 3,
  memory: 8,
  broadcast: 9,
  scale: 10,
  count: 11,
} as const;

/** Everything that the decoder looks up. */
export interface Tables {
  /** By `map << 8 | opcode`: the root of its tree. */
  readonly roots: Int32Array;
  /** Whether there is a ModRM byte: 0 no, 1 yes, 2 yes, and it always names registers. */
  readonly modRm: Uint8Array;
  readonly tree: Int32Array;
  /** `FORM_STRIDE` numbers each. */
  readonly forms: Int32Array;
  /** By operand name. */
  readonly actions: Uint8Array;
  /** By operand name and width. */
  readonly banks: Uint16Array;
  readonly sizes: Uint16Array;
  readonly mnemonics: readonly string[];
}

/** The tables of each map. */
const SOURCES: readonly (readonly [map: number, lines: () => string])[] = [
  [MAP.one, oneByte],
  [MAP.one, x87],
  [MAP.two, twoBytes],
  [MAP.three38, threeBytes38],
  [MAP.three3a, threeBytes3a],
  [MAP.now, now],
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

export function buildTables(): Tables {
  const builder = new Builder();
  for (const [map, forms] of formsByMap()) builder.addMap(map, forms);
  return builder.finish();
}

function formsByMap(): Map<number, Form[]> {
  const byMap = new Map<number, Form[]>();
  for (const [map, lines] of SOURCES) byMap.set(map, [...(byMap.get(map) ?? []), ...readForms(lines())]);
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
  readonly #forms: number[] = new Array<number>(FORM_STRIDE).fill(0);
  readonly #operands = new Numbering<OperandKind>();
  readonly #mnemonics = new Numbering<string>();
  readonly #nodes = new Map<string, number>();

  constructor() {
    this.#mnemonics.of('', () => '');
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
      const numbered = same.map((form) => ({ form, number: this.#addForm(form) }));
      this.#roots[at] = this.#branch(numbered, 0, at);
    }
  }

  #addForm(form: Form): number {
    const number = this.#forms.length / FORM_STRIDE;
    const fields = new Array<number>(FORM_STRIDE).fill(0);
    fields[FIELD.mnemonic] = this.#mnemonics.of(form.mnemonic, () => form.mnemonic);
    fields[FIELD.flow] = form.flow;
    fields[FIELD.bits] = form.bits;
    form.operands.forEach((operand, i) => {
      const id = this.#operands.of(operand.name, () => operand);
      fields[FIELD.operands + i] = id;
      if (operand.mod === 'any' || operand.mod === 'memory') fields[FIELD.memory] = id;
    });
    fields[FIELD.broadcast] = form.broadcast;
    fields[FIELD.scale] = form.scale;
    fields[FIELD.count] = form.operands.length;
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
    const entries: number[] = [dimension];
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
    const operands = this.#operands.all;
    const banks = new Uint16Array(operands.length * WIDTHS);
    const sizes = new Uint16Array(operands.length * WIDTHS);
    operands.forEach((operand, i) => {
      banks.set(operand.banks, i * WIDTHS);
      sizes.set(operand.sizes, i * WIDTHS);
    });
    return {
      roots: this.#roots,
      modRm: this.#modRm,
      tree: Int32Array.from(this.#tree),
      forms: Int32Array.from(this.#forms),
      actions: Uint8Array.from(operands, ({ action }) => action),
      banks,
      sizes,
      mnemonics: this.#mnemonics.all,
    };
  }
}
