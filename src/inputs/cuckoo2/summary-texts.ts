// What Cuckoo 2 says in `behavior.summary`, and again for each process in `behavior.generic[].summary`: files, registry keys,
// mutexes, commands, hosts ... Lists of texts; moved and copied files are lists of pairs. Each text counts once.

import type { JsonValue } from '../../bytes/exact-json.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { BehaviorKind } from '../../features/behaviors.ts';
import type { LocatedFeature } from '../../features/located.ts';
import { summaryBehaviors } from '../shared/report/summary-behaviors.ts';
import type { TextBudget } from '../shared/report/text-lists.ts';

/** Lists of what was done. */
const KINDS: ReadonlyMap<string, BehaviorKind> = new Map([
  ['file_created', 'file/create'],
  ['file_written', 'file/write'],
  ['file_recreated', 'file/write'],
  ['file_read', 'file/read'],
  ['file_deleted', 'file/delete'],
  ['file_moved', 'file/move'],
  ['file_copied', 'file/move'],
  ['regkey_written', 'registry/set'],
  ['regkey_read', 'registry/read'],
  ['regkey_deleted', 'registry/delete'],
  ['command_line', 'process/create'],
  ['mutex', 'mutex/create'],
  ['connects_ip', 'network/connect'],
  ['connects_host', 'network/connect'],
  ['resolves_host', 'network/dns'],
  ['fetches_url', 'network/http'],
  ['downloads_file', 'network/http'],
  ['dll_loaded', 'module/load'],
]);

export class SummaryTexts {
  /** In order of first appearance. */
  readonly texts: Set<string> = new Set();
  /** For an object of lists. */
  readonly interest: JsonInterest;
  readonly #budget: TextBudget;
  /** Texts of the lists of what was done; undefined where nobody asks for it. */
  readonly #done: Map<string, Set<string>> | undefined;

  /** `givesBehaviors`: whether a rule asks for them. */
  constructor(budget: TextBudget, givesBehaviors: boolean) {
    this.#budget = budget;
    this.#done = givesBehaviors ? new Map(Array.from(KINDS.keys(), (name) => [name, new Set()])) : undefined;
    const listOf = (name: string): JsonInterest => ({
      elements: { value: (cursor) => this.#add(cursor.readValue(), this.#done?.get(name)) },
    });
    this.interest = {
      members: new Map(Array.from(KINDS.keys(), (name) => [name, listOf(name)])),
      others: listOf(''),
    };
  }

  /** What the lists say was done, if a rule asks for it. */
  get behaviors(): readonly LocatedFeature[] {
    return [...(this.#done ?? [])].flatMap(([name, items]) => summaryBehaviors(KINDS, name, items));
  }

  #add(value: JsonValue, done: Set<string> | undefined): void {
    if (typeof value === 'string') {
      if (!this.texts.has(value)) {
        if (!this.#budget.take(value)) return;
        this.texts.add(value);
      }
      done?.add(value);
    } else if (typeof value === 'object') {
      for (const part of Object.values(value ?? {})) this.#add(part, done);
    }
  }
}
