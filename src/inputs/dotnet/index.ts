// .NET assemblies: PE files with managed code. Read: open.ts, type-names.ts and members.ts (what tokens stand for), find-methods.ts,
// instruction-features.ts.

import { DOTNET_CODES } from '../../formats/dotnet/codes.ts';
import type { Input } from '../input.ts';
import { namesManagedCode } from '../program-file.ts';

/** Assemblies as an input; what turns out to be none is read as a native program. */
export const dotnetInput: Input = {
  format: 'dotnet',
  flavour: 'static',
  codes: DOTNET_CODES,
  summary: '.NET assembly (PE file with managed code)',
  recognise: ({ head }) => (namesManagedCode(head) ? 2 : 0),
  open: async (source, options) => (await import('./open.ts')).openDotnet(source, options),
};
