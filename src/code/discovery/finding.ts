// What discovery does beyond what the reference does. Everything is off there.

export interface Finding {
  /** What is found last is looked at like what was found first. */
  readonly isThorough: boolean;
  /** Tables of jumps are followed in all forms that compilers make, with the bounds that the code says; otherwise in those that the reference follows. */
  readonly findsTables: boolean;
  /** Pointers in data lead to functions where they look like pointers to functions; those of Windows programs without relocations, too. */
  readonly findsPointers: boolean;
  /** A landing pad for indirect branches is no part of what a thunk does. */
  readonly seesBehindPads: boolean;
  /** What stands behind a call through the slot of an import that does not come back is not reached by it. */
  readonly endsAtLastImports: boolean;
}

/** As the reference. */
export const PLAIN_FINDING: Finding = {
  isThorough: false,
  findsTables: false,
  findsPointers: false,
  seesBehindPads: false,
  endsAtLastImports: false,
};
