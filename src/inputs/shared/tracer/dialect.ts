// Where strace and ltrace differ. Both write `name(args) = result` with the same things in front of it (spec formats.md sections
// 6.1 and 6.5).

/** How one tracer writes; both share everything else. */
export interface TracerDialect {
  /** Name of the input and beginning of its diagnostics' codes. */
  readonly format: 'strace' | 'ltrace';
  readonly producer: string;
  readonly extractor: string;
  /** Whether names of functions may be declarations of C++. */
  readonly cxxNames: boolean;
  /** Whether single quotes enclose characters. */
  readonly characters: boolean;
  /** Whether a call may begin while another of the same thread is open (library calls make system calls). */
  readonly nested: boolean;
  /** What may stand behind `=`; anything else is no call. */
  readonly result: RegExp;
  /** What is shown of a result: strace explains errors and flags in words. */
  readonly shownResult: RegExp;
  /** Name as the tracer writes it in front of the arguments -> name under which it says that the call goes on. */
  resumedName(name: string): string;
  /** Name as the tracer writes it -> name as rules know it, and whether it is a system call. */
  plainName(name: string): { readonly name: string; readonly system: boolean };
}
