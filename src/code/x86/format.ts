// The text of an instruction in Intel syntax, for people.

import type { NameOf } from '../disassembler.ts';
import { FLOW } from '../flow.ts';
import { type Instruction, OPERAND, PREFIX, ROUNDING } from './instruction.ts';
import { MNEMONICS } from './mnemonics.ts';
import { BANK, registerName } from './registers.ts';

const SEGMENTS = ['', 'es', 'cs', 'ss', 'ds', 'fs', 'gs'];
const SIZES: Readonly<Record<number, string>> = {
  1: 'byte',
  2: 'word',
  4: 'dword',
  6: 'fword',
  8: 'qword',
  10: 'tbyte',
  16: 'xmmword',
  32: 'ymmword',
  64: 'zmmword',
};
const ROUNDINGS: Readonly<Record<number, string>> = {
  [ROUNDING.suppressed]: '{sae}',
  [ROUNDING.nearest]: '{rn-sae}',
  [ROUNDING.down]: '{rd-sae}',
  [ROUNDING.up]: '{ru-sae}',
  [ROUNDING.zero]: '{rz-sae}',
};
/** Instructions that a prefix repeats, and among them those that also end by a comparison. */
const STRING = /^(?:movs|stos|lods|ins|outs|cmps|scas)[bwdq]$/;
const COMPARING = /^(?:cmps|scas)/;
/** Those of them that read where a segment can be said. */
const READS_SEGMENT = /^(?:(?:movs|lods|outs|cmps)[bwdq]|xlatb)$/;

/** An instruction as text. Names come as they are given: who shows them makes them harmless. */
export function formatInstruction(instruction: Instruction, nameOf: NameOf = () => undefined): string {
  const name = MNEMONICS[instruction.mnemonic] as string;
  const operands: string[] = [];
  for (let i = 0; i < instruction.operands; i++) {
    operands.push(formatOperand(instruction, i, nameOf) + (i === 0 ? formatMask(instruction) : ''));
  }
  const rounding = ROUNDINGS[instruction.rounding];
  if (rounding !== undefined) operands.push(rounding);
  const head = `${formatPrefixes(instruction, name)}${name}`;
  return operands.length === 0 ? head : `${head} ${operands.join(', ')}`;
}

function formatPrefixes({ operands, prefixes, segment }: Instruction, name: string): string {
  const parts: string[] = [];
  if ((prefixes & PREFIX.lock) !== 0) parts.push('lock');
  const isString = operands === 0 && STRING.test(name);
  if (isString && (prefixes & PREFIX.rep) !== 0) parts.push(COMPARING.test(name) ? 'repe' : 'rep');
  else if (isString && (prefixes & PREFIX.repne) !== 0) parts.push('repne');
  if (segment !== 0 && operands === 0 && READS_SEGMENT.test(name)) parts.push(SEGMENTS[segment] as string);
  return parts.map((part) => `${part} `).join('');
}

function formatMask({ mask, zeroing }: Instruction): string {
  return mask === 0 ? '' : `{${registerName(BANK.mask + mask)}}${zeroing === 0 ? '' : '{z}'}`;
}

function formatOperand(instruction: Instruction, i: number, nameOf: NameOf): string {
  switch (instruction.kind[i]) {
    case OPERAND.register:
      return registerName(instruction.register[i] as number);
    case OPERAND.immediate:
      return formatImmediate(instruction, i, nameOf);
    case OPERAND.relative:
      return nameOf(instruction.target) ?? formatAddress(instruction.target);
    case OPERAND.far:
      return `${hex(instruction.high[i] as number)}:${hex(instruction.low[i] as number)}`;
    default:
      return formatMemory(instruction, i, nameOf);
  }
}

function formatImmediate({ flow, low, high, size }: Instruction, i: number, nameOf: NameOf): string {
  const top = high[i] as number;
  const value = top * 2 ** 32 + (low[i] as number);
  const isAddress = (size[i] as number) >= 4 && value >= 0x1000 && flow === FLOW.next;
  const name = isAddress ? nameOf(value) : undefined;
  if (name !== undefined) return `offset ${name}`;
  return top === 0 ? hex(value) : hex((BigInt(top) << 32n) | BigInt(low[i] as number));
}

function formatMemory(instruction: Instruction, i: number, nameOf: NameOf): string {
  const size = SIZES[instruction.size[i] as number];
  const segment = instruction.segment === 0 ? '' : `${SEGMENTS[instruction.segment]}:`;
  const text = `${size === undefined ? '' : `${size} ptr `}${segment}[${addressText(instruction, i, nameOf)}]`;
  return instruction.broadcast === 0 ? text : `${text}{1to${instruction.broadcast}}`;
}

function addressText(instruction: Instruction, i: number, nameOf: NameOf): string {
  const { base, index, scale, displacement, target } = instruction;
  const indexed = index === 0 ? [] : [scale === 1 ? registerName(index) : `${registerName(index)}*${scale}`];
  if (base === 0) return [...indexed, absoluteText(instruction, i, target, nameOf)].join('+');
  const registers = [registerName(base), ...indexed].join('+');
  if (displacement === 0) return registers;
  const name = displacement >= 0x1000 ? nameOf(displacement) : undefined;
  return `${registers}${displacement < 0 ? '-' : '+'}${name ?? hex(Math.abs(displacement))}`;
}

function absoluteText(instruction: Instruction, i: number, target: number, nameOf: NameOf): string {
  const name = nameOf(target);
  if (name !== undefined) return name;
  // An address of 64 bits in the instruction is exact only in its two halves.
  const isWhole = instruction.kind[i] === OPERAND.absolute && instruction.displacementBytes === 8;
  if (!isWhole) return formatAddress(target);
  return hex((BigInt(instruction.high[i] as number) << 32n) | BigInt(instruction.low[i] as number));
}

/** Below zero are those that wrap around the 64 bits. */
function formatAddress(address: number): string {
  return address < 0 ? hex(BigInt.asUintN(64, BigInt(address))) : hex(address);
}

function hex(value: number | bigint): string {
  return value < 10 ? value.toString() : `0x${value.toString(16)}`;
}
