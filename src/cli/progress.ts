// Progress of long work on standard error, on a terminal only, and only after half a second.

import type { Progress } from '../analyze.ts';
import { countOf, groupDigits } from '../features/count-text.ts';
import { escapeText } from '../render/terminal/escape.ts';
import { tell } from './terminal.ts';

const FIRST_AFTER_MS = 500;
const EVERY_MS = 100;
const CLEAR_LINE = '\r\x1b[K';

function howFar(progress: Progress): string {
  if ('functions' in progress) {
    const { functions, totalFunctions } = progress;
    return ` (${countOf(functions, 'function')}${totalFunctions === undefined ? '' : ` of ${groupDigits(totalFunctions)}`})`;
  }
  const { bytes, totalBytes } = progress;
  const share = totalBytes ? ` ${Math.min(100, Math.floor((100 * bytes) / totalBytes))}%` : '';
  return `${share} (${(bytes / 1e6).toFixed(0)} MB)`;
}

/** Reports progress in one line that is rewritten; `done` removes it. */
export class ProgressLine {
  readonly #enabled: boolean;
  readonly #label: string;
  readonly #start = performance.now();
  #last = 0;
  #shown = false;

  constructor(label: string, quiet: boolean) {
    const shown = escapeText(label);
    this.#label = shown.length > 40 ? `…${shown.slice(-39)}` : shown;
    this.#enabled = !quiet && process.stderr.isTTY === true;
  }

  show(progress: Progress): void {
    if (!this.#enabled) return;
    const now = performance.now();
    if (now - this.#start < FIRST_AFTER_MS || now - this.#last < EVERY_MS) return;
    this.#last = now;
    this.#shown = true;
    tell(`${CLEAR_LINE}${progress.phase} ${this.#label}${howFar(progress)}`);
  }

  /** Shows a free text instead, e.g. the state of a sandbox task. It may be a stranger's. */
  say(text: string): void {
    if (!this.#enabled) return;
    this.#shown = true;
    tell(`${CLEAR_LINE}${escapeText(text)}`);
  }

  done(): void {
    if (this.#shown) tell(CLEAR_LINE);
    this.#shown = false;
  }
}
