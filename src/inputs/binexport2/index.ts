// What Ghidra, IDA and Binary Ninja saw of a program (BinExport2 files). Read: open.ts, listing.ts (the tables joined), functions.ts (features).

import { BINEXPORT2_CODES } from '../../formats/binexport2/codes.ts';
import type { Input } from '../input.ts';

/** It begins with what was taken apart: a message whose second field is a SHA-256. */
const BEGINNING = /^\n[\x01-\xff][\x01-\x7f]?\n[\s\S]{1,600}?\x12@[0-9a-fA-F]{64}/;
const HEAD = 1024;

/** BinExport2 files as an input. The program itself is found by its hash where the host can look for it. */
export const binexport2Input: Input = {
  format: 'binexport2',
  flavour: 'static',
  codes: BINEXPORT2_CODES,
  summary: 'what a disassembler saw of a program (BinExport2 of Ghidra, IDA or Binary Ninja)',
  recognise: ({ name, head }) => {
    const beginning = Array.from(head.subarray(0, HEAD), (byte) => String.fromCharCode(byte)).join('');
    if (BEGINNING.test(beginning)) return 2;
    return /\.BinExport2?$/i.test(name) ? 1 : 0;
  },
  open: async (source, options) => (await import('./open.ts')).openBinExport2(source, options),
};
