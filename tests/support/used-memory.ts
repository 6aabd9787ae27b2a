// What an instruction accesses in memory, by another decoder than ours and than that of a debugger.

import { Decoder, DecoderOptions, InstructionInfoFactory, MemorySizeExt, OpAccess, Register } from 'iced-x86';

const READS = [OpAccess.Read, OpAccess.CondRead, OpAccess.ReadWrite, OpAccess.ReadCondWrite];
const WRITES = [OpAccess.Write, OpAccess.CondWrite, OpAccess.ReadWrite, OpAccess.ReadCondWrite];
const NAMES = new Map(
  Object.entries(Register).flatMap(([name, value]) => (typeof value === 'number' ? [[value, name.toLowerCase()]] : [])),
);
const MASK = 2n ** 64n - 1n;

/** `r ADDRESS SIZE` and `w ADDRESS SIZE`, in order of text; undefined where that depends on more than general registers. */
export function usedMemory(
  pc: bigint,
  bytes: Uint8Array,
  registers: ReadonlyMap<string, bigint>,
): string[] | undefined {
  const decoder = new Decoder(64, bytes, DecoderOptions.None);
  decoder.ip = pc;
  const instruction = decoder.decode();
  // Of a repeated one the first element is meant, which is what it would access without its prefix.
  const isRepeated = instruction.hasRepPrefix || instruction.hasRepnePrefix;
  if (isRepeated && instruction.isStringInstruction) {
    if (registers.get('rcx') === 0n) return [];
    return usedMemory(pc, bytes.subarray(1), registers);
  }
  const found: string[] = [];
  for (const used of new InstructionInfoFactory().info(instruction).usedMemory()) {
    if (used.segment === Register.FS || used.segment === Register.GS) return undefined;
    const base = inRegister(used.base, registers);
    const index = inRegister(used.index, registers);
    if (base === undefined || index === undefined) return undefined;
    const address = (base + index * BigInt(used.scale) + used.displacement) & MASK;
    const where = `0x${address.toString(16)} ${MemorySizeExt.size(used.memorySize)}`;
    if (READS.includes(used.access)) found.push(`r ${where}`);
    if (WRITES.includes(used.access)) found.push(`w ${where}`);
  }
  return found.sort();
}

function inRegister(register: Register, registers: ReadonlyMap<string, bigint>): bigint | undefined {
  const name = NAMES.get(register) ?? '';
  // Behind the counter iced has put the address already.
  if (name === 'none' || name === 'rip') return 0n;
  const whole = registers.get(name);
  if (whole !== undefined) return whole;
  const half = registers.get(name.replace(/^e/, 'r').replace(/d$/, ''));
  return half === undefined ? undefined : half & 0xffff_ffffn;
}
