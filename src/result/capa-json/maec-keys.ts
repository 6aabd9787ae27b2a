// The members of `maec`, in our words and in those of the reference's JSON, in its order.

import type { Maec } from '../../rules/rule.ts';

export type MaecKey = keyof Maec;

const KEYS: Readonly<Record<MaecKey, string>> = {
  analysisConclusion: 'analysis_conclusion',
  analysisConclusionOv: 'analysis_conclusion_ov',
  malwareFamily: 'malware_family',
  malwareCategory: 'malware_category',
  malwareCategoryOv: 'malware_category_ov',
};

export const MAEC_KEYS: readonly (readonly [MaecKey, string])[] = Object.entries(KEYS) as [MaecKey, string][];
