// `capax rules where`: which rules are used when none are named, and what is wrong with them.

import { findRules } from '../../node/find-rules.ts';
import { escapeText } from '../../render/terminal/escape.ts';
import { describeRuleProblems } from '../rule-problems.ts';
import { messageWidth, tell, writeOut } from '../terminal.ts';

/** Runs the command; returns its exit code. */
export async function runWhereRules(): Promise<number> {
  const { ruleSet, paths, diagnostics } = await findRules({ paths: [], strict: false, cache: true });
  const count = ruleSet.rules.filter(({ derived }) => derived === undefined).length;
  tell(describeRuleProblems(diagnostics, messageWidth()));
  await writeOut(`${paths.map(escapeText).join('\n')}\n${count} rules\n`);
  return 0;
}
