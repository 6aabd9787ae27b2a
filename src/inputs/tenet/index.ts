// Tenet traces: registers and memory before every instruction of one thread, as text. A run of several threads is as many files, NAME.0.log,
// NAME.1.log and so on: the others are read with the first. They have no bytes of instructions, which are taken from the program and from what
// the code wrote. The format is read in formats/tenet/; open.ts is where to start.

import { recogniseTenet } from '../../formats/tenet/recognise.ts';
import type { Input } from '../input.ts';
import { TENET_CODES } from './codes.ts';
import { threadFile } from './thread-files.ts';

/** Tenet traces as an input. */
export const tenetInput: Input = {
  format: 'tenet',
  flavour: 'dynamic',
  codes: TENET_CODES,
  summary: 'instructions of a run in the format of Tenet (NAME.0.log, with --sample)',
  recognise: ({ head }) => (recogniseTenet(head) ? 2 : 0),
  followsCode: () => true,
  runOf: (name) => threadFile(name)?.run,
  open: async (source, options) => (await import('./open.ts')).openTenet(source, options),
};
