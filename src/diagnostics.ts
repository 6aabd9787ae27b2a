// What went wrong without ending the run. A parser records and goes on; equal diagnostics are folded into one with a count,
// so a hostile report of a million broken records costs one entry.

export type Severity = 'error' | 'warning' | 'note';

export interface Diagnostic<Code extends string = string> {
  /** Stable, kebab-case, starts with the reader's name: `cape-call-malformed`, `rule-invalid`. Explained in docs/errors.md. */
  readonly code: Code;
  readonly severity: Severity;
  /** One sentence. May hold sample-controlled text: renderers escape it. */
  readonly message: string;
  /** First place where it was seen (path, line, byte offset, process), as text. */
  readonly where?: string;
  /** How many times it was seen. */
  readonly count: number;
}

/** A line of a text that people write, or the part of a very long one around the place that a message is about. */
export interface SourceLine {
  readonly text: string;
  /** Where in `text` the trouble is, from 1, in UTF-16 units. */
  readonly column: number;
}

/** A place in a text that people write, as editors count. Whoever prints it escapes it. */
export interface TextPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly source: SourceLine;
}

/** Something that is wrong with such a text. */
export interface TextDiagnostic<Code extends string = string> extends Diagnostic<Code> {
  /** Absent where it is about no text: a file that cannot be read, or a rule that has none. */
  readonly place?: TextPlace;
  /** What to write instead, one sentence. */
  readonly hint?: string;
}

/** Code of the diagnostic that stands for those that were left out. */
export const TRUNCATED = 'diagnostics-truncated';

/** Longest message and place that is kept, in UTF-16 units. Hostile text must not fill the report. */
const MAX_TEXT = 500;

/**
 * Collects diagnostics, folded by code and message. At most `capacity` different ones are kept; the rest are only counted.
 * Who reports declares its codes, so that one that nobody explains does not compile.
 */
export class Diagnostics<Code extends string = string> {
  readonly #entries = new Map<
    string,
    { code: string; severity: Severity; message: string; where?: string; count: number }
  >();
  readonly #capacity: number;
  #dropped = 0;

  constructor(capacity = 200) {
    this.#capacity = capacity;
  }

  add(severity: Severity, code: Code, message: string, where?: string): void {
    const text = message.length > MAX_TEXT ? `${message.slice(0, MAX_TEXT)}…` : message;
    const key = `${code}\0${text}`;
    const known = this.#entries.get(key);
    if (known !== undefined) {
      known.count++;
      return;
    }
    if (this.#entries.size >= this.#capacity) {
      this.#dropped++;
      return;
    }
    const place = where !== undefined && where.length > MAX_TEXT ? `${where.slice(0, MAX_TEXT)}…` : where;
    this.#entries.set(key, {
      code,
      severity,
      message: text,
      count: 1,
      ...(place === undefined ? {} : { where: place }),
    });
  }

  /** Folded diagnostics in the order in which they were first seen. */
  list(): Diagnostic[] {
    const list: Diagnostic[] = [...this.#entries.values()].map((entry) => ({ ...entry }));
    if (this.#dropped > 0) {
      list.push({
        code: TRUNCATED,
        severity: 'warning',
        message: 'further diagnostics were left out',
        count: this.#dropped,
      });
    }
    return list;
  }
}
