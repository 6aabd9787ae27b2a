// The starter pack that ships with capax. The build compiles it into one file, so that the first run needs no cache.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CapaxError } from '../errors.ts';
import type { RuleSet } from '../rules/rule.ts';
import { parseSerialisedRuleSet, serialiseRuleSet } from '../rules/serialise.ts';
import { CAPAX_VERSION } from '../version.ts';

/** Name that documents state instead of a path. */
export const BUILT_IN_RULES = 'capax built-in rules';

/** The compiled pack lies at the top of dist, whichever module of it this is. */
function findPack(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let up = 0; up < 3; up++) {
    const path = join(folder, 'built-in-rules.json');
    try {
      return readFileSync(path, 'utf8');
    } catch {
      folder = dirname(folder);
    }
  }
  return undefined;
}

/** The built-in rules. Throws `rules-default-missing` where the installation is incomplete. */
export function readBuiltInRules(): RuleSet {
  const text = findPack();
  if (text === undefined) {
    throw new CapaxError('rules-default-missing', 'the built-in rules are missing from this installation', {
      hint: 'Install capax again, or name rules with -r.',
    });
  }
  return parseSerialisedRuleSet(text);
}

/**
 * Compiles the rules of a folder for `readBuiltInRules`; part of the build. Every rule must be valid. Paths are stated from the
 * folder, so that the same rules give the same text wherever they are built.
 */
export async function compileBuiltInRules(folder: string): Promise<string> {
  const { loadRulesFromPaths } = await import('./load-rules.ts');
  const options = { version: CAPAX_VERSION, cache: false, strict: true, base: folder };
  const { ruleSet } = await loadRulesFromPaths([folder], options);
  return serialiseRuleSet(ruleSet);
}
