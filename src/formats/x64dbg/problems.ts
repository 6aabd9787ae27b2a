// What can be wrong with a trace of x64dbg that is read nonetheless.

export type X64dbgProblem =
  /** The file ends within a block: what came before counts. */
  | 'cut-short'
  /** There is something that can be no block: what follows is not read before the next block that has all registers. */
  | 'damaged'
  /** A block has the id of its thread without saying so; it was read with it. */
  | 'thread-id-unannounced'
  /** A block that a plug-in wrote. */
  | 'block-skipped';

/** Told of each place; `at` is where it is in the file, in bytes. */
export type X64dbgReport = (problem: X64dbgProblem, at: number) => void;
