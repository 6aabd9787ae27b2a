// `capax rules where`: which rules are used when none are named.

import { findRules } from '../../node/find-rules.ts';
import { escapeText } from '../../render/terminal/escape.ts';
import { writeOut } from '../terminal.ts';

/** Runs the command; returns its exit code. */
export async function runWhereRules(): Promise<number> {
  const { ruleSet, paths, diagnostics } = await findRules({ paths: [], strict: false, cache: true });
  const count = ruleSet.rules.filter(({ derived }) => derived === undefined).length;
  const aside = diagnostics.length === 0 ? '' : `, ${diagnostics.length} problems (use --strict to see the first)`;
  await writeOut(`${paths.map(escapeText).join('\n')}\n${count} rules${aside}\n`);
  return 0;
}
