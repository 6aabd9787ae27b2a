// Reports of Hybrid Analysis and of Falcon Sandbox, which is the same. Read: recognise.ts, read-report.ts (what is taken from where), open.ts.

import type { Input } from '../input.ts';
import { factCodes } from '../shared/facts/codes.ts';
import { recogniseHybridAnalysis } from './recognise.ts';

/** Hybrid Analysis reports as an input. */
export const hybridAnalysisInput: Input = {
  format: 'hybridanalysis',
  flavour: 'dynamic',
  codes: factCodes('hybridanalysis'),
  summary: 'Hybrid Analysis or Falcon Sandbox report (JSON summary): facts, no calls',
  recognise: recogniseHybridAnalysis,
  open: async (source, options) => (await import('./open.ts')).openHybridAnalysis(source, options),
};
