// Names of a report that repeat in every record, each decoded once. Hot where it is used: for every argument of every call.

import { ABSENT, InternTable } from '../../../bytes/intern-table.ts';
import type { JsonCursor } from '../../../bytes/json-cursor.ts';

export class RepeatedNames {
  readonly #table = new InternTable();
  readonly #texts: string[] = [];

  /** Reads the string at the cursor. */
  read(cursor: JsonCursor): string {
    cursor.readHashedString();
    return this.lastOf(cursor);
  }

  /** Reads the string at the cursor: a small number that always stands for it, or ABSENT where there are too many. */
  readNumber(cursor: JsonCursor): number {
    cursor.readHashedString();
    const { view, bytes, textStart, textEnd, textHash } = cursor;
    const known = this.#table.find(view, textStart, textEnd, textHash);
    if (known !== ABSENT) return known;
    const number = this.#table.add(bytes, textStart, textEnd, textHash);
    if (number !== ABSENT) this.#texts[number] = cursor.text();
    return number;
  }

  /** The string that a number stands for. */
  textOf(number: number): string {
    return this.#texts[number] ?? '';
  }

  /** The string that `readHashedString` has read last. */
  lastOf(cursor: JsonCursor): string {
    const { view, bytes, textStart, textEnd, textHash } = cursor;
    const known = this.#table.find(view, textStart, textEnd, textHash);
    if (known !== ABSENT) return this.#texts[known] as string;
    const text = cursor.text();
    const number = this.#table.add(bytes, textStart, textEnd, textHash);
    if (number !== ABSENT) this.#texts[number] = text;
    return text;
  }
}
