// Values as recordings have them.

import { addressOf } from '../../bytes/little-endian.ts';

/** The value of a register; of those beyond what a number holds exactly the low 48 bits. */
export function numberOf(registers: Uint32Array, register: number): number {
  return addressOf(registers[register * 2] as number, registers[register * 2 + 1] as number);
}

/** A little-endian number of at most six bytes, which is all of an address of a program. */
export function wordOf(bytes: Uint8Array, from: number, length: number): number {
  let value = 0;
  for (let i = Math.min(length, 6) - 1; i >= 0; i--) value = value * 256 + (bytes[from + i] as number);
  return value;
}
