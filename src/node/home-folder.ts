// The user's home, which not every user has: a container may run under a number that nobody knows, without HOME.

import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Undefined where there is none; never the current folder. */
export function homeFolder(): string | undefined {
  try {
    const home = homedir();
    return isAbsolute(home) ? home : undefined;
  } catch {
    return undefined;
  }
}

/** Where a kind of files lies. */
interface FolderNames {
  /** Variable of the XDG base directory specification. */
  readonly variable: string;
  /** Below the home, where that variable is not set. */
  readonly home: readonly string[];
  /** The same on macOS. */
  readonly mac: readonly string[];
}

/** Folder of capax for a kind of files: as XDG says it, below LOCALAPPDATA on Windows. Undefined if that needs a home and there is none. */
export function userFolder(
  { variable, home: below, mac }: FolderNames,
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
  findHome: () => string | undefined,
): string | undefined {
  const stated = environment[platform === 'win32' ? 'LOCALAPPDATA' : variable];
  if (platform !== 'darwin' && stated !== undefined && stated !== '') return join(stated, 'capax');
  const home = findHome();
  if (home === undefined) return undefined;
  const parts = platform === 'darwin' ? mac : platform === 'win32' ? ['AppData', 'Local'] : below;
  return join(home, ...parts, 'capax');
}
