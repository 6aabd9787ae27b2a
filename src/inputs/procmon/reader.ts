// Rows of a ProcMon log -> facts. A log holds everything that the machine did, most of it many times over, so what was met before is passed
// over before anything is made of it. Hot: used for every row.

import { copyText } from '../../bytes/copy-text.ts';
import { IntegerMap } from '../../bytes/integer-map.ts';
import type { ObservedProcess, ProcessFacts, RunFacts } from '../shared/facts/run-facts.ts';
import { deedsOf, type ProcmonAct } from './act.ts';

/** Rows that are remembered, and their text in UTF-16 units; then remembering starts anew. */
const MAX_SEEN = 1_000_000;
const MAX_SEEN_TEXT = 134_217_728;

/** What a row says of its process. */
export type RowProcess = Omit<ProcessFacts, 'isSample' | 'key' | 'parentKey'>;

export class ProcmonReader {
  readonly facts: RunFacts;
  /** Rows, used or not. */
  rows = 0;
  readonly #current = new IntegerMap<{ readonly process: ObservedProcess; hasEnded: boolean }>();
  readonly #seen = new Map<ObservedProcess, Set<string>>();
  #seenCount = 0;
  #seenText = 0;
  #processes = 0;

  constructor(facts: RunFacts) {
    this.facts = facts;
  }

  /** A process of its own. Undefined if there are too many. */
  addProcess({ pid, ppid, name, image, commandLine }: RowProcess): ObservedProcess | undefined {
    return this.facts.addProcess({
      pid,
      ppid,
      name: copyText(name),
      image: image === undefined ? undefined : copyText(image),
      commandLine: commandLine === undefined ? undefined : copyText(commandLine),
      // Ids are used again, and who had the parent's id may have it no longer: rows say who started whom.
      key: `${this.#processes++}`,
      parentKey: '',
    });
  }

  /** The process of a row that says it by id and name only. A new one begins where the name changes, or when one starts after the end of another. */
  processOf(row: RowProcess, operation: string): ObservedProcess | undefined {
    let known = this.#current.get(row.pid);
    if (
      known === undefined ||
      known.process.facts.name !== row.name ||
      (known.hasEnded && operation === 'Process Start')
    ) {
      const process = this.addProcess(row);
      if (process === undefined) return undefined;
      known = { process, hasEnded: false };
      this.#current.set(row.pid, known);
    }
    if (operation === 'Process Exit') known.hasEnded = true;
    return known.process;
  }

  /** What a row says that a process did. */
  add(act: ProcmonAct, process: ObservedProcess): void {
    if (this.#wasSeen(act, process)) return;
    const path = copyText(act.path);
    this.facts.addText(path, process);
    for (const [kind, object] of deedsOf(act)) this.facts.addBehavior(kind, copyText(object), process);
  }

  /** Whether an equal row came before, as far as that is remembered. */
  #wasSeen(act: ProcmonAct, process: ObservedProcess): boolean {
    let seen = this.#seen.get(process);
    if (seen === undefined) {
      seen = new Set();
      this.#seen.set(process, seen);
    }
    const key = `${act.succeeded ? act.operation : ''}\t${act.path}\t${act.about}`;
    if (seen.has(key)) return true;
    if (this.#seenCount >= MAX_SEEN || this.#seenText >= MAX_SEEN_TEXT) {
      this.#seen.clear();
      this.#seenCount = 0;
      this.#seenText = 0;
      return false;
    }
    // Joined texts hold the pieces that they were made of in memory.
    seen.add(copyText(key));
    this.#seenCount++;
    this.#seenText += key.length;
    return false;
  }
}

/** A process or thread id as text, as ProcMon writes it; undefined for anything else. */
export function parsePid(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
