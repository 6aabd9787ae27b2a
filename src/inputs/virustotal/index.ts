// What VirusTotal tells of the runs of a file. Read: recognise.ts, attributes.ts (which attribute means what), read-behaviors.ts, open.ts.

import type { Input } from '../input.ts';
import { factCodes } from '../shared/facts/codes.ts';
import { recogniseVirustotal } from './recognise.ts';

export const virustotalInput: Input = {
  format: 'virustotal',
  flavour: 'dynamic',
  codes: factCodes('virustotal'),
  summary: 'VirusTotal behaviour (JSON of API v3: behaviours or behaviour_summary of a file)',
  recognise: recogniseVirustotal,
  open: async (source, options) => (await import('./open.ts')).openVirustotal(source, options),
};
