// Which instructions write to a register, or to a place on the stack.

import { FLOW } from '../../flow.ts';
import { type Instruction, OPERAND } from '../instruction.ts';
import { byMnemonic } from '../mnemonics.ts';
import { generalNumber, isGeneral } from '../registers.ts';
import { writesRegister } from '../written-register.ts';
import type { CodeMap } from './code-map.ts';

/** A general register by number, or the place at a distance from where it points. */
export interface Variable {
  readonly register: number;
  readonly displacement?: number;
}

const [A, C, D, B, SI, DI, R11] = [0, 1, 2, 3, 6, 7, 11] as const;
/** Instructions that only read their first operand. */
const isReader = byMnemonic((name) => ['cmp', 'test', 'push', 'bt', 'jmp', 'call', 'nop', 'out'].includes(name));
const isExchange = byMnemonic((name) => name === 'xchg' || name === 'xadd');

/** Registers that instructions write to without naming them. */
const IMPLIED: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^(?:cdqe|cwde|cbw|lahf|cmpxchg|lods[bwdq]|in)$/, [A]],
  [/^(?:cdq|cqo|cwd)$/, [D]],
  [/^(?:mul|imul|div|idiv|rdtsc|rdpmc|rdmsr|xgetbv|cmpxchg8b|cmpxchg16b)$/, [A, D]],
  [/^(?:cpuid|rdtscp)$/, [A, C, D, B]],
  [/^(?:movs|stos|scas|cmps|ins|outs)[bwdq]$/, [C, SI, DI]],
  [/^loop/, [C]],
  [/^syscall$/, [A, C, R11]],
  [/^(?:popa|popad)$/, [A, C, D, B, 5, SI, DI]],
  [/^leave$/, [4, 5]],
];
const impliedOf = byMnemonic((name) => IMPLIED.find(([pattern]) => pattern.test(name))?.[1] ?? []);

/** Registers that functions need not keep. */
const LOST_32: readonly number[] = [A, C, D];
const LOST_WINDOWS: readonly number[] = [A, C, D, 8, 9, 10, 11];
const LOST_UNIX: readonly number[] = [...LOST_WINDOWS, SI, DI];

export function writes(map: CodeMap, instruction: Instruction, { register, displacement }: Variable): boolean {
  const { flow, mnemonic, kind, base, index } = instruction;
  if (displacement !== undefined) {
    const isPlace = kind[0] === OPERAND.memory || kind[0] === OPERAND.sib;
    if (!isPlace || index !== 0 || generalNumber(base) !== register || instruction.displacement !== displacement)
      return false;
    return !isReader(mnemonic);
  }
  if (flow === FLOW.call) {
    const lost = map.image.bits === 32 ? LOST_32 : map.facts.platform === 'windows' ? LOST_WINDOWS : LOST_UNIX;
    return lost.includes(register) || returnedPlace(map, instruction)?.register === register;
  }
  if (writesRegister(instruction, register)) return !isReader(mnemonic);
  if (isExchange(mnemonic) && isNamed(instruction, 1, register)) return true;
  return impliedOf(mnemonic).includes(register);
}

function isNamed({ kind, register }: Instruction, operand: number, general: number): boolean {
  const named = register[operand] as number;
  return kind[operand] === OPERAND.register && isGeneral(named) && generalNumber(named) === general;
}

/** A call of a function that gives its return address in a register, as position-independent 32-bit code does to learn where it is. */
export function returnedPlace(
  { image }: CodeMap,
  { kind, target, address, length }: Instruction,
): { readonly register: number; readonly address: number } | undefined {
  if (image.bits !== 32 || kind[0] !== OPERAND.relative) return undefined;
  // mov register, [esp]; ret
  const form = image.u8(target + 1);
  if (image.u8(target) !== 0x8b || (form & 0xc7) !== 4 || image.unsigned(target + 2, 2) !== 0xc324) return undefined;
  return { register: (form >> 3) & 7, address: address + length };
}
