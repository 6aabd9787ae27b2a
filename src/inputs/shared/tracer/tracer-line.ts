// One line of a strace or ltrace log, as far as it can be understood by itself (spec formats.md sections 6.1 and 6.5). In front of
// every line may stand, in this order: `PID ` or `[pid PID] `, a time stamp (of the day, since 1970, or since the line before), and
// bracketed numbers (of the system call, of the instruction).

interface Stamped {
  readonly tid: number | undefined;
  readonly time: string;
}

/** `name(args) = result` or a beginning of it. */
export interface CallLine extends Stamped {
  readonly kind: 'call';
  readonly name: string;
  /** What stands behind the opening parenthesis; for an open call without the mark that says so. */
  readonly text: string;
  /** True where the tracer says that the rest will follow. */
  readonly open: boolean;
  /** A new process whose announcement broke the line; the next line then goes on with the call. */
  readonly attached?: number;
}

/** The rest of a call. */
export interface ResumedLine extends Stamped {
  readonly kind: 'resumed';
  readonly name: string;
  readonly text: string;
  readonly open: boolean;
}

/** The end of a thread. `heir`: the thread that took its id over by executing another program. */
export interface ExitLine extends Stamped {
  readonly kind: 'exit';
  readonly heir?: number;
}

export type TracerLine =
  | CallLine
  | ResumedLine
  | ExitLine
  | { readonly kind: 'attached'; readonly pid: number }
  /** Signals, stack frames, dumps of data, messages of the tracer. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'unknown' };

const SILENT: TracerLine = { kind: 'silent' };
const UNKNOWN: TracerLine = { kind: 'unknown' };

const PREFIX =
  / *(?:\[pid +(\d{1,7})(?:<[^>]{0,64}>)?\] +|(\d{1,7})(?:<[^>]{0,64}>)? +)?(?:(\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?|\d{1,12}\.\d{1,9}|\d{8,12}) +)?(?:\(\+ *\d{1,12}\.\d{1,9}\) +)?(?:\[[0-9a-fx? ]{1,20}\] )*/y;
const CALL = /([A-Za-z_][^\s(]{0,200})\(/y;
const RESUMED = /<\.\.\. ([A-Za-z_][^\s]{0,200}) resumed>/y;
const ATTACHED = /(?:strace: )?Process (\d{1,7}) attached(?: \(waiting for parent\))?$/;
const HEIR = /^\+\+\+ superseded by execve in pid (\d{1,7}) \+\+\+/;
const OPEN_MARK = /^<(?:unfinished|no return|detached) \.\.\.>$/;
/** The call ended with its thread: `<unfinished ...>) = ?`. */
const NEVER_FINISHED = / ?<unfinished \.\.\.>\)/;
/** Lines of `-k` and of `-e read=`, summaries, and messages of the tracer itself. */
const MESSAGE = /^(?: > | \| |strace: |ltrace: |\[ Process PID=)/;

/** Takes the mark that says "not finished" off the end of a part of a call. */
export function takeMark(text: string): { text: string; open: boolean } {
  if (text.endsWith('...>')) {
    const at = text.lastIndexOf('<');
    if (OPEN_MARK.test(text.slice(at))) return { text: text.slice(0, at).trimEnd(), open: true };
  }
  return { text: text.endsWith('= ?') ? text.replace(NEVER_FINISHED, ')') : text, open: false };
}

/** Reads one line. Never throws. */
export function readTracerLine(text: string): TracerLine {
  PREFIX.lastIndex = 0;
  const prefix = PREFIX.exec(text);
  const start = prefix?.[0].length ?? 0;
  const id = prefix?.[1] ?? prefix?.[2];
  // No task has the id 0.
  const tid = Number(id) || undefined;
  const time = prefix?.[3] ?? '';
  switch (text[start]) {
    case undefined:
      return SILENT;
    case '-':
    case '>':
    case '|':
      return text.startsWith('---', start) || MESSAGE.test(text) ? SILENT : UNKNOWN;
    case '?':
      // A call that strace could not read: `???( <unfinished ...>`.
      return text.startsWith('???', start) ? SILENT : UNKNOWN;
    case '+': {
      if (!text.startsWith('+++ ', start)) return UNKNOWN;
      const heir = HEIR.exec(text.slice(start))?.[1];
      return { kind: 'exit', tid, time, ...(heir === undefined ? {} : { heir: Number(heir) }) };
    }
    case '<': {
      RESUMED.lastIndex = start;
      const resumed = RESUMED.exec(text);
      if (resumed === null) return UNKNOWN;
      const name = resumed[1] as string;
      return { kind: 'resumed', tid, time, name, ...takeMark(text.slice(RESUMED.lastIndex)) };
    }
  }
  return readCall(text, start, tid, time);
}

function readCall(text: string, start: number, tid: number | undefined, time: string): TracerLine {
  const attached = text.endsWith('attached') || text.endsWith('parent)') ? ATTACHED.exec(text) : null;
  if (attached !== null && attached.index <= start) return { kind: 'attached', pid: Number(attached[1]) };
  CALL.lastIndex = start;
  const call = CALL.exec(text);
  if (call === null) return MESSAGE.test(text) ? SILENT : UNKNOWN;
  const name = call[1] as string;
  const from = CALL.lastIndex;
  if (attached !== null) {
    const part = text.slice(from, attached.index);
    return { kind: 'call', tid, time, name, text: part, open: false, attached: Number(attached[1]) };
  }
  return { kind: 'call', tid, time, name, ...takeMark(text.slice(from)) };
}
