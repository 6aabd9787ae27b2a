// Where `capax rules install` puts rules, and which of them are in use.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { homeFolder, userFolder } from './home-folder.ts';

/**
 * Folder of the user's data: CAPAX_DATA_DIR, or XDG_DATA_HOME or ~/.local/share (~/Library/Application Support on macOS,
 * LOCALAPPDATA on Windows) with `capax` in it. Undefined for a user without a home.
 */
export function dataFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
  home: () => string | undefined = homeFolder,
): string | undefined {
  const own = environment['CAPAX_DATA_DIR'];
  if (own !== undefined && own !== '') return own;
  const names = { variable: 'XDG_DATA_HOME', home: ['.local', 'share'], mac: ['Library', 'Application Support'] };
  return userFolder(names, environment, platform, home);
}

/** Name of the file that says which installed rules are in use. */
export const CURRENT_RULES = 'current-rules.json';

/** What `CURRENT_RULES` holds. */
export interface CurrentRules {
  /** Folder of the rules, inside the data folder. */
  readonly folder: string;
  /** Where they were downloaded, and the SHA-256 of the archive. */
  readonly url: string;
  readonly sha256: string;
}

/** Names of folders of installed rules. Nothing else is read, or removed, as such a folder, whatever `CURRENT_RULES` says. */
export const RULES_FOLDER: RegExp = /^rules-[0-9a-f]{16}-[0-9a-f]{8}$/;

/** Folder of the installed rules in use, or undefined. */
export function installedRulesFolder(data: string | undefined = dataFolder()): string | undefined {
  if (data === undefined) return undefined;
  try {
    const { folder } = JSON.parse(readFileSync(join(data, CURRENT_RULES), 'utf8')) as Partial<CurrentRules>;
    if (typeof folder !== 'string' || !RULES_FOLDER.test(folder)) return undefined;
    const path = join(data, folder);
    return statSync(path).isDirectory() ? path : undefined;
  } catch {
    return undefined;
  }
}
