// drcov files: which blocks of which modules ran, without order. Their instructions are those of the program. The format is read in formats/drcov/;
// open.ts is where to start.

import { DRCOV_CODES } from '../../formats/drcov/codes.ts';
import type { Input } from '../input.ts';

const VERSION = /^DRCOV VERSION: *\d/;
const BEGINNING_BYTES = 64;

/** drcov files as an input. */
export const drcovInput: Input = {
  format: 'drcov',
  flavour: 'dynamic',
  codes: DRCOV_CODES,
  summary: 'blocks of a program that ran (drcov of DynamoRIO and others, with --sample)',
  recognise: ({ head }) => (VERSION.test(new TextDecoder().decode(head.subarray(0, BEGINNING_BYTES))) ? 2 : 0),
  followsCode: () => true,
  open: async (source, options) => (await import('./open.ts')).openDrcov(source, options),
};
