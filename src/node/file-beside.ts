// Files beside an input, for runs that are recorded in several.

import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type ByteSource, readHead } from '../bytes/source.ts';
import { PACKING_HEAD_BYTES, packingOf } from '../bytes/unpack.ts';
import { isWebAddress } from '../sandbox/cape-address.ts';
import { splitMember } from './archive-members.ts';
import { openFile } from './file-source.ts';
import { unpackSource } from './gunzip.ts';

/** Finds files in the folder of an input by their names, unpacked. */
export function filesBeside(input: string): (name: string) => Promise<ByteSource | undefined> {
  return async (name) => {
    if (input === '-' || isWebAddress(input) || basename(name) !== name) return undefined;
    const { path, member } = await splitMember(input);
    if (member !== undefined) return undefined;
    const other = join(dirname(path), name);
    const isFile = await stat(other).then(
      (stats) => stats.isFile(),
      () => false,
    );
    if (!isFile) return undefined;
    const source = await openFile(other);
    const packing = packingOf(await readHead(source, PACKING_HEAD_BYTES));
    return packing === undefined ? source : unpackSource(source, packing);
  };
}
