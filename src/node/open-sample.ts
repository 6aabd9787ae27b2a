// The program that a recording is of, where the user names it.

import { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import type { Program } from '../features/program.ts';
import { openInput } from '../inputs/open.ts';
import type { Semantics } from '../semantics.ts';
import { detectMember } from './archive-members.ts';
import { openFile } from './file-source.ts';
import { inflate, unpackSource } from './gunzip.ts';
import { installedOrdinalNames } from './ordinal-names.ts';

/** Throws CapaxError where it cannot be read or is no program. */
export async function openSample(path: string, semantics: Semantics): Promise<Program> {
  const source = await openFile(path);
  const detected = await detectMember(source, undefined, { unpack: unpackSource });
  const opened = await openInput(detected, {
    ...{ diagnostics: new Diagnostics(), semantics, unpack: unpackSource, inflate },
    ordinalNames: installedOrdinalNames,
  });
  switch (opened.flavour) {
    case 'static':
      return opened;
    case 'dynamic':
      throw new CapaxError('option-invalid', 'the file that --sample names is no program', { where: path });
  }
}
