// Traces of x64dbg (.trace32, .trace64): every instruction that a debugger stepped over, with registers and memory. The format is read in
// formats/x64dbg/; open.ts is where to start.

import { recogniseX64dbg } from '../../formats/x64dbg/header.ts';
import type { Input } from '../input.ts';
import { X64DBG_CODES } from './codes.ts';

/** x64dbg traces as an input. */
export const x64dbgInput: Input = {
  format: 'x64dbg',
  flavour: 'dynamic',
  codes: X64DBG_CODES,
  summary: 'instructions of a run that x64dbg traced (.trace32, .trace64)',
  recognise: ({ head }) => (recogniseX64dbg(head) ? 2 : 0),
  followsCode: () => true,
  open: async (source, options) => (await import('./open.ts')).openX64dbg(source, options),
};
