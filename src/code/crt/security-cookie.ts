// The stack protector of Microsoft's compiler: the function that fills the cookie when a program starts, the one that compares it at the
// end of functions, and the one that reports what does not match.

import type { CodeFunction } from '../program-code.ts';
import { type Instruction, OPERAND } from '../x86/instruction.ts';
import type { CodeReader, FunctionUses } from './code-reader.ts';

/** What the cookie is before a program starts, low and high. */
const DEFAULT_32 = { low: 0xbb40e64e, high: 0 } as const;
const DEFAULT_64 = { low: 0x2ddfa232, high: 0x2b99 } as const;
/** Of the sources of chance that are mixed into the cookie; no version takes fewer. */
const CLOCK = 'GetSystemTimeAsFileTime';
const OTHERS: ReadonlySet<string> = new Set([
  ...['GetCurrentProcessId', 'GetCurrentThreadId', 'GetTickCount', 'GetTickCount64', 'QueryPerformanceCounter'],
]);
const LEAST_OTHERS = 2;
/** Instructions that comparing takes at most. */
const MOST_COMPARING = 12;

/** Whether a function makes the cookie: it knows the default, and asks clocks and numbers, itself or (since 2015) through one other. */
export function makesCookie(reader: CodeReader, one: CodeFunction): boolean {
  const uses = reader.uses(one);
  const gathers = gathersChance(uses) || uses.inner.some((next) => gathersChance(reader.uses(next)));
  return gathers && knowsDefault(reader, one);
}

function gathersChance({ imported }: FunctionUses): boolean {
  if (imported.length <= LEAST_OTHERS) return false;
  const names = new Set(imported.map(({ name }) => name ?? ''));
  const others = [...names].filter((name) => OTHERS.has(name));
  return names.has(CLOCK) && others.length >= LEAST_OTHERS;
}

function knowsDefault(reader: CodeReader, one: CodeFunction): boolean {
  for (const instruction of reader.instructions(one)) {
    for (let operand = 0; operand < instruction.operands; operand++) {
      if (instruction.kind[operand] === OPERAND.immediate && isDefault(instruction, operand)) return true;
    }
  }
  return false;
}

function isDefault({ low, high }: Instruction, operand: number): boolean {
  // In 64-bit code too where the low half is compared by itself.
  return [DEFAULT_32, DEFAULT_64].some((value) => low[operand] === value.low && high[operand] === value.high);
}

/**
 * The function that a failed comparison goes on to, if this one compares the cookie: it begins with comparing a register to a place that
 * holds the default, and does nothing else.
 */
export function comparesCookie(reader: CodeReader, one: CodeFunction): CodeFunction | undefined {
  let position = 0;
  let report: CodeFunction | undefined;
  for (const instruction of reader.instructions(one)) {
    if (position === 0 && !isComparison(reader, instruction)) return undefined;
    const mnemonic = reader.mnemonic(instruction);
    if (position > 0 && mnemonic === 'call') return undefined;
    if (mnemonic === 'jmp') report ??= reader.calleesAt(instruction.address)[0]?.inner;
    if (mnemonic === 'ret' && position >= MOST_COMPARING) return undefined;
    position++;
    if (report !== undefined) return report;
  }
  return undefined;
}

function isComparison(reader: CodeReader, instruction: Instruction): boolean {
  const { image } = reader.code;
  const isPlace = instruction.kind[1] === OPERAND.absolute || instruction.kind[1] === OPERAND.ripRelative;
  if (reader.mnemonic(instruction) !== 'cmp' || instruction.kind[0] !== OPERAND.register || !isPlace) return false;
  const value = image.pointer(instruction.target);
  return value === DEFAULT_32.low || value === DEFAULT_64.high * 2 ** 32 + DEFAULT_64.low;
}
