// Cuckoo 2 sandbox reports (report.json). Read: report-reader.ts (phase 1, what is taken from where), call-reader.ts (a call),
// summarise.ts (what it amounts to), describe.ts (display text).

import type { Input } from '../input.ts';
import { CUCKOO2_CODES } from './codes.ts';
import { recogniseCuckoo2 } from './recognise.ts';

/** Cuckoo 2 reports as an input. */
export const cuckoo2Input: Input = {
  format: 'cuckoo2',
  flavour: 'dynamic',
  codes: CUCKOO2_CODES,
  summary: 'Cuckoo 2 sandbox report (report.json)',
  recognise: recogniseCuckoo2,
  open: async (source, options) => (await import('./open.ts')).openCuckoo2(source, options),
};
