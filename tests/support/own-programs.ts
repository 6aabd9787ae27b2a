// Programs that were compiled for this project, with what is in them, where they are (`../shared/data/own`). They are read, never run.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from './shared.ts';

interface TruthFunction {
  readonly name: string;
  readonly address: string;
  readonly origin: string;
}

/** What is in a program; addresses are hexadecimal texts. */
export interface Truth {
  readonly kind: string;
  readonly arch: string;
  readonly image: { readonly base: string; readonly entry: string | null };
  readonly sections: readonly { readonly segment: string; readonly name: string; readonly address: string }[];
  readonly imports: readonly { readonly name: string; readonly library?: string; readonly slot?: string }[];
  readonly exports: readonly { readonly name: string; readonly address: string }[];
  readonly slots: readonly (readonly [address: string, name: string])[];
  readonly functions: readonly TruthFunction[];
  readonly source_strings: readonly { readonly text?: string; readonly value?: string }[];
}

/** `[kind, value, whether it is in this program, where, as what]` */
export type Fact = readonly [kind: string, value: string, isSeen: boolean | null, where?: string, as?: string];

/** What a function of the source does. */
export interface ExpectedFunction {
  readonly status: string;
  readonly address: string;
  readonly size: string;
  readonly facts: readonly Fact[];
}

export interface OwnProgram {
  readonly name: string;
  readonly bytes: () => Uint8Array;
  readonly truth: () => Truth;
  readonly expected: () => ReadonlyMap<string, ExpectedFunction>;
}

const folder = sharedPath('data', 'own', 'bin');

function unpack(name: string): Buffer {
  return gunzipSync(readFileSync(join(folder ?? '', `${name}.gz`)));
}

/** One of them. */
export function ownProgram(name: string): OwnProgram {
  return {
    name,
    bytes: () => new Uint8Array(unpack(name)),
    truth: () => JSON.parse(unpack(`${name}.truth.json`).toString()),
    expected: () => new Map(Object.entries(JSON.parse(unpack(`${name}.expected.json`).toString()).functions)),
  };
}

/** Those whose names a pattern fits, by name; none where the folder is absent. */
export function ownPrograms(pattern: RegExp): OwnProgram[] {
  if (folder === undefined) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.gz') && !file.endsWith('.json.gz'))
    .map((file) => file.slice(0, -3))
    .filter((name) => pattern.test(name))
    .sort()
    .map(ownProgram);
}

const damagedFolder = sharedPath('data', 'own', 'damaged');

/** Broken files, whose names a pattern fits. */
export function damagedPrograms(pattern: RegExp): { readonly name: string; readonly bytes: () => Uint8Array }[] {
  if (damagedFolder === undefined) return [];
  return readdirSync(damagedFolder)
    .filter((file) => file.endsWith('.gz') && pattern.test(file))
    .sort()
    .map((file) => ({
      name: file.slice(0, -3),
      bytes: () => new Uint8Array(gunzipSync(readFileSync(join(damagedFolder, file)))),
    }));
}
