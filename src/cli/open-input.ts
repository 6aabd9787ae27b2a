// One input for the commands that list what is in it: opened, handed over, closed, and what is wrong with it told on standard error.

import { type Diagnostic, Diagnostics } from '../diagnostics.ts';
import type { Subject } from '../features/subject.ts';
import { openInput } from '../inputs/open.ts';
import { detectMember, splitMember } from '../node/archive-members.ts';
import { filesBeside } from '../node/file-beside.ts';
import { openFile } from '../node/file-source.ts';
import { sampleFinder } from '../node/find-sample.ts';
import { signaturesFor } from '../node/find-signatures.ts';
import { inflate, unpackSource } from '../node/gunzip.ts';
import { openSample } from '../node/open-sample.ts';
import { installedOrdinalNames } from '../node/ordinal-names.ts';
import { openStandardInput } from '../node/stream-source.ts';
import { escapeText } from '../render/terminal/escape.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../semantics.ts';
import { describeSignatureProblems } from './signature-problems.ts';
import { tell } from './terminal.ts';

export interface OpenInputOptions {
  readonly format: string;
  readonly sample?: string;
  readonly maxInstructions?: number;
  readonly arch?: string;
  readonly password?: string;
  readonly compat?: boolean;
  readonly signatures?: readonly string[];
  readonly quiet?: boolean;
}

/** Opens a file, a member of an archive or standard input (`-`), hands it to `use` and closes it. Throws CapaxError. */
export async function withInput<T>(
  input: string,
  { format, sample, maxInstructions, arch, password, compat, signatures = [], quiet }: OpenInputOptions,
  use: (opened: Subject) => Promise<T>,
): Promise<T> {
  const { path, member } = await splitMember(input);
  const source = await (path === '-' ? openStandardInput() : openFile(path));
  const ofArchive = password === undefined ? {} : { password };
  try {
    const detected = await detectMember(source, member, { unpack: unpackSource, format, ...ofArchive });
    const { files, diagnostics } = await signaturesFor(detected.input, signatures);
    if (quiet !== true && diagnostics.length > 0) tell(describeSignatureProblems(diagnostics));
    const semantics = compat === true ? COMPAT_SEMANTICS : DEFAULT_SEMANTICS;
    const opened = await openInput(detected, {
      diagnostics: new Diagnostics(),
      semantics,
      unpack: unpackSource,
      ordinalNames: installedOrdinalNames,
      inflate,
      signatures: files,
      findSample: sampleFinder(input, sample),
      beside: filesBeside(input),
      maxInstructions,
      ...(sample === undefined || detected.followsCode !== true
        ? {}
        : { ranProgram: await openSample(sample, semantics) }),
      arch,
      ...ofArchive,
    });
    return await use(opened);
  } finally {
    await source.close?.();
  }
}

/** A line on standard error, unless nothing is to be said there. */
export function warn(text: string, isQuiet: boolean | undefined): void {
  if (isQuiet !== true) tell(`capax: ${escapeText(text)}\n`);
}

/** Tells of what was lost of an input. */
export function warnOfLosses(diagnostics: readonly Diagnostic[], isQuiet: boolean | undefined): void {
  for (const { severity, message, where } of diagnostics) {
    if (severity === 'error') warn(`${message}${where === undefined ? '' : ` (${where})`}`, isQuiet);
  }
}
