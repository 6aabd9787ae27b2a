// Calls as people read them, `openat(AT_FDCWD, "/etc/passwd", O_RDONLY) -> 3`, read again by their place in the log.

import type { Line } from '../../../bytes/lines.ts';
import type { ByteSource } from '../../../bytes/source.ts';
import type { CallArgument, CallParts } from '../../../features/call.ts';
import { describeSplitCalls, type LineDescriber, UNREADABLE } from '../calls/describe-split-calls.ts';
import type { SplitCalls } from '../calls/split-calls.ts';
import { type SplitArgument, splitArgument } from './argument-name.ts';
import { type Beginning, readBeginning, readRest } from './broken-call.ts';
import { splitCallText } from './call-parts.ts';
import type { TracerDialect } from './dialect.ts';
import { decodeEscapes } from './escaped-text.ts';
import { RELATIVE_TIME } from './line-clock.ts';
import { Pieces } from './pieces.ts';
import { type CallLine, readTracerLine, type TracerLine } from './tracer-line.ts';

const decoder = new TextDecoder();
const ALL_HEX = /^(?:\\x[0-9a-f]{2})+$/;
const PRINTABLE = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

/** A call in one piece, or what there is of it. */
interface WholeCall {
  readonly name: string;
  /** What stands behind the opening parenthesis. */
  readonly text: string;
  readonly time: string;
}

/** The first part of a call. */
interface FirstPart {
  readonly line: CallLine;
  readonly beginning: Beginning;
}

class Describer implements LineDescriber {
  readonly #dialect: TracerDialect;
  readonly #splits: SplitCalls;
  /** First parts that the second parts will need, by position. */
  readonly #firstParts = new Map<number, FirstPart>();

  constructor(dialect: TracerDialect, splits: SplitCalls) {
    this.#dialect = dialect;
    this.#splits = splits;
  }

  /** Remembers a first part. */
  begin(line: Line): void {
    const read = readTracerLine(decoder.decode(line.bytes), this.#dialect);
    if (read.kind === 'call') this.#firstParts.set(line.at, { line: read, beginning: this.#beginningOf(read) });
  }

  /** What of a line is the call's own. */
  #beginningOf(line: CallLine): Beginning {
    return line.open ? { text: line.text, lines: [], rest: '', sound: true } : readBeginning(line, this.#dialect);
  }

  /** Describes the call that the line completes. */
  describe(line: Line): CallParts {
    const text = decoder.decode(line.bytes);
    const read = readTracerLine(text, this.#dialect);
    const start = this.#splits.startOf(line.at);
    if (start === undefined) return this.#describeLine(read);
    const first = this.#firstParts.get(start);
    this.#firstParts.delete(start);
    if (first === undefined) return UNREADABLE;
    const rest = read.kind === 'resumed' ? read.text : readRest(text, first.beginning).text;
    const { name, time } = first.line;
    return this.#format({ name, time, text: first.beginning.text + rest });
  }

  /** A call in one line; for one whose beginning or end is missing, what there is of it. */
  #describeLine(read: TracerLine): CallParts {
    if (read.kind === 'resumed') return this.#format(read);
    if (read.kind !== 'call') return UNREADABLE;
    const isBroken = !read.open && !splitCallText(read.text, this.#dialect).closed;
    const beginning = isBroken ? this.#beginningOf(read) : undefined;
    return this.#format(beginning?.sound ? { ...read, text: beginning.text } : read);
  }

  #format({ name, text, time }: WholeCall): CallParts {
    const { args, result } = splitCallText(text, this.#dialect);
    const shown = result === undefined ? undefined : this.#dialect.shownResult.exec(result)?.[0];
    const split = args.map(splitArgument);
    const assign = split.find((argument) => argument.name !== undefined)?.assign ?? '=';
    return {
      api: name,
      args: args.map((argument, at) => this.#showArgument(argument, split[at] as SplitArgument, assign)),
      ...(assign === '=' ? {} : { assign }),
      ...(shown === undefined ? {} : { result: this.#makeReadable(shown) }),
      ...(time === '' ? {} : { time: RELATIVE_TIME.test(time) ? `+${time} s` : time }),
    };
  }

  /** An argument keeps a name in its value that is written in another way than the names of the call. */
  #showArgument(whole: string, { name, assign, value }: SplitArgument, usual: '=' | ': '): CallArgument {
    if (name === undefined || assign !== usual) return { value: this.#makeReadable(whole) };
    return { name, value: this.#makeReadable(value) };
  }

  /** The value as it was logged, except that texts in hexadecimal (-xx) are made readable where they are printable. */
  #makeReadable(value: string): string {
    if (!value.includes('\\x')) return value;
    const pieces = new Pieces(value, this.#dialect.characters);
    let shown = '';
    let copied = 0;
    for (let at = 0; at < value.length; ) {
      const end = pieces.end(at);
      if (end < 0) break;
      if (end === at) {
        at++;
        continue;
      }
      const inner = value.slice(at + 1, end - 1);
      const decoded = ALL_HEX.test(inner) ? decodeEscapes(inner) : undefined;
      if (decoded !== undefined && PRINTABLE.test(decoded)) {
        shown += value.slice(copied, at + 1) + decoded;
        copied = end - 1;
      }
      at = end;
    }
    return shown + value.slice(copied);
  }
}

/** Calls `receive` for the call at each of the ascending positions `at`, in this order. */
export function describeTracerCalls(
  source: ByteSource,
  dialect: TracerDialect,
  splits: SplitCalls,
  at: Float64Array,
  receive: (index: number, call: CallParts) => void,
): Promise<void> {
  return describeSplitCalls(source, new Describer(dialect, splits), splits, at, receive);
}
