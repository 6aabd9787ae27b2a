// Cuckoo 2 sandbox reports (report.json). Read: report-reader.ts (phase 1, what is taken from where), call-reader.ts (a call),
// summarise.ts (what it amounts to), describe.ts (display text).

import type { Input } from '../input.ts';
import { recogniseCuckoo2 } from './recognise.ts';

/** Cuckoo 2 reports as an input. */
export const cuckoo2Input: Input = {
  format: 'cuckoo2',
  flavour: 'dynamic',
  summary: 'Cuckoo 2 sandbox report (report.json)',
  recognise: recogniseCuckoo2,
  open: async (source, options) => (await import('./open.ts')).openCuckoo2(source, options),
};
