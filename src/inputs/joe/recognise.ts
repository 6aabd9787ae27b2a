// Is this a report of Joe Sandbox, and in which shape? The full one (`jsonfixed`) and the short one for incidents (`irjsonfixed`) have the same root.

import type { Probe } from '../input.ts';
import { outlineJson } from '../shared/json-outline.ts';

/** Members of the root that together no other report has. */
const FULL = ['generalinfo', 'fileinfo', 'behavior', 'signaturedetections', 'mitreattack', 'signatureinfo'];

const SHORT = ['reporttype', 'hashes', 'cookbook', 'confidence', 'contacted'];
const XML_ROOT = /^\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[^>]*-->\s*)?<analysis[\s>]/;

/** Whether the first bytes are those of an XML report. */
export function isJoeXml(head: Uint8Array): boolean {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head);
  if (!XML_ROOT.test(text)) return false;
  const has = (name: string): boolean => text.includes(`<${name}>`) || text.includes(`<${name} `);
  return has('generalinfo') || FULL.filter(has).length >= 2 || SHORT.filter(has).length >= 2;
}

export function recogniseJoe({ head }: Probe): 0 | 1 | 2 {
  if (isJoeXml(head)) return 2;
  const { paths } = outlineJson(head);
  if (!paths.has('analysis')) return 0;
  const isFull = FULL.filter((name) => paths.has(`analysis.${name}`)).length >= 2;
  const isShort = SHORT.filter((name) => paths.has(`analysis.${name}`)).length;
  return isFull || paths.has('analysis.generalinfo.target') || isShort >= 2 ? 2 : 0;
}
