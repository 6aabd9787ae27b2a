// Which mnemonics features ask for, as bits by the decoder's numbers.

import { byMnemonic } from '../../../../code/x86/mnemonics.ts';

export const TRAIT = {
  call: 1,
  jmp: 2,
  add: 4,
  lea: 8,
  /** Exclusive or. */
  xor: 16,
  /** `mov` itself. */
  mov: 32,
  /** What gives its first operand a new value, as the reference looks for it. */
  defines: 64,
  /** Everything that is named like `mov`. */
  movLike: 128,
  push: 256,
} as const;

const NAMED: Readonly<Record<string, number>> = {
  call: TRAIT.call,
  jmp: TRAIT.jmp,
  add: TRAIT.add,
  lea: TRAIT.lea | TRAIT.defines,
  xor: TRAIT.xor | TRAIT.defines,
  xorpd: TRAIT.xor,
  xorps: TRAIT.xor,
  pxor: TRAIT.xor,
  mov: TRAIT.mov | TRAIT.defines,
  pop: TRAIT.defines,
  push: TRAIT.push,
};

/** Bits of `TRAIT`. */
export const traitsOf: (mnemonic: number) => number = byMnemonic((name) => {
  return (NAMED[name] ?? 0) | (name.startsWith('mov') ? TRAIT.movLike : 0);
});
