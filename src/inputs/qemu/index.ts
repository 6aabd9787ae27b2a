// Logs of instructions that QEMU ran: of -d in_asm,exec,cpu, and of the execlog plugin. The format is read in formats/qemu/; open.ts is where to
// start.

import { recogniseQemu } from '../../formats/qemu/recognise.ts';
import type { Input } from '../input.ts';
import { QEMU_CODES } from './codes.ts';

/** Logs of QEMU as an input. */
export const qemuInput: Input = {
  format: 'qemu',
  flavour: 'dynamic',
  codes: QEMU_CODES,
  summary: 'instructions that QEMU ran (-d in_asm,exec,cpu, or the execlog plugin)',
  recognise: ({ head }) => (recogniseQemu(head) === undefined ? 0 : 2),
  followsCode: () => true,
  open: async (source, options) => (await import('./open.ts')).openQemu(source, options),
};
