// The browser of the machine, for tests that need one.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Path of CAPAX_CHROMIUM, or of a Chromium or Chrome in PATH; undefined if there is none. */
export function findBrowser(): string | undefined {
  const named = process.env['CAPAX_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));
}
