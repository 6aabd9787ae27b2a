// Finds the program that an input is about and does not hold: given by name, or a file beside the input, by its hash.

import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { memorySource } from '../bytes/source.ts';
import { packingOf } from '../bytes/unpack.ts';
import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { isWebAddress } from '../sandbox/cape-address.ts';
import { splitMember } from './archive-members.ts';
import { unpackSource } from './gunzip.ts';

/** Files beside an input that are looked at, and their bytes all together. */
const MOST_FILES = 500;
const MOST_BYTES = 1 << 30;

/** Looks for programs by their SHA-256: `sample` is where the user says one is. */
export function sampleFinder(
  input: string,
  sample: string | undefined,
): (sha256: string) => Promise<Uint8Array | undefined> {
  return async (sha256) => {
    if (sample !== undefined) return readGiven(sample, sha256);
    if (input === '-' || isWebAddress(input)) return undefined;
    const { path } = await splitMember(input);
    return findBeside(path, sha256);
  };
}

async function readGiven(path: string, sha256: string): Promise<Uint8Array> {
  const bytes = await readProgram(path).catch((cause: unknown) => {
    throw new CapaxError('input-unreadable', 'the file that --sample names cannot be read', { where: path, cause });
  });
  if (sha256 === '' || hashOf(bytes) === sha256) return bytes;
  const message = 'the file that --sample names is another program than the one that was taken apart';
  throw new CapaxError('option-invalid', message, {
    where: path,
    hint: `Give the program whose SHA-256 is ${sha256}.`,
  });
}

/** The files whose names are most like that of the input come first. What cannot be read is passed over. */
async function findBeside(input: string, sha256: string): Promise<Uint8Array | undefined> {
  if (sha256 === '') return undefined;
  const folder = dirname(input);
  const own = basename(input);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.flatMap((entry) =>
    (entry.isFile() || entry.isSymbolicLink()) && entry.name !== own ? [entry.name] : [],
  );
  const likeness = new Map(names.map((name) => [name, commonLength(name, own)]));
  names.sort((a, b) => (likeness.get(b) ?? 0) - (likeness.get(a) ?? 0) || (a < b ? 1 : -1));
  let left = MOST_BYTES;
  for (const name of names.slice(0, MOST_FILES)) {
    const path = join(folder, name);
    const size = await stat(path).then(
      (stats) => (stats.isFile() ? stats.size : Number.POSITIVE_INFINITY),
      () => Number.POSITIVE_INFINITY,
    );
    if (size > LIMITS.programBytes || size > left) continue;
    left -= size;
    const bytes = await readProgram(path).catch(() => undefined);
    if (bytes !== undefined && hashOf(bytes) === sha256) return bytes;
  }
  return undefined;
}

/** A program, also one that is packed. */
async function readProgram(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  const packing = packingOf(bytes);
  if (packing === undefined) return bytes;
  const parts: Uint8Array[] = [];
  let left: number = LIMITS.programBytes;
  for await (const part of unpackSource(memorySource(path, bytes), packing).open()) {
    left -= part.length;
    if (left < 0) throw new CapaxError('input-limit', 'the program is too large', { where: path });
    parts.push(part.slice());
  }
  return Buffer.concat(parts);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
