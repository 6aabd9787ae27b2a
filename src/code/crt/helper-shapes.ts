// Helpers of compilers that have a shape of their own: what they do to the stack or to the chain of exception handlers no function in a
// high-level language can do.

import type { CodeFunction } from '../program-code.ts';
import { type Instruction, OPERAND } from '../x86/instruction.ts';
import { REGISTER } from '../x86/registers.ts';
import { type CodeReader, isImmediate } from './code-reader.ts';

/** Instructions of the longest and the shortest of them. */
const MOST_INSTRUCTIONS = 40;
const LEAST_INSTRUCTIONS = 4;
const PAGE = 0x1000;
const FS = 5;
const GS = 6;
/** Where the end of the stack stands in the block of a thread. */
const STACK_LIMIT = 0x10;

/** What was seen in a function. */
interface Seen {
  probesPage: boolean;
  stepsByPage: boolean;
  readsStackLimit: boolean;
  readsChain: boolean;
  writesChain: boolean;
  /** Takes a size that it was given, or that its caller pushed, off the stack pointer. */
  allocates: boolean;
  switchesStack: boolean;
  setsFrame: boolean;
  leavesFrame: boolean;
}

/** What kind of helper a function is, if it is one. */
export function helperKind(reader: CodeReader, one: CodeFunction): 'stack probe' | 'frame' | undefined {
  const count = one.blocks.reduce((sum, { instructions }) => sum + instructions.length, 0);
  if (count > MOST_INSTRUCTIONS || count < LEAST_INSTRUCTIONS) return undefined;
  const seen = look(reader, one);
  if (seen === undefined) return undefined;
  const probes = seen.probesPage && seen.stepsByPage;
  if (reader.code.image.bits === 64) return probes && seen.readsStackLimit ? 'stack probe' : undefined;
  if (probes && seen.switchesStack) return 'stack probe';
  if (one.blocks.length > 1 || !seen.writesChain) return undefined;
  const isProlog = seen.readsChain && seen.allocates && seen.setsFrame;
  const isEpilog = !seen.readsChain && seen.leavesFrame;
  return isProlog || isEpilog ? 'frame' : undefined;
}

function look(reader: CodeReader, one: CodeFunction): Seen | undefined {
  const seen: Seen = {
    ...{ probesPage: false, stepsByPage: false, readsStackLimit: false, readsChain: false, writesChain: false },
    ...{ allocates: false, switchesStack: false, setsFrame: false, leavesFrame: false },
  };
  for (const instruction of reader.instructions(one)) {
    const mnemonic = reader.mnemonic(instruction);
    if (mnemonic === 'call' || mnemonic === 'int' || mnemonic === 'syscall') return undefined;
    lookAt(instruction, mnemonic, seen);
  }
  return seen;
}

function lookAt(instruction: Instruction, mnemonic: string, seen: Seen): void {
  const { base, displacement, segment } = instruction;
  const [first, second] = [0, 1].map((operand) => isMemory(instruction, operand));
  if (segment === GS && (displacement === STACK_LIMIT || instruction.target === STACK_LIMIT))
    seen.readsStackLimit = true;
  if (segment === FS && instruction.target === 0 && (first === true || second === true)) {
    if (first === true && mnemonic === 'mov') seen.writesChain = true;
    else seen.readsChain = true;
  }
  const isTouch = mnemonic === 'test' || mnemonic === 'or' || (mnemonic === 'mov' && isImmediate(instruction, 1, 0));
  if (isTouch && first === true && segment === 0) seen.probesPage = true;
  const steps =
    (mnemonic === 'sub' && isImmediate(instruction, 1, PAGE)) || (mnemonic === 'lea' && displacement === -PAGE);
  if (steps) seen.stepsByPage = true;
  const destination = instruction.kind[0] === OPERAND.register ? instruction.register[0] : 0;
  const source = instruction.kind[1] === OPERAND.register ? instruction.register[1] : 0;
  const isEsp = destination === REGISTER.esp;
  if (mnemonic === 'xchg' && (isEsp || source === REGISTER.esp)) seen.switchesStack = true;
  if (mnemonic === 'mov' && isEsp && source !== REGISTER.ebp) seen.switchesStack = true;
  if (mnemonic === 'sub' && isEsp && instruction.kind[1] !== OPERAND.immediate) seen.allocates = true;
  if (mnemonic === 'lea' && destination === REGISTER.ebp && base === REGISTER.esp) seen.setsFrame = true;
  if (mnemonic === 'mov' && isEsp && source === REGISTER.ebp) seen.leavesFrame = true;
}

function isMemory({ kind }: Instruction, operand: number): boolean {
  return (kind[operand] as number) >= OPERAND.absolute && (kind[operand] as number) <= OPERAND.sib;
}
