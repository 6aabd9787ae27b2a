// What strace says about the processes that it follows, on lines of its own or, where it writes to the terminal, in the middle of
// the line of a call: `strace: Process 12 attached`, `[ Process PID=12 runs in 32 bit mode. ]`.

export interface Notice {
  /** The process that strace follows from now on. */
  readonly attached?: number;
  /** What the process runs in, in strace's words: `32 bit`, `x32`. */
  readonly mode?: string;
}

const NOTICE =
  /(?:(?:\/[\w./-]{0,200}\/)?strace: )?(?:Process (\d{1,7})(?:<[^>]{0,64}>)? (?:(attached)(?: \(waiting for parent\)| with \d{1,7} threads)?|detached)|\[ Process PID=\d{1,7}(?:<[^>]{0,64}>)? runs in (\w[\w -]{0,20}) mode\. \])$/;
/** Their last words, so that the pattern is tried on few lines only. */
const LAST_WORDS = ['attached', 'detached', 'parent)', 'threads', ' ]'];

/** The notice at the end of a line and where it begins. */
export function findNotice(text: string): { readonly notice: Notice; readonly at: number } | undefined {
  if (!LAST_WORDS.some((words) => text.endsWith(words))) return undefined;
  const match = NOTICE.exec(text);
  if (match === null) return undefined;
  const [, pid, attached, mode] = match;
  const notice = {
    ...(attached === undefined ? {} : { attached: Number(pid) }),
    ...(mode === undefined ? {} : { mode }),
  };
  return { notice, at: match.index };
}
