// Freeze files as an input: features that the reference or capax saved, of a program or of a recorded run.

import type { Input } from '../input.ts';
import { FREEZE_CODES } from './codes.ts';
import { isFreeze } from './format.ts';

/** The input `freeze`. The whole file is read when it is opened. */
export const freezeInput: Input = {
  format: 'freeze',
  flavour: 'either',
  codes: FREEZE_CODES,
  summary: 'features saved by capa or capax (freeze file)',
  recognise: ({ name, raw, head }) => {
    if (isFreeze(raw) || isFreeze(head)) return 2;
    return name.endsWith('.frz') ? 1 : 0;
  },
  open: async (source, options) => (await import('./open.ts')).openFreeze(source, options),
};
