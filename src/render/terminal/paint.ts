// Safe lines -> text with a terminal's commands for styles and links.

import type { Style } from '../view/markup.ts';
import type { SafeLine } from './safe-line.ts';

/** How a renderer may print. */
export interface RenderOptions {
  /** Columns of the terminal; undefined if the output does not go to one: then nothing is wrapped. */
  readonly width?: number | undefined;
  /** Default false. */
  readonly colours?: boolean;
  /** Whether names and ids may carry terminal hyperlinks (OSC 8). Default false. */
  readonly links?: boolean;
}

/** Turns a line into text without a line end. */
export type Painter = (line: SafeLine) => string;

/** Addresses that may become a hyperlink: nothing in them can end the terminal's command. */
const LINK = /^https:\/\/[\x21-\x7e]+$/;

/** Numbers of SGR (ECMA-48, 8.3.117) that begin and end each style. */
const SGR: Readonly<Record<Style, readonly [begin: number, end: number]>> = {
  emphasis: [36, 39],
  value: [32, 39],
  dim: [2, 22],
  heading: [1, 22],
  warning: [33, 39],
};

function applyStyle(text: string, style: Style): string {
  const [begin, end] = SGR[style];
  return `\x1b[${begin}m${text}\x1b[${end}m`;
}

export function createPainter({ colours = false, links = false }: Pick<RenderOptions, 'colours' | 'links'>): Painter {
  return (line) => {
    let out = '';
    for (const { text, style, link } of line) {
      const painted = !colours || style === undefined || text === '' ? text : applyStyle(text, style);
      out += links && link !== undefined && LINK.test(link) ? `\x1b]8;;${link}\x1b\\${painted}\x1b]8;;\x1b\\` : painted;
    }
    return out;
  };
}
