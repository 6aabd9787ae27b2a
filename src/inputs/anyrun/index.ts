// Reports of ANY.RUN. Read: recognise.ts, read-report.ts (what is taken from where), open.ts.

import type { Input } from '../input.ts';
import { factCodes } from '../shared/facts/codes.ts';
import { recogniseAnyrun } from './recognise.ts';

export const anyrunInput: Input = {
  format: 'anyrun',
  flavour: 'dynamic',
  codes: factCodes('anyrun'),
  summary: 'ANY.RUN report (JSON of their API)',
  recognise: recogniseAnyrun,
  open: async (source, options) => (await import('./open.ts')).openAnyrun(source, options),
};
