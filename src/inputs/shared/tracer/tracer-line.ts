// One line of a strace or ltrace log, as far as it can be understood by itself (spec formats.md sections 6.1 and 6.5).

import { findCxxArguments } from './cxx-name.ts';
import type { TracerDialect } from './dialect.ts';
import { type LinePrefix, readLinePrefix, type Stamp } from './line-prefix.ts';
import { findNotice, type Notice } from './notice.ts';
import { findWritten, type OwnOutput } from './own-output.ts';

/** A part of a call, and whether the tracer says that more will follow. */
export interface Marked {
  /** Without the mark that says so. */
  readonly text: string;
  readonly open: boolean;
  /** Coming versions of strace number the marks: the same number is on the line that goes on. */
  readonly number: string | undefined;
}

/** `name(args) = result` or a beginning of it; the text is what stands behind the opening parenthesis. */
export interface CallLine extends Stamp, Marked {
  readonly kind: 'call';
  readonly name: string;
  /** What broke the line; a later one then goes on with the call. */
  readonly notice?: Notice;
  /** What the call printed, which is not in the text any more. */
  readonly written?: OwnOutput;
}

/** The rest of a call. */
export interface ResumedLine extends Stamp, Marked {
  readonly kind: 'resumed';
  readonly name: string;
  /** The number of the part before. */
  readonly resumes: string | undefined;
}

/** The end of a thread. `heir`: the thread that took its id over by executing another program. */
export interface ExitLine extends Stamp {
  readonly kind: 'exit';
  readonly heir?: number;
}

export type TracerLine =
  | CallLine
  | ResumedLine
  | ExitLine
  | { readonly kind: 'notice'; readonly notice: Notice }
  /** Signals, stack frames, dumps of data, summaries, other messages of the tracer. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'unknown' };

const SILENT: TracerLine = { kind: 'silent' };
const UNKNOWN: TracerLine = { kind: 'unknown' };

const CALL = /([A-Za-z_][^\s(]{0,200})\(/y;
const RESUMED = /<\.\.\. (\S.*?) resumed(?: #(\d{1,20}))?>/y;
const HEIR = /^\+\+\+ superseded by execve in pid (\d{1,7})/;
const OPEN_MARK = /^<(?:unfinished|no return|detached)(?: #(\d{1,20}))? ?\.\.\.>$/;
/** The call ended with its thread: `<unfinished ...>) = ?`. */
const NEVER_FINISHED = / ?<unfinished(?: #\d{1,20})? ?\.\.\.>\)/;
/** Lines of `-k` and of `-e read=`, which have nothing in front of them. */
const CONTINUATION = /^(?: > | \| )/;
/** Messages of the tracer itself; the head of a summary (-c, -C). */
const MESSAGE = /(?:\/[\w./-]{0,200}\/)?[sl]trace: |Process \d{1,7} (?:attached|detached|suspended|resumed)\b|% time /y;
const SUMMARY_ROW = /^ *\d{1,3}\.\d\d +\d+\.\d+ +\d+ +\d+ /;

/** Takes the mark that says "not finished" off the end of a part of a call. */
export function takeMark(text: string): Marked {
  if (text.endsWith('...>')) {
    const at = text.lastIndexOf('<');
    const mark = OPEN_MARK.exec(text.slice(at));
    if (mark !== null) return { text: text.slice(0, at).trimEnd(), open: true, number: mark[1] };
  }
  return { text: text.endsWith('= ?') ? text.replace(NEVER_FINISHED, ')') : text, open: false, number: undefined };
}

/** Reads one line. Never throws. */
export function readTracerLine(text: string, dialect: TracerDialect): TracerLine {
  const prefix = readLinePrefix(text);
  const { tid, time, end } = prefix;
  switch (text[end]) {
    case undefined:
      return SILENT;
    case '-':
    case '>':
    case '|':
      return text.startsWith('---', end) || CONTINUATION.test(text) ? SILENT : UNKNOWN;
    case '?':
      // A call that strace could not read: `???( <unfinished ...>`.
      return text.startsWith('???', end) ? SILENT : UNKNOWN;
    case '+': {
      if (!text.startsWith('+++ ', end)) return UNKNOWN;
      const heir = HEIR.exec(text.slice(end))?.[1];
      return { kind: 'exit', tid, time, ...(heir === undefined ? {} : { heir: Number(heir) }) };
    }
    case '<': {
      RESUMED.lastIndex = end;
      const resumed = RESUMED.exec(text);
      if (resumed === null) return UNKNOWN;
      const [, name = '', resumes] = resumed;
      return { kind: 'resumed', tid, time, name, resumes, ...takeMark(text.slice(RESUMED.lastIndex)) };
    }
  }
  const found = findNotice(text);
  if (found !== undefined && found.at <= end) return { kind: 'notice', notice: found.notice };
  if (found === undefined) return readCall(text, prefix, dialect, undefined);
  return readCall(text.slice(0, found.at), prefix, dialect, found.notice);
}

function readCall(text: string, prefix: LinePrefix, dialect: TracerDialect, notice: Notice | undefined): TracerLine {
  const { tid, time, end } = prefix;
  let from = dialect.cxxNames ? findCxxArguments(text, end) : -1;
  if (from < 0) {
    CALL.lastIndex = end;
    if (!CALL.test(text)) return isMessage(text, end) ? SILENT : UNKNOWN;
    from = CALL.lastIndex;
  }
  const name = text.slice(end, from - 1);
  if (notice !== undefined) {
    return { kind: 'call', tid, time, name, text: text.slice(from), open: false, number: undefined, notice };
  }
  const marked = takeMark(text.slice(from));
  const written = findWritten(name, marked.text, marked.open);
  if (written === undefined) return { kind: 'call', tid, time, name, ...marked };
  return { kind: 'call', tid, time, name, ...marked, text: written.text, written };
}

function isMessage(text: string, start: number): boolean {
  MESSAGE.lastIndex = start;
  return MESSAGE.test(text) || SUMMARY_ROW.test(text);
}
