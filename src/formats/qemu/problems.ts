// What can be wrong with a log of QEMU that is read nonetheless.

export type QemuProblem =
  /** A block ran whose instructions were not listed before: where it leads is not known. */
  | 'block-unlisted'
  /** There are more instructions in listings than are kept. */
  | 'listing-full'
  /** An instruction whose bytes are not all there, or may have others behind them: it is told without. Reported once. */
  | 'bytes-incomplete'
  /** A line that should say what ran and does not: it was skipped. */
  | 'line-malformed'
  /** A line that is longer than any can be: it was skipped. */
  | 'line-too-long'
  /** The last line has no end and may not be whole: it was skipped. */
  | 'cut-short';

/** Told of each place; `at` is where the line begins, in bytes. */
export type QemuReport = (problem: QemuProblem, at: number) => void;
