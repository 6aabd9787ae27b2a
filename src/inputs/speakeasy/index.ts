// Reports of Speakeasy, the emulator of Windows programs. Its calls are calls; what it says beside them of files, keys, processes and the
// network are facts. Read: recognise.ts, calls.ts, read-report.ts (facts), open.ts.

import type { Input } from '../input.ts';
import { SPEAKEASY_CODES } from './codes.ts';
import { recogniseSpeakeasy } from './recognise.ts';

/** Speakeasy reports as an input. */
export const speakeasyInput: Input = {
  format: 'speakeasy',
  flavour: 'dynamic',
  codes: SPEAKEASY_CODES,
  summary: 'Speakeasy emulation report (speakeasy -t FILE -o REPORT)',
  recognise: recogniseSpeakeasy,
  open: async (source, options) => (await import('./open.ts')).openSpeakeasy(source, options),
};
