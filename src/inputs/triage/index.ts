// Documents of Hatching Triage (Recorded Future Sandbox). Read: recognise.ts, read-report.ts (a task's report, and an overview),
// kernel-log.ts (onemon.json), open.ts.

import type { Input } from '../input.ts';
import { TRIAGE_CODES } from './codes.ts';
import { recogniseTriage } from './recognise.ts';

export const triageInput: Input = {
  format: 'triage',
  flavour: 'dynamic',
  codes: TRIAGE_CODES,
  summary: 'Hatching Triage report (report_triage.json, overview.json) or kernel log (onemon.json)',
  recognise: recogniseTriage,
  open: async (source, options) => (await import('./open.ts')).openTriage(source, options),
};
