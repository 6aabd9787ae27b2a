// Reports of Joe Sandbox. Read: recognise.ts, activities.ts (which record means what), read-report.ts, open.ts.

import type { Input } from '../input.ts';
import { factCodes } from '../shared/facts/codes.ts';
import { recogniseJoe } from './recognise.ts';

export const joeInput: Input = {
  format: 'joe',
  flavour: 'dynamic',
  codes: factCodes('joe'),
  summary: 'Joe Sandbox report (jsonfixed, irjsonfixed, xml)',
  recognise: recogniseJoe,
  open: async (source, options) => (await import('./open.ts')).openJoe(source, options),
};
