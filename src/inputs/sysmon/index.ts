// Event logs of Sysmon, exported as XML or JSON. Read: recognise.ts (which shape), xml.ts, json.ts (events), event.ts (what an event says),
// reader.ts (facts).

import type { Input } from '../input.ts';
import { SYSMON_CODES } from './codes.ts';
import { recogniseSysmon } from './recognise.ts';

/** Sysmon logs as an input. */
export const sysmonInput: Input = {
  format: 'sysmon',
  flavour: 'dynamic',
  codes: SYSMON_CODES,
  summary: 'Sysmon event log (XML, JSON): facts, no calls',
  recognise: recogniseSysmon,
  open: async (source, options) => (await import('./open.ts')).openSysmon(source, options),
};
