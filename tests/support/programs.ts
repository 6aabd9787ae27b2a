// Programs of the workplace, unpacked in memory only. They are inert inputs: nothing here runs one or writes one to disk.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from './shared.ts';

/** A line of an index of programs. */
export interface ProgramRow {
  readonly md5: string;
  readonly name: string;
  readonly format: string;
  readonly arch: string;
  readonly size: number;
  readonly bytes: () => Uint8Array;
  /** Path of what the reference found, without extension. */
  readonly golden?: string;
}

function readIndex(path: string | undefined): ProgramRow[] {
  if (path === undefined) return [];
  const folder = dirname(path);
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { file, golden, ...row } = JSON.parse(line);
      const bytes = (): Uint8Array => new Uint8Array(gunzipSync(readFileSync(join(folder, file))));
      return { ...row, bytes, ...(golden === undefined ? {} : { golden: join(folder, golden) }) };
    });
}

/** Programs that the reference was run on. */
export const judgedPrograms: readonly ProgramRow[] = readIndex(sharedPath('golden', 'static', 'index.jsonl'));

/** All programs. */
export const allPrograms: readonly ProgramRow[] = readIndex(sharedPath('data', 'samples', 'index.jsonl'));
