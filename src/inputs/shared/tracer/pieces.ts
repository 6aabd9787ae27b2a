// What tracers write in one piece inside of an argument list, however many commas and brackets it holds: quoted text, comments,
// and what strace's -y, -yy and -Y put behind a descriptor or a pid: `3</etc/passwd>`, `4<TCP:[10.0.0.1:5->10.0.0.2:80]>`, `123<sh>`.

/** Behind a quoted text that the tracer did not write to its end. */
export const CUT_MARK = '...';

const LETTER = /[0-9A-Za-z_]/;
/** After `<`: not a shift (`1<<CAP_KILL`) or a mark of the tracer (`<unfinished ...>`, `<... resuming ...>`). */
const NO_DECORATION = /[<=. ]/;

/**
 * Finds the ends of pieces in one text. What is not closed is looked for once only, so that walking over a whole text takes
 * linear time.
 */
export class Pieces {
  readonly #text: string;
  readonly #characters: boolean;
  #unclosedComment = false;
  #unclosedDecoration = false;

  /** `characters`: single quotes enclose characters, as ltrace writes them. */
  constructor(text: string, characters: boolean) {
    this.#text = text;
    this.#characters = characters;
  }

  /** Position behind the piece that begins at `at`; `at` itself if none does; -1 for a quote that nothing closes. */
  end(at: number): number {
    switch (this.#text[at]) {
      case '"':
        return this.#quoteEnd(at);
      case "'":
        return this.#characters ? this.#quoteEnd(at) : at;
      case '/':
        return this.#commentEnd(at);
      case '<':
        return this.#decorationEnd(at);
      default:
        return at;
    }
  }

  #quoteEnd(at: number): number {
    const text = this.#text;
    const quote = text[at] as string;
    for (let end = text.indexOf(quote, at + 1); end >= 0; end = text.indexOf(quote, end + 1)) {
      // An odd number of backslashes in front of it makes it part of the text.
      let before = end;
      while (before > at + 1 && text.charCodeAt(before - 1) === 0x5c) before--;
      if ((end - before) % 2 === 0) return end + 1;
    }
    return -1;
  }

  #commentEnd(at: number): number {
    if (this.#unclosedComment || this.#text[at + 1] !== '*') return at;
    const end = this.#text.indexOf('*/', at + 2);
    if (end >= 0) return end + 2;
    this.#unclosedComment = true;
    return at;
  }

  #decorationEnd(at: number): number {
    const text = this.#text;
    if (this.#unclosedDecoration || !LETTER.test(text[at - 1] ?? '') || NO_DECORATION.test(text[at + 1] ?? ' '))
      return at;
    // Within paths strace escapes `<` and `>`; within the description of a socket there are arrows and quoted paths.
    const isPath = text[at + 1] === '/';
    let depth = 0;
    for (let next = at; next < text.length; next++) {
      const character = text[next];
      if (character === '<') depth++;
      else if (character === '>' && (isPath || text[next - 1] !== '-')) {
        depth--;
        if (depth === 0) return next + 1;
      } else if (character === '"' && !isPath) {
        next = this.#quoteEnd(next) - 1;
        if (next < 0) break;
      }
    }
    this.#unclosedDecoration = true;
    return at;
  }
}
