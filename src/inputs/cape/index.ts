// CAPE sandbox reports (report.json). Read: recognise.ts, report-reader.ts (phase 1: what is taken from where), call-reader.ts
// (a call), summarise.ts (what it amounts to), describe.ts (display text).

import type { Input } from '../input.ts';
import { CAPE_CODES } from './codes.ts';
import { recogniseCape } from './recognise.ts';

/** CAPE reports as an input. */
export const capeInput: Input = {
  format: 'cape',
  flavour: 'dynamic',
  codes: CAPE_CODES,
  summary: 'CAPE sandbox report (report.json, plain or in a zip archive)',
  recognise: recogniseCape,
  open: async (source, options) => (await import('./open.ts')).openCape(source, options),
};
