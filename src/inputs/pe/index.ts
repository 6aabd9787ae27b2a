// Windows programs (PE files) with native code. How they are read is in ../shared/native/: assemblies of .NET may have such code, too.

import { PE_CODES } from '../../formats/pe/codes.ts';
import type { Input } from '../input.ts';
import { namesManagedCode, programFormat } from '../program-file.ts';

/** PE files of 32 and 64 bits for x86 as an input. */
export const peInput: Input = {
  format: 'pe',
  flavour: 'static',
  codes: PE_CODES,
  summary: 'Windows program (PE file for x86, x86-64 or ARM64)',
  recognise: ({ head }) => (programFormat(head) === 'PE' && !namesManagedCode(head) ? 2 : 0),
  open: async (source, options) => (await import('../shared/native/pe-program.ts')).openPe(source, options),
};
