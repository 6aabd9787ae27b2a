// Is this a report of Joe Sandbox? The full one (`jsonfixed`) and the short one for incidents (`irjsonfixed`) have the same root.

import type { Probe } from '../input.ts';
import { outlineJson } from '../shared/json-outline.ts';

/** Members of the root that together no other report has. */
const FULL = ['generalinfo', 'fileinfo', 'behavior', 'signaturedetections', 'mitreattack', 'signatureinfo'];

export function recogniseJoe({ head }: Probe): 0 | 1 | 2 {
  const { paths } = outlineJson(head);
  if (!paths.has('analysis')) return 0;
  const isFull = FULL.filter((name) => paths.has(`analysis.${name}`)).length >= 2;
  const isShort = ['reporttype', 'hashes', 'cookbook', 'confidence', 'contacted'].filter((name) =>
    paths.has(`analysis.${name}`),
  ).length;
  return isFull || paths.has('analysis.generalinfo.target') || isShort >= 2 ? 2 : 0;
}
