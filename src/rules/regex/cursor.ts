// Reading position in the text of a pattern, and the one way to refuse a pattern.

import { CapaxError } from '../../errors.ts';

/** Longest piece of a pattern that an error message shows. */
const MAX_SHOWN = 120;

/** A pattern that is refused: code `rules-invalid`. */
export class RegexError extends CapaxError {
  /** Where in the pattern, in UTF-16 units. */
  readonly at: number;

  constructor(message: string, at: number) {
    super('rules-invalid', message, { hint: 'Rules use the syntax of the re module of Python 3.11.' });
    this.at = at;
  }
}

export class PatternCursor {
  readonly text: string;
  /** Position of the next character, in UTF-16 units. */
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next UTF-16 unit as text, or '' at the end. */
  peek(): string {
    return this.text.charAt(this.at);
  }

  /** Takes and gives the next code point as text, or '' at the end. */
  next(): string {
    const code = this.text.codePointAt(this.at);
    if (code === undefined) return '';
    const text = code > 0xffff ? String.fromCodePoint(code) : this.text.charAt(this.at);
    this.at += text.length;
    return text;
  }

  /** Takes `expected` if it comes next. */
  eat(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** Takes what `pattern` (sticky) matches here; '' if nothing. */
  takeMatch(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.text)?.[0] ?? '';
    this.at += text.length;
    return text;
  }

  /** Takes at most `limit` units as long as `accept` likes them. */
  takeWhile(accept: RegExp, limit: number = Number.POSITIVE_INFINITY): string {
    const start = this.at;
    while (this.at < this.text.length && this.at - start < limit && accept.test(this.text.charAt(this.at))) this.at++;
    return this.text.slice(start, this.at);
  }

  /** Takes everything before the next `close`, and `close` itself; undefined if there is none. */
  takeUntil(close: string): string | undefined {
    const end = this.text.indexOf(close, this.at);
    if (end < 0) return undefined;
    const taken = this.text.slice(this.at, end);
    this.at = end + close.length;
    return taken;
  }

  /** Refuses the pattern: `problem` is at UTF-16 position `at`, counted in code points in the message. */
  fail(problem: string, at: number = this.at): never {
    const shown = this.text.length > MAX_SHOWN ? `${this.text.slice(0, MAX_SHOWN)}…` : this.text;
    const position = [...this.text.slice(0, at)].length;
    throw new RegexError(`regular expression ${shown}: ${problem} at position ${position}`, at);
  }
}
