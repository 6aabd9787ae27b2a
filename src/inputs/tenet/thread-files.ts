// Files of the threads of one run: NAME.N.log.

/** What a file's name says. */
export interface ThreadFile {
  /** What the names of all of its threads have in common. */
  readonly run: string;
  readonly thread: number;
  /** The name of the file of another thread. */
  nameOf(thread: number): string;
}

const NAME = /^(.*[^.])\.(\d{1,6})\.(log|txt|tenet|trace)(\.gz|\.zst)?$/i;

/** Undefined for a name that says nothing of threads. */
export function threadFile(name: string): ThreadFile | undefined {
  const [, stem, number, ending, packing = ''] = NAME.exec(name) ?? [];
  if (stem === undefined || number === undefined || ending === undefined) return undefined;
  const nameOf = (thread: number): string => `${stem}.${thread}.${ending}${packing}`;
  return { run: nameOf(0), thread: Number(number), nameOf };
}
