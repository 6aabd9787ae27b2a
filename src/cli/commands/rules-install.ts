// `capax rules install`: downloads a rule collection; it is then used by default.

import { installRules } from '../../node/install-rules.ts';
import { escapeText } from '../../render/terminal/escape.ts';
import { ProgressLine } from '../progress.ts';
import { writeOut } from '../terminal.ts';

export interface InstallRulesOptions {
  readonly url?: string;
  readonly sha256?: string;
}

/** Runs the command; returns its exit code. */
export async function runInstallRules(options: InstallRulesOptions): Promise<number> {
  const progress = new ProgressLine('rules', false);
  try {
    const { folder, rules, url } = await installRules({
      ...options,
      onProgress: (bytes) => progress.say(`downloading rules: ${(bytes / 1e6).toFixed(1)} MB`),
    });
    progress.done();
    await writeOut(`installed ${rules} rules from ${escapeText(url)}\nin ${escapeText(folder)}\n`);
    return 0;
  } finally {
    progress.done();
  }
}
