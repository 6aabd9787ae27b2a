// Names of registers in Tenet traces, for each machine whose traces are read.

import type { RecordedMachine } from '../execution.ts';

export interface TenetMachine extends RecordedMachine {
  /** Name of the instruction pointer. */
  readonly pc: string;
  /** Names of the general registers, in the order in which listeners are told their values. */
  readonly generals: readonly string[];
}

const X86_NAMES = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'];
const UPPER = Array.from({ length: 8 }, (_, i) => `r${8 + i}`);
const A64_NAMES = Array.from({ length: 31 }, (_, i) => `x${i}`);

export const TENET_MACHINES: readonly TenetMachine[] = [
  { machine: 'x86', bits: 64, pc: 'rip', generals: [...X86_NAMES.map((name) => `r${name}`), ...UPPER] },
  { machine: 'x86', bits: 32, pc: 'eip', generals: X86_NAMES.map((name) => `e${name}`) },
  { machine: 'arm64', bits: 64, pc: 'pc', generals: [...A64_NAMES, 'sp'] },
];

/** Longer names are none of these. */
export const MAX_NAME = 3;

/** A name of at most MAX_NAME characters as a number. */
export function packName(name: string): number {
  let packed = 0;
  for (let i = 0; i < name.length; i++) packed = (packed << 8) | name.charCodeAt(i);
  return packed;
}

/** Position of what is not found in a NameTable. */
export const UNKNOWN_NAME = -1;
const SLOT_BITS = 9;

/** Finds the position of a packed name in a short list without a hash that may be slow: it is asked for several times a line. */
export class NameTable {
  readonly #names: Int32Array;
  readonly #positions: Int8Array;
  readonly #factor: number;

  constructor(names: readonly string[]) {
    const packed = names.map(packName);
    let factor = 0x9e3779b1;
    while (new Set(packed.map((name) => slotOf(name, factor))).size < packed.length) factor = (factor + 2) | 0;
    this.#factor = factor;
    this.#names = new Int32Array(1 << SLOT_BITS);
    this.#positions = new Int8Array(1 << SLOT_BITS);
    packed.forEach((name, position) => {
      this.#names[slotOf(name, factor)] = name;
      this.#positions[slotOf(name, factor)] = position;
    });
  }

  find(packed: number): number {
    const slot = slotOf(packed, this.#factor);
    return this.#names[slot] === packed ? (this.#positions[slot] as number) : UNKNOWN_NAME;
  }
}

function slotOf(packed: number, factor: number): number {
  return Math.imul(packed, factor) >>> (32 - SLOT_BITS);
}
