// What recordings of executed instructions have in common, whoever wrote them. A reader of a format tells its recording instruction by
// instruction; who listens follows the code. Nothing is allocated for an instruction: there may be billions.
//
// The order of what is told of one instruction of a thread: registers that changed before it, the instruction, its accesses of memory.
// Formats that write an instruction's effects with the next one are told in this order too.

/** Whose instructions are recorded. */
export interface RecordedMachine {
  readonly machine: 'x86' | 'arm64';
  readonly bits: 32 | 64;
}

/** One thread of a recording. */
export interface RecordedThread {
  /**
   * The general registers as they are before the instruction that is told next: two numbers each, the low half and the high one. x86: in
   * the order of their encoding (ax, cx, dx, bx, sp, bp, si, di, r8 to r15); A64: x0 to x30, then sp.
   */
  readonly registers: Uint32Array;
  /**
   * The thread executes an instruction. `position`: where it is in the recording, ascending within the thread; in the units of the format.
   * Its bytes are those that were told of that address last; where none were, those that memory is known to hold there.
   */
  executes(address: number, position: number): void;
  /** The same for formats that have the bytes of every instruction: `bytes[from .. from + length)`, good until the call returns. */
  executesBytes(address: number, bytes: Uint8Array, from: number, length: number, position: number): void;
  /** The latest instruction read these bytes: `bytes[from .. from + length)`, as they were before it. */
  reads(address: number, bytes: Uint8Array, from: number, length: number): void;
  /** Memory holds these bytes now; whether the latest instruction looked at them is not known. */
  holds(address: number, bytes: Uint8Array, from: number, length: number): void;
  /** The latest instruction wrote these bytes. */
  writes(address: number, bytes: Uint8Array, from: number, length: number): void;
  /** Something was not recorded here: what is told next does not follow from what was told before. */
  loses(): void;
}

/** Who listens to a recording. Addresses are numbers; of addresses beyond what a number holds exactly the low 48 bits. */
export interface ExecutionListener {
  /** The thread with an id that the format chose; undefined where there are more than are followed. */
  thread(id: number): RecordedThread | undefined;
  /** There are these bytes at an address from here on: `bytes[from .. from + length)`, one instruction or several. */
  code(address: number, bytes: Uint8Array, from: number, length: number): void;
}

const X86_64 = ['rax', 'rcx', 'rdx', 'rbx', 'rsp', 'rbp', 'rsi', 'rdi', ...numbered('r', 8, 15)];
const X86_32 = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'];
const ARM_64 = [...numbered('x', 0, 30), 'sp'];

function numbered(prefix: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `${prefix}${first + i}`);
}

/** Names of the general registers, in the order of `RecordedThread.registers`. */
export function registerNames({ machine, bits }: RecordedMachine): readonly string[] {
  if (machine === 'arm64') return ARM_64;
  return bits === 64 ? X86_64 : X86_32;
}
