// Is this a report of ANY.RUN? Their API wraps it in `data`, connectors in `reports`.

import type { Probe } from '../input.ts';
import { outlineJson } from '../shared/json-outline.ts';

/** What stands before the members of a report. */
export const ROOTS: readonly string[] = ['data.', 'reports.', ''];

/** Parts that together no other report has. */
const PARTS = ['counters', 'environments', 'incidents', 'modified', 'mitre'];

export function recogniseAnyrun({ head }: Probe): 0 | 1 | 2 {
  const { paths } = outlineJson(head);
  const isOwn = ROOTS.some(
    (root) =>
      paths.has(`${root}analysis.content`) &&
      (paths.has(`${root}analysis.content.mainObject`) || PARTS.some((part) => paths.has(root + part))),
  );
  return isOwn ? 2 : 0;
}
