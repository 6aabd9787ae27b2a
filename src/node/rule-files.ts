// Finds and reads rule files on disk. A file that is named is a rule whatever it is called; in a folder, rules are the files whose
// names end in `.yml`. The walk is sorted, so that the same rules give the same result on every machine.

import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { sep } from 'node:path';
import type { Diagnostic } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { RuleCode } from '../rules/codes.ts';

/** A rule file as it is on disk. */
export interface RuleFile {
  /** As it was reached, with `/` between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface RuleFiles {
  readonly files: readonly RuleFile[];
  /** `rule-file-unreadable`, `rule-file-too-large`. */
  readonly diagnostics: readonly Diagnostic<RuleCode>[];
}

/** A rule file that has been found but not read. */
export interface FoundRuleFile {
  readonly path: string;
  /** Path without symbolic links. */
  readonly real: string;
  /** Size, times of change and file number: differs after every change of the file. */
  readonly stamp: string;
}

export interface FoundRuleFiles {
  readonly files: readonly FoundRuleFile[];
  /** When a file or its attributes changed last, in milliseconds since 1970. */
  readonly changedMs: number;
  /** `rule-file-ignored`, `rule-file-unreadable`. */
  readonly diagnostics: readonly Diagnostic<RuleCode>[];
}

/** Bytes of the first read of a file that says it is smaller. */
const FIRST_READ = 4096;

/** Folders of version control and its host: what lies in them is not rules. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', '.github']);
/** Other files that belong into a folder of rules. */
const COMPANION = /^\.git|\.(?:git|md|txt)$/;

/**
 * Finds all rule files at the given paths (files or folders). A file that is reached twice is found once. Throws `rules-not-found`
 * for a path that does not exist or cannot be read.
 */
export function findRuleFiles(paths: readonly string[]): FoundRuleFiles {
  const walk = new Walk();
  for (const path of paths) walk.root(path);
  return walk;
}

/** Reads what `findRuleFiles` found. */
export function readRuleFiles(found: readonly FoundRuleFile[]): RuleFiles {
  const files: RuleFile[] = [];
  const diagnostics: Diagnostic<RuleCode>[] = [];
  for (const { path, real } of found) {
    const bytes = attempt(diagnostics, path, () => readLimited(real));
    if (bytes === 'too large') {
      const message = `the file is larger than ${LIMITS.ruleFileBytes} bytes and was not read`;
      diagnostics.push({ code: 'rule-file-too-large', severity: 'error', message, where: path, count: 1 });
    } else if (bytes !== undefined) {
      files.push({ path, bytes });
    }
  }
  return { files, diagnostics };
}

class Walk implements FoundRuleFiles {
  readonly files: FoundRuleFile[] = [];
  readonly diagnostics: Diagnostic<RuleCode>[] = [];
  changedMs = 0;
  /** Real paths of folders that were entered and files that were found. */
  readonly #seen = new Set<string>();

  root(path: string): void {
    const shown = path.replaceAll(sep, '/').replace(/(?<=.)\/+$/, '');
    let real: string;
    let stats: Stats;
    try {
      // In this order: the real path of an empty one would be the current folder.
      stats = statSync(path);
      real = realpathSync(path);
    } catch (cause) {
      const hint = 'Check the path that was given for rules.';
      throw new CapaxError('rules-not-found', 'There are no rules at this path.', { where: path, cause, hint });
    }
    if (stats.isDirectory()) this.#folder(shown, real);
    else if (stats.isFile()) this.#file(shown, real);
    else {
      const hint = 'Write the rules into a file: a pipe or a device may have no end.';
      throw new CapaxError('rules-not-found', 'This is neither a file nor a folder.', { where: path, hint });
    }
  }

  #folder(path: string, real: string): void {
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    const entries = attempt(this.diagnostics, path, () => readdirSync(real, { withFileTypes: true })) ?? [];
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      let target = `${real}/${entry.name}`;
      let kind: Pick<Stats, 'isDirectory' | 'isFile'> = entry;
      if (entry.isSymbolicLink()) {
        const link = target;
        const followed = attempt(this.diagnostics, `${path}/${entry.name}`, () => {
          const resolved = realpathSync(link);
          return { resolved, stats: statSync(resolved) };
        });
        if (followed === undefined) continue;
        target = followed.resolved;
        kind = followed.stats;
      }
      this.#entry(`${path}/${entry.name}`, entry.name, target, kind);
    }
  }

  #entry(path: string, name: string, real: string, kind: Pick<Stats, 'isDirectory' | 'isFile'>): void {
    if (kind.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(name)) this.#folder(path, real);
    } else if (kind.isFile() && name.endsWith('.yml')) {
      this.#file(path, real);
    } else if (!COMPANION.test(name)) {
      const why = kind.isFile() ? 'the name does not end in .yml' : 'this is a pipe, a device or a socket';
      const message = `${why}, so the file was not read as a rule`;
      this.diagnostics.push({ code: 'rule-file-ignored', severity: 'warning', message, where: path, count: 1 });
    }
  }

  #file(path: string, real: string): void {
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    const stats = attempt(this.diagnostics, path, () => statSync(real));
    if (stats === undefined) return;
    const { size, mtimeMs, ctimeMs, ino } = stats;
    this.changedMs = Math.max(this.changedMs, ctimeMs, mtimeMs);
    this.files.push({ path, real, stamp: `${size} ${mtimeMs} ${ctimeMs} ${ino}` });
  }
}

function attempt<T>(diagnostics: Diagnostic<RuleCode>[], path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the file cannot be read: ${reason}`;
    diagnostics.push({ code: 'rule-file-unreadable', severity: 'error', message, where: path, count: 1 });
    return undefined;
  }
}

/**
 * The bytes of a file. One handle for everything that is asked of it, so that what was asked holds for what is read; and the size is
 * what can be read, for some files (those of /proc) say 0 and have no end. Such a file may fall silent, and what was a file may have
 * become a pipe, so nothing is waited for.
 */
function readLimited(path: string): Uint8Array | 'too large' {
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) throw new Error('it is a file no more');
    const limit = LIMITS.ruleFileBytes;
    if (stats.size > limit) return 'too large';
    let bytes = Buffer.allocUnsafe(Math.min(Math.max(stats.size, FIRST_READ) + 1, limit + 1));
    let filled = 0;
    for (;;) {
      const count = readSync(handle, bytes, filled, bytes.length - filled, null);
      filled += count;
      if (count === 0) return bytes.subarray(0, filled);
      if (filled > limit) return 'too large';
      if (filled === bytes.length) bytes = Buffer.concat([bytes], Math.min(2 * filled, limit + 1));
    }
  } finally {
    closeSync(handle);
  }
}
