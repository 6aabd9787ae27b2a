// Finds and reads rule files on disk. A file that is named is a rule whatever it is called; in a folder, rules are the files whose
// names end in `.yml`. The walk is sorted, so that the same rules give the same result on every machine.

import { closeSync, fstatSync, openSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import type { Diagnostic } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';

/** A rule file as it is on disk. */
export interface RuleFile {
  /** As it was reached, with `/` between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface RuleFiles {
  readonly files: readonly RuleFile[];
  /** `rule-file-ignored`, `rule-file-unreadable`, `rule-file-too-large`. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Folders of version control and its host: what lies in them is not rules. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', '.github']);
/** Other files that belong into a folder of rules. */
const COMPANION = /^\.git|\.(?:git|md|txt)$/;

/**
 * Reads all rule files at the given paths (files or folders). A file that is reached twice is read once. Throws `rules-not-found` for a
 * path that does not exist or cannot be read.
 */
export function readRuleFiles(paths: readonly string[]): RuleFiles {
  const walk = new Walk();
  for (const path of paths) walk.root(path);
  return walk;
}

class Walk implements RuleFiles {
  readonly files: RuleFile[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Real paths of folders that were entered and files that were read. */
  readonly #seen = new Set<string>();

  root(path: string): void {
    const shown = path.replaceAll(sep, '/').replace(/(?<=.)\/+$/, '');
    let real: string;
    let stats: Stats;
    try {
      real = realpathSync(path);
      stats = statSync(real);
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
    const entries = this.#attempt(path, () => readdirSync(real, { withFileTypes: true })) ?? [];
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      let target = `${real}/${entry.name}`;
      let kind: Pick<Stats, 'isDirectory' | 'isFile'> = entry;
      if (entry.isSymbolicLink()) {
        const link = target;
        const followed = this.#attempt(`${path}/${entry.name}`, () => {
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
      this.#report('warning', 'rule-file-ignored', `${path} is not a .yml file and was not read as a rule`, path);
    }
  }

  #file(path: string, real: string): void {
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    const bytes = this.#attempt(path, () => readLimited(real));
    if (bytes === 'too large') {
      const message = `${path} is larger than ${LIMITS.ruleFileBytes} bytes and was not read`;
      this.#report('error', 'rule-file-too-large', message, path);
    } else if (bytes !== undefined) {
      this.files.push({ path, bytes });
    }
  }

  #attempt<T>(path: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#report('error', 'rule-file-unreadable', `${path} cannot be read: ${reason}`, path);
      return undefined;
    }
  }

  #report(severity: Diagnostic['severity'], code: string, message: string, where: string): void {
    this.diagnostics.push({ code, severity, message, where, count: 1 });
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
