// Linux and other Unix programs (ELF files). Read: open.ts, code-facts.ts (what the file says about its code).

import { ELF_CODES } from '../../formats/elf/codes.ts';
import type { Input } from '../input.ts';
import { programFormat } from '../program-file.ts';

/** ELF files as an input. */
export const elfInput: Input = {
  format: 'elf',
  flavour: 'static',
  codes: ELF_CODES,
  summary: 'Unix program (ELF file for x86, x86-64 or ARM64)',
  recognise: ({ head }) => (programFormat(head) === 'ELF' ? 2 : 0),
  open: async (source, options) => (await import('./open.ts')).openElf(source, options),
};
