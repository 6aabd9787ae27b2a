// The instruction whose features are being found, and what it lies in.

import type { CodeBlock, CodeFunction } from '../../../../code/program-code.ts';
import type { Instruction } from '../../../../code/x86/instruction.ts';

export interface Place {
  readonly instruction: Instruction;
  readonly function: CodeFunction;
  readonly block: CodeBlock;
  /** Whether the block is the one with the lowest address. */
  readonly isFirstBlock: boolean;
  /** Whether the block ends by returning. */
  readonly returns: boolean;
}
