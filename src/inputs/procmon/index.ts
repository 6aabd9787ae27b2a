// Logs of Process Monitor: its own PML files and what it exports as CSV and XML. Read: recognise.ts (which shape), pml.ts, csv.ts, xml.ts
// (rows), act.ts (what a row amounts to), reader.ts (facts).

import type { Input } from '../input.ts';
import { PROCMON_CODES } from './codes.ts';
import { recogniseProcmon } from './recognise.ts';

/** ProcMon logs as an input. */
export const procmonInput: Input = {
  format: 'procmon',
  flavour: 'dynamic',
  codes: PROCMON_CODES,
  summary: 'Process Monitor log (PML, CSV, XML): facts, no calls',
  recognise: recogniseProcmon,
  open: async (source, options) => (await import('./open.ts')).openProcmon(source, options),
};
