// A call in whose middle its line ends, because the tracer and the traced program write to the same terminal: the program's output,
// any number of lines of it, or a notice of the tracer stands between the beginning of the call and its rest.

import { splitCallText } from './call-parts.ts';
import type { TracerDialect } from './dialect.ts';
import { readLinePrefix } from './line-prefix.ts';
import { findOwnOutput, withoutReturn } from './own-output.ts';
import { Pieces } from './pieces.ts';
import { scanArguments } from './scan-arguments.ts';
import { type CallLine, type Marked, takeMark } from './tracer-line.ts';

/** In place of an argument behind which output follows, nobody knows from where on. */
const UNKNOWN = '…';

/** The beginning of a broken call. */
export interface Beginning {
  /** What stands behind the opening parenthesis, without output. */
  readonly text: string;
  /** Lines of output that are known to follow, and output that is known to stand in front of the call's rest. */
  readonly lines: readonly string[];
  readonly rest: string;
  /** Whether it is known where the call's own text ends. */
  readonly sound: boolean;
}

/** What of a broken line is the call's own. */
export function readBeginning({ text, notice, written }: CallLine, { characters }: TracerDialect): Beginning {
  if (notice !== undefined) return { text, lines: [], rest: '', sound: true };
  const own = written ?? findOwnOutput(text, characters);
  if (own !== undefined) return { ...own, sound: true };
  const args = [...scanArguments(text, 0, characters).args];
  const last = args.pop();
  if (last !== undefined) args.push(soundPart(last, characters) + UNKNOWN);
  return { text: args.join(', '), lines: [], rest: '', sound: false };
}

/** The text or the list with which an argument begins; empty where it is a bare word, of which output cannot be told. */
function soundPart(argument: string, characters: boolean): string {
  const pieces = new Pieces(argument, characters);
  let depth = 0;
  for (let at = 0; at < argument.length; at++) {
    const character = argument[at] as string;
    const end = pieces.end(at);
    if (end < 0) return '';
    if (end > at) at = end - 1;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    else if (depth === 0) return '';
    if (depth === 0) return argument.slice(0, at + 1);
  }
  return '';
}

/** The rest of the call in the line that goes on with it. */
export function readRest(line: string, { rest }: Beginning): Marked {
  return takeMark(rest !== '' && line.startsWith(rest) ? line.slice(rest.length) : line);
}

/** Waits for the rest of a call. */
export class BrokenCall {
  readonly line: CallLine;
  readonly at: number;
  readonly beginning: Beginning;
  readonly #dialect: TracerDialect;
  #nextLine = 0;

  /** `at`: position of the line. */
  constructor(line: CallLine, at: number, dialect: TracerDialect) {
    this.line = line;
    this.at = at;
    this.beginning = readBeginning(line, dialect);
    this.#dialect = dialect;
  }

  /**
   * Whether the tracer must have written the line. Others may be output: within a call the tracer writes nothing but notices before
   * it has said that the call is not finished.
   */
  get isCertain(): boolean {
    return this.beginning.sound || this.line.tid !== undefined || this.line.time !== '';
  }

  /** Whether a line is what the call prints next. */
  takeOutput(line: string): boolean {
    if (this.beginning.lines[this.#nextLine] !== withoutReturn(line)) return false;
    this.#nextLine++;
    return true;
  }

  /** Whether the last of what the call prints stands in front of the line, and therefore the call's rest behind it. */
  isRest(line: string): boolean {
    const { lines, rest } = this.beginning;
    return this.#nextLine === lines.length && rest !== '' && line.startsWith(rest);
  }

  /** The rest of the call, if a line can be it. A line that says which process it is about begins something else. */
  takeRest(line: string): Marked | undefined {
    const rest = readRest(line, this.beginning);
    if (readLinePrefix(rest.text).stamped) return undefined;
    return rest.open || splitCallText(rest.text, this.#dialect).result !== undefined ? rest : undefined;
  }
}
