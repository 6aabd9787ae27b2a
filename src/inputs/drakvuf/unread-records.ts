// Records that no rule can use: counted by the plugin that wrote them, so that a person who sees no capabilities knows what else the
// log holds.

import { countOf } from '../../features/count-text.ts';
import type { MissingPart } from '../../features/health.ts';

/** Different names that are counted one by one, and their longest length in UTF-16 units. */
const MAX_NAMES = 100;
const MAX_NAME = 40;
const OTHERS = 'other plugins';
const NO_PLUGIN = 'no plugin';

const FILES = 'what files were written, deleted or renamed';
const MEMORY = 'what memory held';
const OBJECTS = 'what objects of the system were made or changed';
const TAMPERING = 'what was done to the kernel and to other processes';

/** What only records of a plugin say, where its name does not. */
const SUBJECTS: ReadonlyMap<string, string> = new Map([
  ['apimon dll_discovered', 'where libraries were loaded'],
  ['callbackmon', TAMPERING],
  ['clipboardmon', 'what was read from or put onto the clipboard'],
  ['codemon', MEMORY],
  ['delaymon', 'how long threads slept'],
  ['dkommon', TAMPERING],
  ['envmon', 'what was asked about the machine and its user'],
  ['exploitmon', TAMPERING],
  ['filedelete', FILES],
  ['fileextractor', FILES],
  ['filetracer', 'what files were opened, written or deleted'],
  ['librarymon', 'what libraries were loaded'],
  ['linkmon', FILES],
  ['memaccessmon', TAMPERING],
  ['memdump', MEMORY],
  ['objmon', OBJECTS],
  ['poolmon', OBJECTS],
  ['procdump', MEMORY],
  ['procmon', 'what processes were started and opened'],
  ['ptracemon', TAMPERING],
  ['regmon', 'what registry keys and values were used'],
  ['rootkitmon', TAMPERING],
  ['rpcmon', 'what remote procedures were called'],
  ['socketmon', 'what network connections were made'],
  ['ssdtmon', TAMPERING],
  ['sysret', 'what system calls returned'],
  ['tlsmon', 'what keys of encrypted connections were used'],
  ['unixsocketmon', 'what local sockets were used'],
  ['windowmon', 'what windows were looked for'],
  ['wmimon', 'what was asked of WMI'],
]);

export class UnreadRecords {
  readonly #counts = new Map<string, number>();

  /** Counts a record; `name` is its plugin's, and its event's where the plugin writes several kinds. */
  add(name: string | undefined): void {
    let key = name === undefined || name === '' ? NO_PLUGIN : name.slice(0, MAX_NAME);
    if (!this.#counts.has(key) && this.#counts.size >= MAX_NAMES) key = OTHERS;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** How many there are of each, and what can therefore not match. */
  list(): MissingPart[] {
    return Array.from(this.#counts, ([name, count]) => ({
      part: `${countOf(count, 'record')} of ${name} that ${count === 1 ? 'is' : 'are'} not read`,
      consequence: `rules do not see ${SUBJECTS.get(name) ?? 'what only these say'}`,
    }));
  }
}
