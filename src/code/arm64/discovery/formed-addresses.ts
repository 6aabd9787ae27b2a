// Addresses that code forms with a page and a place in it, wherever it is: looked for from end to end, not along the ways of the code. Where one
// table ends and the next one begins is seen by them.

import { FLOW } from '../../flow.ts';
import type { Image } from '../../image.ts';
import { decodeAt } from '../decode-at.ts';
import { Instruction, OPERAND, TRAIT } from '../instruction.ts';
import { mnemonicNumber } from '../mnemonics.ts';
import { ZERO_REGISTER } from '../registers.ts';

const ADRP = mnemonicNumber('adrp');
const ADR = mnemonicNumber('adr');
const ADD = mnemonicNumber('add');
const MOST = 1_000_000;

export function formedAddresses(image: Image): ReadonlySet<number> {
  const formed = new Set<number>();
  const pages = new Float64Array(ZERO_REGISTER).fill(-1);
  const instruction = new Instruction();
  for (const { start, end, bytes, isExecutable } of image.regions) {
    if (!isExecutable) continue;
    const last = Math.min(end, start + bytes.length) - 4;
    for (let at = Math.ceil(start / 4) * 4; at <= last && formed.size < MOST; at += 4) {
      if (decodeAt(image, at, instruction)) note(instruction, pages, formed);
    }
  }
  return formed;
}

function note(instruction: Instruction, pages: Float64Array, formed: Set<number>): void {
  const { mnemonic, kind, register, target, low, amount, flow, traits } = instruction;
  if (flow === FLOW.return || flow === FLOW.jump) {
    pages.fill(-1);
    return;
  }
  if (kind[0] !== OPERAND.register || (traits & TRAIT.readsFirst) !== 0) return;
  const written = register[0] as number;
  let page = -1;
  if (mnemonic === ADRP) page = target;
  else if (mnemonic === ADR && target >= 0) formed.add(target);
  else if (mnemonic === ADD && kind[1] === OPERAND.register && kind[2] === OPERAND.immediate) {
    const from = pages[register[1] as number] ?? -1;
    if (from >= 0) formed.add(from + (low[2] as number) * 2 ** (amount[2] as number));
  }
  if (written < pages.length) pages[written] = page;
}
