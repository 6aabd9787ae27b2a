// Bytes of a file: read in large pieces behind a small first one, one ahead, from any position.

import type { Stats } from 'node:fs';
import { access, constants, type FileHandle, open, stat } from 'node:fs/promises';
import type { ByteSource } from '../bytes/source.ts';
import { CapaxError } from '../errors.ts';
import { openUnsized } from './stream-source.ts';

/** Bytes of the first read: whoever looks only at the head of a file, as detection does, asks for no more. */
const HEAD = 1 << 16;
/** Bytes of every other read. */
const PIECE = 1 << 20;

/**
 * A source over the file at `path`. Pipes and devices, which can be read only once, are kept as they are read (StreamSource).
 * Throws CapaxError, also while reading: `input-not-found`, `input-unreadable`.
 *
 * `arePipesPolled`: a silent pipe does not keep the process. Not for workers of which Node closes what they leave open: it does not see
 * that such a pipe is closed already, and would close what has its number then.
 */
export async function openFile(
  path: string,
  arePipesPolled = false,
): Promise<ByteSource & { close?(): Promise<void> }> {
  let stats: Stats;
  try {
    stats = await stat(path);
  } catch (error) {
    throw explain(path, error);
  }
  if (stats.isDirectory()) {
    // One that may not be looked into has been taken for an input where folders are.
    await access(path, constants.R_OK | constants.X_OK).catch((error: unknown) => {
      throw explain(path, error);
    });
    throw new CapaxError('input-unreadable', 'The path names a folder, not a file', {
      where: path,
      hint: 'Name the files in it.',
    });
  }
  if (!stats.isFile()) {
    // Elsewhere a pipe that is opened without waiting for a writer may seem to have ended before it has begun.
    const isPolled = arePipesPolled && stats.isFIFO() && process.platform === 'linux';
    return openUnsized(path, isPolled).catch((error: unknown) => {
      throw explain(path, error);
    });
  }
  return { name: path, size: stats.size, seekable: true, open: (from = 0) => readFrom(path, from) };
}

async function* readFrom(path: string, from: number): AsyncGenerator<Uint8Array, void, void> {
  let file: FileHandle | undefined;
  let pending: Promise<number> | undefined;
  try {
    file = await open(path);
    const head = new Uint8Array(HEAD);
    let count = await readPiece(file, head, from);
    if (count === 0) return;
    yield head.subarray(0, count);
    let spare = new Uint8Array(PIECE);
    let filled = new Uint8Array(PIECE);
    let position = from + count;
    count = await readPiece(file, filled, position);
    while (count > 0) {
      position += count;
      pending = readPiece(file, spare, position);
      // Should nobody come back for it, its failure must not be an unhandled one.
      pending.catch(() => undefined);
      yield filled.subarray(0, count);
      count = await pending;
      [filled, spare] = [spare, filled];
    }
  } catch (error) {
    throw explain(path, error);
  } finally {
    await pending?.catch(() => undefined);
    await file?.close();
  }
}

async function readPiece(file: FileHandle, into: Uint8Array, position: number): Promise<number> {
  const { bytesRead } = await file.read(into, 0, into.length, position);
  return bytesRead;
}

/** What went wrong with a path, typed. Errors that are typed already pass through. */
function explain(path: string, error: unknown): unknown {
  if (error instanceof CapaxError) return error;
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new CapaxError('input-not-found', 'There is no such file', {
      where: path,
      hint: 'Check the path.',
      cause: error,
    });
  }
  return new CapaxError('input-unreadable', `The file cannot be read (${String(code ?? error)})`, {
    where: path,
    hint: 'Check that you may read it.',
    cause: error,
  });
}
