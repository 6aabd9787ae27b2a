// Which shape of a ProcMon log is it, if it is one?

import type { Probe } from '../input.ts';

export type ProcmonShape = 'csv' | 'xml' | 'pml';

const PML = 'PML_';
/** The names of columns that every export has next to each other, in the default order. */
const CSV_COLUMN = /^\ufeff?[^\n]*\bProcess Name"?,[^\n]*\bOperation"?,[^\n]*\bPath\b/;
const XML_ROOT = /^\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[^>]*-->\s*)?<procmon[\s>]/;

/** The shape that the first bytes have. */
export function shapeOf(head: Uint8Array): ProcmonShape | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head.subarray(0, 4096));
  if (text.startsWith(PML)) return 'pml';
  if (XML_ROOT.test(text)) return 'xml';
  return CSV_COLUMN.test(text) ? 'csv' : undefined;
}

export function recogniseProcmon({ head }: Probe): 0 | 2 {
  return shapeOf(head) === undefined ? 0 : 2;
}
