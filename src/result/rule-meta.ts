// What a rule says about itself, as documents hold it (spec core.md 5.5).

import type { RuleMeta } from '../rules/rule.ts';
import { parseAttack, parseMbc } from './attack.ts';
import type { DocumentRuleMeta } from './document.ts';

/** A rule's meta section as documents hold it. */
export function documentMeta({ attack, mbc, ...meta }: RuleMeta): DocumentRuleMeta {
  return { ...meta, attack: attack.map(parseAttack), mbc: mbc.map(parseMbc), isSubscopeRule: false };
}
