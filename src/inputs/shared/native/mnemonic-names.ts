// Mnemonics as rules name them. The decoder has the names of Intel's manuals; the reference has other ones for some instructions.

import { mnemonics } from '../../../code/x86/decode.ts';
import type { Semantics } from '../../../semantics.ts';

/** Names of conditions, in Intel's manuals and in the reference. */
const CONDITIONS: Readonly<Record<string, string>> = { e: 'z', ne: 'nz', b: 'c', ae: 'nc', p: 'pe', np: 'po' };
const CONDITIONAL = /^(j|set|cmov)(e|ne|b|ae|p|np)$/;

/** Instructions on strings, which the reference names by the size of four bytes if it is not one. */
const REPEATABLE = /^(movs|stos|lods|scas|cmps|ins|outs)[wq]$/;

/** Other names of the reference, by Intel's. */
const OTHERS: Readonly<Record<string, string>> = {
  cbw: 'cwde',
  cdqe: 'cwde',
  cwd: 'cdq',
  cqo: 'cdq',
  pusha: 'pushad',
  popa: 'popad',
  pushf: 'pushfd',
  pushfq: 'pushfd',
  popf: 'popfd',
  popfq: 'popfd',
  iretd: 'iret',
  iretq: 'iret',
  endbr32: 'nop',
  endbr64: 'nop',
  loope: 'loopz',
  loopne: 'loopnz',
  xlatb: 'xlat',
  cmpxchg8b: 'cmpxch8b',
  tzcnt: 'bsf',
  movlhps: 'movhps',
  prefetcht0: 'prefetch0',
  prefetcht1: 'prefetch1',
  prefetcht2: 'prefetch2',
  fnclex: 'fclex',
  fninit: 'finit',
  fnsave: 'fsave',
  fnstsw: 'fstsw',
};

/** Names that rules use for instructions which the reference names otherwise, or does not know. */
const KNOWN_AS: Readonly<Record<string, string>> = { int1: 'icebp' };

function referenceName(name: string): string {
  const [, verb, condition] = CONDITIONAL.exec(name) ?? [];
  if (condition !== undefined) return `${verb}${CONDITIONS[condition]}`;
  return OTHERS[name] ?? name.replace(REPEATABLE, '$1d');
}

/** Every name of an instruction, by the decoder's number: the reference's first. */
export function mnemonicNames(semantics: Semantics): readonly (readonly string[])[] {
  return mnemonics().map((name) => {
    const first = referenceName(name);
    if (!semantics['mnemonic-names']) return [first];
    return [...new Set([first, name, KNOWN_AS[name] ?? name])];
  });
}
