// Streaming CSV (RFC 4180, with LF or CRLF and a byte order mark): rows of fields, which may hold line ends and doubled quotes. Built for
// logs of gigabytes and for damaged ones: a row is bounded, and what is no row costs its first line.

import type { Diagnostics } from '../diagnostics.ts';
import { LIMITS } from '../limits.ts';
import type { CsvCode } from './codes.ts';
import type { ByteSource } from './source.ts';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BYTE_ORDER_MARK = 0xfeff;

const INCOMPLETE = -1;
const MALFORMED = -2;

/** Characters of damaged rows that may be read again, and how many more for each character before them. */
const REREAD = 65_536;
const REREAD_RATIO = 4;

/** Receives the fields of a row and its number, from 1. Fields may be slices of a larger text: copy what is kept. */
export type OnRow = (fields: readonly string[], row: number) => void;

class CsvScanner {
  readonly #onRow: OnRow;
  readonly #diagnostics: Diagnostics<CsvCode>;
  readonly #fields: string[] = [];
  #text = '';
  /** Length of `#text` before which it is no use to look again. */
  #awaited = 0;
  #isFirst = true;
  #rows = 0;
  #passed = 0;
  #reread = 0;
  /** Where reading of a malformed row ended. */
  #stop = 0;
  /** Whether what comes belongs to a row that is too long or damaged, up to the end of its line. */
  #skips = false;

  constructor(onRow: OnRow, diagnostics: Diagnostics<CsvCode>) {
    this.#onRow = onRow;
    this.#diagnostics = diagnostics;
  }

  push(chunk: string): void {
    this.#text = this.#text === '' ? chunk : this.#text + chunk;
    if (this.#text.length >= this.#awaited) this.#scan(false);
  }

  end(): void {
    this.#scan(true);
  }

  #scan(isLast: boolean): void {
    const text = this.#text;
    let at = 0;
    if (this.#isFirst && text !== '') {
      this.#isFirst = false;
      if (text.charCodeAt(0) === BYTE_ORDER_MARK) at = 1;
    }
    while (at < text.length) {
      if (this.#skips) {
        const end = text.indexOf('\n', at);
        if (end < 0) {
          at = text.length;
          break;
        }
        this.#skips = false;
        at = end + 1;
        continue;
      }
      const next = this.#readRow(text, at, isLast);
      const length = (next < 0 ? (next === MALFORMED ? this.#stop : text.length) : next) - at;
      if (next === INCOMPLETE && length <= LIMITS.csvRowLength && !isLast) break;
      this.#rows++;
      if (next < 0 || length > LIMITS.csvRowLength) {
        if (next === INCOMPLETE && length <= LIMITS.csvRowLength && text.indexOf('\n', at) < 0) {
          this.#diagnostics.add('error', 'csv-truncated', 'the table breaks off in the middle of a row', this.#where);
          at = text.length;
        } else at = this.#passOver(text, at, Math.min(length, LIMITS.csvRowLength + 1));
      } else {
        if (this.#fields.length > 1 || this.#fields[0] !== '') this.#onRow(this.#fields, this.#rows);
        at = next;
      }
    }
    this.#passed += at;
    this.#text = text.slice(at);
    this.#awaited = Math.min(2 * this.#text.length, LIMITS.csvRowLength + 1);
  }

  /** Where to go on after so many characters that are no row: behind the first line of them. */
  #passOver(text: string, at: number, length: number): number {
    const end = text.indexOf('\n', at);
    this.#diagnostics.add('warning', 'csv-malformed', 'a row that is malformed or too long is left out', this.#where);
    const isCheap = this.#reread + length <= REREAD + REREAD_RATIO * (this.#passed + at);
    if (end >= 0 && isCheap) {
      this.#reread += length;
      return end + 1;
    }
    this.#skips = true;
    return at + length;
  }

  get #where(): string {
    return `row ${this.#rows}`;
  }

  /** Reads the fields of the row at `at`; the position behind it, or why there is none. */
  #readRow(text: string, start: number, isLast: boolean): number {
    this.#fields.length = 0;
    let at = start;
    for (;;) {
      at = text.charCodeAt(at) === QUOTE ? this.#readQuoted(text, at + 1) : this.#readPlain(text, at, isLast);
      if (at < 0) return at;
      const code = text.charCodeAt(at);
      if (code === COMMA) at++;
      else if (code === LF) return at + 1;
      else if (code === CR && text.charCodeAt(at + 1) === LF) return at + 2;
      else if (at >= text.length - 1 && (Number.isNaN(code) || code === CR)) return isLast ? text.length : INCOMPLETE;
      else {
        this.#stop = at;
        return MALFORMED;
      }
    }
  }

  /** The end of a field that goes up to the next comma or line end. */
  #readPlain(text: string, start: number, isLast: boolean): number {
    let at = start;
    for (let code = text.charCodeAt(at); code !== COMMA && code !== LF && at < text.length; )
      code = text.charCodeAt(++at);
    if (at >= text.length && !isLast) return INCOMPLETE;
    if (text.charCodeAt(at - 1) === CR && text.charCodeAt(at) === LF && at > start) at--;
    this.#fields.push(text.slice(start, at));
    return at;
  }

  /** The end of a field whose text begins at `start`, behind its quote. */
  #readQuoted(text: string, start: number): number {
    let isEscaped = false;
    let at = text.indexOf('"', start);
    while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) {
      isEscaped = true;
      at = text.indexOf('"', at + 2);
    }
    if (at < 0) return INCOMPLETE;
    const field = text.slice(start, at);
    this.#fields.push(isEscaped ? field.replaceAll('""', '"') : field);
    return at + 1;
  }
}

/**
 * Reads a table in UTF-8 once; empty rows are not delivered. Never throws for what the table holds: malformed, too long and truncated rows
 * are diagnostics (`csv-...`). Errors of the source, and those of `onRow`, pass through.
 */
export async function readCsv(source: ByteSource, onRow: OnRow, diagnostics: Diagnostics<CsvCode>): Promise<void> {
  const scanner = new CsvScanner(onRow, diagnostics);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of source.open()) scanner.push(decoder.decode(chunk, { stream: true }));
  scanner.push(decoder.decode());
  scanner.end();
}
