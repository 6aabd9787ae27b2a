// Is this a WildFire report, and in which shape?

import type { Probe } from '../input.ts';

const XML = /^\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[^>]*-->\s*)?<wildfire[\s>]/;
const JSON_ROOT = /^\ufeff?\s*\{\s*"wildfire"\s*:\s*\{/;
/** Characters in which the root has to be. */
const BEGINNING = 1000;

/** The shape that the first bytes have. */
export function shapeOf(head: Uint8Array): 'xml' | 'json' | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head.subarray(0, BEGINNING));
  if (XML.test(text)) return 'xml';
  return JSON_ROOT.test(text) ? 'json' : undefined;
}

export function recogniseWildfire({ head }: Probe): 0 | 2 {
  return shapeOf(head) === undefined ? 0 : 2;
}
