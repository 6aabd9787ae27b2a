// Windows programs (PE files). Read: open.ts, code-facts.ts (what the file says about its code).

import { PE_CODES } from '../../formats/pe/codes.ts';
import type { Input } from '../input.ts';
import { programFormat } from '../program-file.ts';

/** PE files of 32 and 64 bits for x86 as an input. */
export const peInput: Input = {
  format: 'pe',
  flavour: 'static',
  codes: PE_CODES,
  summary: 'Windows program (PE file for x86 or x86-64)',
  recognise: ({ head }) => (programFormat(head) === 'PE' ? 2 : 0),
  open: async (source, options) => (await import('./open.ts')).openPe(source, options),
};
