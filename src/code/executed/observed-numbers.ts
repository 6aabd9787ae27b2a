// Numbers that registers held which instructions worked with, from one call to the next: constants that code computes or takes apart, which its
// bytes do not show. Small numbers are everywhere, and addresses say nothing of what code does.

import type { Integer } from '../../bytes/integer.ts';
import { IntegerMap } from '../../bytes/integer-map.ts';
import type { CodeVersions } from './code-versions.ts';

const SMALLEST = 0x10000;
/** Different numbers before one call. */
const MOST = 256;

export class ObservedNumbers {
  #numbers = new IntegerMap<true, Integer>();

  /** An instruction runs with these registers. */
  see(version: number, { operands }: CodeVersions, registers: Uint32Array): void {
    if (this.#numbers.size >= MOST) return;
    for (let operand = 0; operand < 2; operand++) {
      const register = operands[version * 2 + operand] as number;
      if (register < 0) continue;
      const low = registers[register * 2] as number;
      const high = registers[register * 2 + 1] as number;
      if (high === 0 && low < SMALLEST) continue;
      this.#numbers.set(high > 0x1f_ffff ? (BigInt(high) << 32n) | BigInt(low) : high * 2 ** 32 + low, true);
    }
  }

  /** What there was since this was asked last, as hexadecimal text, without addresses. */
  take(isAddress: (value: number) => boolean): string[] {
    const found = [...this.#numbers.keys()].filter((value) => typeof value === 'bigint' || !isAddress(value));
    this.#numbers = new IntegerMap();
    return found.map((value) => `0x${value.toString(16)}`);
  }
}
