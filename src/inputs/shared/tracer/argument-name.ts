// Names of arguments, which strace writes for some calls, `clone(child_stack=NULL, flags=...)`, and for all with --arg-names:
// `openat(dirfd=AT_FDCWD, ...)`. A version that was never released wrote `dirfd: AT_FDCWD`.

/** `flags=` or `flags: `. The value may follow at once where the tracer wrote the name before the call and the value after it. */
const NAME = /^([A-Za-z_][A-Za-z0-9_]{0,63})(=(?!=)|: |:(?=["[{&]))/;

/** An argument as the tracer writes it. */
export interface SplitArgument {
  /** Undefined where it has none. */
  readonly name: string | undefined;
  /** What stands between name and value. */
  readonly assign: '=' | ': ';
  readonly value: string;
}

/** Takes the name off an argument. */
export function splitArgument(argument: string): SplitArgument {
  const match = NAME.exec(argument);
  if (match === null) return { name: undefined, assign: '=', value: argument };
  const [whole, name = '', assign] = match;
  return { name, assign: assign === '=' ? '=' : ': ', value: argument.slice(whole.length) };
}

/** The argument without its name. */
export function argumentValue(argument: string): string {
  return argument.slice(NAME.exec(argument)?.[0].length ?? 0);
}
