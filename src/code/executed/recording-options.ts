// How a recording is followed, and who is told of what.

import type { RecordedMachine } from '../../formats/execution.ts';
import type { Image } from '../image.ts';

/** Why an instruction is taken for the beginning of a function, the best reason first. */
export type Beginning = 'entry point' | 'call' | 'callback';

/** A call that left the recorded code and came back. */
export interface CallOut {
  /** Id of the thread. */
  readonly thread: number;
  /** The instruction that made it. */
  readonly version: number;
  /** The slot that it was made through, -1 for none. */
  readonly slot: number;
  /** Where it went, as the program has addresses; -1 where that is not known. */
  readonly target: number;
  /** What the slot holds that it was made through, as the recording has addresses; -1 for none or where that is not known. */
  readonly slotValue: number;
  /** Registers when it was made, and when it came back; as `RecordedThread` has them. */
  readonly before: Uint32Array;
  readonly after: Uint32Array;
  readonly position: number;
  /** Numbers that registers held since the call before, as hexadecimal text; none unless they are kept. */
  readonly observed: readonly string[];
}

export interface RecordedCodeOptions extends RecordedMachine {
  /** The program, where it is known, and where the recording has it. */
  readonly program?: { readonly image: Image; readonly base: number } | undefined;
  /**
   * Slots of imported functions. Where they are given, the recording may have code of libraries without saying so: what is entered through one of
   * them, or runs before the program does, is not followed until it comes back.
   */
  readonly imports?: { has(slot: number): boolean } | undefined;
  /** Whether the recording tells bytes of code; where it does not, they are what memory holds. */
  readonly tellsCode: boolean;
  /** How many instructions are followed at most; default all. */
  readonly maxInstructions?: number;
  /** Whether numbers that registers held are kept from call to call. */
  readonly observesNumbers?: boolean;
  /** Told of calls that left the code and came back; absent where the recording itself tells of calls. */
  readonly onCallOut?: ((call: CallOut) => void) | undefined;
  /** Told of what slots of imported functions hold, when they are read. */
  readonly onSlotRead?: ((slot: number, value: number) => void) | undefined;
  /** Told of bytes that were written one after the other, when they are whole. */
  readonly onWritten?: ((version: number, bytes: Uint8Array) => void) | undefined;
}
