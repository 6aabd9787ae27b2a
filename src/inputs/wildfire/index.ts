// Reports of WildFire (Palo Alto Networks), as XML and as the JSON that connectors make of that. Read: tree.ts (both shapes into one),
// run.ts (what a run says), open.ts.

import type { Input } from '../input.ts';
import { factCodes } from '../shared/facts/codes.ts';
import { recogniseWildfire } from './recognise.ts';

/** WildFire reports as an input. */
export const wildfireInput: Input = {
  format: 'wildfire',
  flavour: 'dynamic',
  codes: factCodes('wildfire'),
  summary: 'WildFire report (XML, JSON): facts, no calls',
  recognise: recogniseWildfire,
  open: async (source, options) => (await import('./open.ts')).openWildfire(source, options),
};
