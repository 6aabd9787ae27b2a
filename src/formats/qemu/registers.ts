// Names of registers in the logs of QEMU: in dumps (`-d cpu`) in upper case, in those of the execlog plugin in lower case.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { RecordedMachine } from '../execution.ts';

const X86_NAMES = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'];
const UPPER = Array.from({ length: 8 }, (_, i) => `r${8 + i}`);
const A64_NAMES = Array.from({ length: 31 }, (_, i) => `x${i}`);
/** Dumps write the numbers of registers with two digits. */
const A64_DUMPED = A64_NAMES.map((name) => `x${name.slice(1).padStart(2, '0')}`);
const LOWER = 0x20;

/** A byte behind a packed name. Names of up to four bytes are told apart; longer ones share numbers, but with none of those known. */
export function packByte(packed: number, byte: number): number {
  return packed >= 0x1000000 ? -1 : packed < 0 ? packed : packed * 0x100 + (byte | LOWER);
}

function packText(name: string): number {
  let packed = 0;
  for (let i = 0; i < name.length; i++) packed = packByte(packed, name.charCodeAt(i));
  return packed;
}

/** Positions of registers, in the order in which listeners are told their values, by their packed names. */
export function registerPositions({ machine }: RecordedMachine): IntegerMap<number> {
  const spellings =
    machine === 'arm64'
      ? [[...A64_NAMES, 'sp'], A64_DUMPED]
      : [[...X86_NAMES.map((name) => `r${name}`), ...UPPER], X86_NAMES.map((name) => `e${name}`)];
  const positions = new IntegerMap<number>();
  for (const names of spellings) {
    for (const [position, name] of names.entries()) positions.set(packText(name), position);
  }
  return positions;
}
