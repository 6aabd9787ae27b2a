// What stands in front of every line of a strace or ltrace log, in this order, each of it only with its option: `PID ` or
// `[pid PID] ` (-f), the SELinux context of the process (--secontext), a time stamp of the day, since 1970, or since the line before
// (-t, -r), bracketed numbers of the system call and of the instruction (-n, -i), and how deep calls are nested, in blanks (ltrace -n).

/** Who a line is about, and when. */
export interface Stamp {
  /** Undefined where the line does not say it. */
  readonly tid: number | undefined;
  /** As the tracer writes it; empty where it does not. */
  readonly time: string;
}

export interface LinePrefix extends Stamp {
  /** Where the line's own text begins. */
  readonly end: number;
  /** Whether there is an id or a time, which output of the traced program seldom has. */
  readonly stamped: boolean;
}

const ID = String.raw`\[pid +(\d{1,7})(?:<[^>]{0,64}>)?\] +|(\d{1,7})(?:<[^>]{0,64}>)? +`;
/** `[unconfined_u:unconfined_r:unconfined_t:s0]`, or only its type; behind `!!` the one that was expected. */
const CONTEXT = String.raw`\[(?:[\w.-]{1,64}:[\w.:,!-]{1,256}|\w{1,64}_t(?:!![\w.:,-]{1,256})?)\] `;
const TIME = String.raw`(\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?|\d{1,12}\.\d{1,9}|\d{8,12}) +`;
const SINCE = String.raw`\(\+ *\d{1,12}(?:\.\d{1,9})?\) +`;
const PREFIX = new RegExp(
  ` *(?:${ID})?(?:${CONTEXT})?(?:${TIME})?(?:${SINCE})?(?:\\[[0-9a-fx? ]{1,20}\\] |${CONTEXT})* *`,
  'y',
);

/** Reads what stands in front of a line. */
export function readLinePrefix(text: string): LinePrefix {
  PREFIX.lastIndex = 0;
  const prefix = PREFIX.exec(text);
  const id = prefix?.[1] ?? prefix?.[2];
  const time = prefix?.[3] ?? '';
  // No task has the id 0.
  return { tid: Number(id) || undefined, time, end: prefix?.[0].length ?? 0, stamped: id !== undefined || time !== '' };
}
