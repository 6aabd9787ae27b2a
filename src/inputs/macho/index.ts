// Programs of Apple's systems (Mach-O files). Read: open.ts, code-facts.ts (what the file says about its code), objective-c.ts (its classes).

import { MACHO_CODES } from '../../formats/macho/codes.ts';
import type { Input } from '../input.ts';
import { programFormat } from '../program-file.ts';

/** Mach-O files, thin and universal, for x86-64 and ARM64 as an input. */
export const machoInput: Input = {
  format: 'macho',
  flavour: 'static',
  codes: MACHO_CODES,
  summary: 'macOS program (Mach-O file for x86-64 or ARM64, also a universal one)',
  recognise: ({ head }) => (programFormat(head) === 'Mach-O' ? 2 : 0),
  open: async (source, options) => (await import('./open.ts')).openMachO(source, options),
};
