// What Cuckoo 2 says in `behavior.summary`, and again for each process in `behavior.generic[].summary`: files, registry keys,
// mutexes, commands, hosts ... Lists of texts; moved and copied files are lists of pairs. Each text counts once.

import type { JsonValue } from '../../bytes/exact-json.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { TextBudget } from '../shared/report/text-lists.ts';

export class SummaryTexts {
  /** In order of first appearance. */
  readonly texts: Set<string> = new Set();
  /** For an object of lists. */
  readonly interest: JsonInterest;
  readonly #budget: TextBudget;

  constructor(budget: TextBudget) {
    this.#budget = budget;
    this.interest = { others: { elements: { value: (cursor) => this.#add(cursor.readValue()) } } };
  }

  #add(value: JsonValue): void {
    if (typeof value === 'string') {
      if (!this.texts.has(value) && this.#budget.take(value)) this.texts.add(value);
    } else if (typeof value === 'object') {
      for (const part of Object.values(value ?? {})) this.#add(part);
    }
  }
}
