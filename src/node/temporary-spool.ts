// Temporary files for downloads that are read more than once. Each file is unlinked as soon as it is open, so nothing is left
// behind however the process ends.

import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Spool } from '../bytes/spool.ts';
import { CapaxError } from '../errors.ts';

/** Bytes of one read. */
const READ_BYTES = 262_144;

/** Makes files in `folder` (default: the system's folder for temporary files) that only this user can read. */
export function createTemporarySpool(folder: string = tmpdir()): Spool {
  const explain = (error: unknown): CapaxError =>
    new CapaxError('input-unreadable', 'The temporary file for the download cannot be used.', {
      where: folder,
      hint: 'Make room there, or name another folder in the environment variable TMPDIR.',
      cause: error,
    });
  const attempt = <T>(step: () => Promise<T>): Promise<T> =>
    step().catch((error: unknown) => {
      throw explain(error);
    });
  return async () => {
    const path = join(folder, `capax-${crypto.randomUUID()}`);
    // `x` refuses a name that exists, so nobody can have laid a link there.
    const file = await attempt(() => open(path, 'wx+', 0o600));
    await attempt(() => unlink(path));
    let length = 0;
    return {
      append: (chunk) =>
        attempt(async () => {
          for (let done = 0; done < chunk.length; ) {
            const { bytesWritten } = await file.write(chunk, done, chunk.length - done, length);
            done += bytesWritten;
            length += bytesWritten;
          }
        }),
      read: (at) =>
        attempt(async () => {
          const bytes = new Uint8Array(Math.min(READ_BYTES, length - at));
          const { bytesRead } = await file.read(bytes, 0, bytes.length, at);
          return bytes.subarray(0, bytesRead);
        }),
      remove: () => file.close(),
    };
  };
}
