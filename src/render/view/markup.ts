// Styled text of a view, for any medium. Texts are as the input has them: whoever paints them for a medium escapes them for it, once.

import { LIMITS } from '../../limits.ts';

/** emphasis: what the eye should find; value: what matched; dim: labels; heading: titles; warning: what needs attention. */
export type Style = 'emphasis' | 'value' | 'dim' | 'heading' | 'warning';

/** A run of text in one style. */
export interface Piece {
  readonly text: string;
  readonly style?: Style;
  readonly link?: string;
}

export type Line = readonly Piece[];

/** A piece of any text, cut where it is longer than anybody would read. */
export function piece(text: string, style?: Style, link?: string): Piece {
  const left = text.length - LIMITS.shownText;
  return {
    text: left > 0 ? `${text.slice(0, LIMITS.shownText)}…[${left} more characters]` : text,
    ...(style === undefined ? {} : { style }),
    ...(link === undefined ? {} : { link }),
  };
}

/** The lines of a text that may hold line ends, such as a description. */
export function linesOf(text: string, style?: Style): Line[] {
  return text.split(/\r\n|\n/).map((line) => [piece(line, style)]);
}
