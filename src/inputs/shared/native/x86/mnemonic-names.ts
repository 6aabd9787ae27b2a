// Mnemonics as rules name them. The decoder has the names of Intel's manuals; the reference has other ones for some instructions.

import { type Instruction, OPERAND } from '../../../../code/x86/instruction.ts';
import { byMnemonic, MNEMONICS } from '../../../../code/x86/mnemonics.ts';
import { isGeneral } from '../../../../code/x86/registers.ts';
import type { Semantics } from '../../../../semantics.ts';

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
  vzeroupper: 'vemms',
};

/** Names that it has in 32-bit code only: as if the instruction waited for the coprocessor. */
const OTHERS_32: Readonly<Record<string, string>> = {
  fnclex: 'fclex',
  fninit: 'finit',
  fnsave: 'fsave',
  fnstsw: 'fstsw',
};

/** Multiplication and addition of one double, which it takes for that of one single. */
const FUSED = /^(vfn?m(?:add|sub)\d{3})sd$/;

/** Moves between vectors and other places, which it names in 64-bit code by the opcode: its last byte, and the name. */
const MOVES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  movd: { 110: 'movd_q', 126: 'movd' },
  movq: { 110: 'movd_q', 126: 'movd' },
  movdqa: { 127: 'movq' },
};

/** Names that rules use for instructions which the reference names otherwise, or does not know. */
const KNOWN_AS: Readonly<Record<string, string>> = { int1: 'icebp' };

function referenceName(name: string, bits: 32 | 64): string {
  const [, verb, condition] = CONDITIONAL.exec(name) ?? [];
  if (condition !== undefined) return `${verb}${CONDITIONS[condition]}`;
  const other = OTHERS[name] ?? (bits === 32 ? OTHERS_32[name] : undefined);
  return other ?? name.replace(REPEATABLE, '$1d').replace(FUSED, '$1ss_d');
}

/** Every name of an instruction, by the decoder's number: the reference's first. */
export function mnemonicNames(bits: 32 | 64, semantics: Semantics): (mnemonic: number) => readonly string[] {
  return byMnemonic((name) => {
    const first = referenceName(name, bits);
    if (!semantics['mnemonic-names']) return [first];
    return [...new Set([first, name, KNOWN_AS[name] ?? name])];
  });
}

/** The reference's name of an instruction of 64-bit code, if it depends on more than the mnemonic. */
export function nameByOpcode(instruction: Instruction): string | undefined {
  const name = MNEMONICS[instruction.mnemonic] as string;
  const plain = name.startsWith('v') ? name.slice(1) : name;
  const other = isVectorLoad(instruction) ? loadName(instruction) : MOVES[plain]?.[instruction.opcode & 0xff];
  return other === undefined || plain === name ? other : `v${other}`;
}

/** `movq` to a vector has the last opcode byte of `movd` from one. */
function isVectorLoad({ opcode, kind, register }: Instruction): boolean {
  return (opcode & 0xff) === 0x7e && kind[0] === OPERAND.register && !isGeneral(register[0] as number);
}

function loadName({ kind }: Instruction): string | undefined {
  return kind[1] === OPERAND.register ? undefined : 'movd_q';
}

/** Mnemonics of which `nameByOpcode` may know something. */
export function isNamedByOpcode(name: string): boolean {
  return Object.hasOwn(MOVES, name) || Object.hasOwn(MOVES, name.slice(1));
}
