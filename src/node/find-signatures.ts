// Which signatures of library functions to use: those named, those of CAPAX_SIGNATURES, or those in the user's folder.

import { statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { SignatureFile } from '../code/flirt/signature-file.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { Input } from '../inputs/input.ts';
import { dataFolder } from './installed-rules.ts';

/** Folder beside the installed rules whose signatures are used by default. */
const FOLDER = 'signatures';

export interface FoundSignatures {
  readonly files: readonly SignatureFile[];
  /** What is wrong with files, and within them. */
  readonly diagnostics: readonly Diagnostic[];
}

const NONE: FoundSignatures = { files: [], diagnostics: [] };

const found = new Map<string, Promise<FoundSignatures>>();

/**
 * Loads the signatures for an input, once in a process; none for one that is not taken apart. `paths`: those that were named. Throws
 * CapaxError as `loadSignatures` does.
 */
export function signaturesFor(input: Input | 'result', paths: readonly string[]): Promise<FoundSignatures> {
  const chosen = input !== 'result' && isTakenApart(input) ? choose(paths) : [];
  if (chosen.length === 0) return Promise.resolve(NONE);
  const key = JSON.stringify(chosen);
  let signatures = found.get(key);
  if (signatures === undefined) {
    signatures = load(chosen);
    found.set(key, signatures);
  }
  return signatures;
}

/** Whether code is looked for in what an input gives; features that were saved are what they are. */
function isTakenApart({ flavour }: Input): boolean {
  switch (flavour) {
    case 'static':
      return true;
    case 'dynamic':
    case 'either':
      return false;
  }
}

async function load(paths: readonly string[]): Promise<FoundSignatures> {
  const { loadSignatures } = await import('./load-signatures.ts');
  const { files, diagnostics } = await loadSignatures(paths);
  return { files, diagnostics: [...diagnostics, ...files.flatMap((file) => file.diagnostics)] };
}

function choose(named: readonly string[]): readonly string[] {
  if (named.length > 0) return named;
  const stated = (process.env['CAPAX_SIGNATURES'] ?? '').split(delimiter).filter((path) => path !== '');
  if (stated.length > 0) return stated;
  const folder = signaturesFolder();
  return folder === undefined ? [] : [folder];
}

/** The user's folder with signatures, if there is one. */
function signaturesFolder(): string | undefined {
  const data = dataFolder();
  if (data === undefined) return undefined;
  const path = join(data, FOLDER);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : undefined;
}
