// What a rule says about itself, in the words of the result document (spec core.md 5.5).

import type { RuleMeta } from '../rules/rule.ts';
import { parseAttack, parseMbc } from './attack.ts';
import type { DocumentRuleMeta } from './document.ts';

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
}

/** A rule's meta section as documents hold it. */
export function documentMeta(meta: RuleMeta): DocumentRuleMeta {
  const { maec } = meta;
  return {
    name: meta.name,
    ...optional('namespace', meta.namespace),
    authors: meta.authors,
    scopes: meta.scopes,
    attack: meta.attack.map(parseAttack),
    mbc: meta.mbc.map(parseMbc),
    references: meta.references,
    examples: meta.examples,
    description: meta.description,
    lib: meta.lib,
    is_subscope_rule: false,
    maec: {
      ...optional('analysis_conclusion', maec.analysisConclusion),
      ...optional('analysis_conclusion_ov', maec.analysisConclusionOv),
      ...optional('malware_family', maec.malwareFamily),
      ...optional('malware_category', maec.malwareCategory),
      ...optional('malware_category_ov', maec.malwareCategoryOv),
    },
  };
}
