// What can be wrong with a Tenet trace that is read nonetheless.

export type TenetProblem =
  /** A line that is no list of registers and accesses: it was skipped. */
  | 'line-malformed'
  /** A line that is longer than any is expected to be: it was skipped. */
  | 'line-too-long'
  /** The last line has no end and may not be whole: it was skipped. */
  | 'cut-short';

/** Told of each place; `at` is where the line begins, in bytes. */
export type TenetReport = (problem: TenetProblem, at: number) => void;
