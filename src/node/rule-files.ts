// Finds and reads rule files on disk. A file that is named is a rule whatever it is called; in a folder, rules are the files whose
// names end in `.yml`. The walk is sorted, so that the same rules give the same result on every machine.

import { closeSync, fstatSync, openSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
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
    else this.#file(shown, real);
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
      const message = 'the name does not end in .yml, so the file was not read as a rule';
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

/** The bytes of a file. One handle for size and content, so that the limit holds for what is read. */
function readLimited(path: string): Uint8Array | 'too large' {
  const handle = openSync(path, 'r');
  try {
    return fstatSync(handle).size > LIMITS.ruleFileBytes ? 'too large' : readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}
