// Lists of text that are kept until the end of a report (strings, summary lists, environments), under one common bound.

import type { JsonInterest } from '../../../bytes/json-stream.ts';
import type { Diagnostics } from '../../../diagnostics.ts';
import { LIMITS } from '../../../limits.ts';
import { type ReportCode, type ReportFormat, reportCode } from './codes.ts';

/** Hands out room for texts. */
export class TextBudget {
  /** Begins the codes of diagnostics. */
  readonly format: ReportFormat;
  readonly #diagnostics: Diagnostics<ReportCode<ReportFormat>>;
  #texts = 0;
  #units = 0;

  constructor(format: ReportFormat, diagnostics: Diagnostics) {
    this.format = format;
    this.#diagnostics = diagnostics;
  }

  /** Whether there is room for one more text; records that there was none. */
  take(text: string): boolean {
    if (this.#texts >= LIMITS.fileStrings || this.#units + text.length > LIMITS.fileText) {
      const message = `more than ${LIMITS.fileStrings} strings or ${LIMITS.fileText} characters outside of calls; the rest is left out`;
      this.#diagnostics.add('warning', reportCode(this.format, 'text-limit'), message);
      return false;
    }
    this.#texts++;
    this.#units += text.length;
    return true;
  }
}

/** A list of text in a report. */
export class TextList {
  /** Items in order; undefined while the list has not been met. */
  items: string[] | undefined;
  readonly interest: JsonInterest;

  /** `path` is for messages. */
  constructor(path: string, budget: TextBudget, diagnostics: Diagnostics) {
    this.interest = {
      open: () => {
        this.items = [];
      },
      elements: {
        value: (cursor, at) => {
          const item = cursor.readScalar();
          if (typeof item !== 'string') {
            diagnostics.add(
              'warning',
              reportCode(budget.format, 'text-malformed'),
              `an item of ${path} is no text and is left out`,
              `byte ${at}`,
            );
          } else if (budget.take(item)) {
            this.items?.push(item);
          }
        },
      },
    };
  }
}
