// Files that are there as a whole or not at all.

import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CapaxError } from '../errors.ts';
import { removeOnSignal } from './remove-on-signal.ts';

/**
 * Writes beside the target and renames, so that an interrupted run leaves no half a file; into a device or pipe as it is. Throws
 * CapaxError `option-invalid` where it cannot.
 */
export async function writeWholeFile(path: string, chunks: AsyncIterable<string | Uint8Array>): Promise<void> {
  const isOrdinary = await stat(path).then(
    (stats) => stats.isFile(),
    () => true,
  );
  const partial = isOrdinary ? `${path}.partial` : path;
  const endWatch = isOrdinary ? removeOnSignal(partial) : undefined;
  try {
    await pipeline(chunks, createWriteStream(partial));
    if (isOrdinary) await rename(partial, path);
  } catch (error) {
    if (isOrdinary) await rm(partial, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    // Who reads the pipe has seen enough.
    if (code === 'EPIPE') return;
    if (error instanceof CapaxError || code === undefined) throw error;
    throw new CapaxError('option-invalid', `the file cannot be written (${code})`, {
      where: path,
      hint: 'Check that the folder exists and that you may write there.',
      cause: error,
    });
  } finally {
    endWatch?.();
  }
}
