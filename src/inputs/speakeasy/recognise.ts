// Is this a report of Speakeasy?

import type { Probe } from '../input.ts';
import { outlineJson } from '../shared/json-outline.ts';

export function recogniseSpeakeasy({ head }: Probe): 0 | 2 {
  const { paths } = outlineJson(head);
  const isOwn =
    paths.has('entry_points') &&
    (paths.has('report_version') || paths.has('emulation_total_runtime') || paths.has('entry_points[].ep_type'));
  // Lists of strings or payloads may stand before the entry points, and be longer than what is looked at.
  return isOwn || (paths.has('report_version') && paths.has('emulation_total_runtime')) ? 2 : 0;
}
