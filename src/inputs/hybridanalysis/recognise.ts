// Is this a report of Hybrid Analysis? It stands alone, in a list of runs, or, in answers of CrowdStrike, in `resources[].sandbox`.

import type { Probe } from '../input.ts';
import { outlineJson } from '../shared/json-outline.ts';

/** What stands before the members of a report. */
const ROOTS: readonly string[] = ['', '[].'];
/** Where CrowdStrike puts reports; what is in them is too deep to be looked at. */
const WRAPPED = 'resources[].sandbox[]';

/** Parts of which a report has several, and no other one these. */
const PARTS = [
  'environment_description',
  'threat_score',
  'submit_name',
  'mitre_attcks',
  'mitre_attacks',
  'extracted_files',
  'vx_family',
  'error_origin',
  'sample_flags',
];
const ENOUGH = 2;

export function recogniseHybridAnalysis({ head }: Probe): 0 | 2 {
  const { paths } = outlineJson(head);
  const isOwn = ROOTS.some(
    (root) => paths.has(`${root}environment_id`) && PARTS.filter((part) => paths.has(root + part)).length >= ENOUGH,
  );
  return isOwn || paths.has(WRAPPED) ? 2 : 0;
}
