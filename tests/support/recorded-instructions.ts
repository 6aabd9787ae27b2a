// The instructions of a capa-trace file, with the registers before each: what readers of other formats must tell of the same run.

import { readFileSync } from 'node:fs';

export interface RecordedInstruction {
  readonly tid: number;
  readonly address: number;
  readonly bytes: string;
  /** By name. */
  readonly registers: Readonly<Record<string, bigint>>;
}

const values = (fields: object): Record<string, bigint> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, BigInt(value as string)]));

/** All instructions, in their order. */
export function recordedInstructions(path: string): RecordedInstruction[] {
  const threads = new Map<number, Record<string, bigint>>();
  const code = new Map<string, string>();
  const found: RecordedInstruction[] = [];
  for (const line of readFileSync(path, 'utf8').trimEnd().split('\n')) {
    const record = JSON.parse(line);
    if (record.t !== 'i') continue;
    if (record.b !== undefined) code.set(record.pc, record.b);
    const before: Record<string, bigint> = record.R === undefined ? (threads.get(record.tid) ?? {}) : values(record.R);
    found.push({ tid: record.tid, address: Number(record.pc), bytes: code.get(record.pc) ?? '', registers: before });
    threads.set(record.tid, { ...before, ...values(record.r ?? {}) });
  }
  return found;
}

/** Names of the general registers, in the order of their encoding. */
export const X64_REGISTERS: readonly string[] = [
  ...['rax', 'rcx', 'rdx', 'rbx', 'rsp', 'rbp', 'rsi', 'rdi'],
  ...['r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15'],
];

/** What a listener should have been told, as texts to compare. */
export function asText(
  thread: number,
  address: number,
  bytes: string | undefined,
  registers: readonly bigint[],
): string {
  const shown = X64_REGISTERS.map((name, i) => `${name}=${registers[i]?.toString(16)}`).join(' ');
  return `${thread} ${address.toString(16)} ${bytes ?? ''} ${shown}`;
}
