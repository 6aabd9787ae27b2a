// `capax features INPUT`: what rules are matched against, for people and scripts, or saved as a freeze file.

import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CapaxError } from '../../errors.ts';
import { freezeInput } from '../../export/freeze/write.ts';
import { compileFeatureFilter, type FeatureRow, featureRowJson, listFeatures } from '../../export/list-features.ts';
import { addressKey } from '../../features/address.ts';
import { formatFeature } from '../../features/feature-text.ts';
import type { Program } from '../../features/program.ts';
import type { Trace } from '../../features/trace.ts';
import { escapeText } from '../../render/terminal/escape.ts';
import { addressText } from '../../render/view/addresses.ts';
import { CAPAX_VERSION } from '../../version.ts';
import { type OpenInputOptions, withInput } from '../open-input.ts';
import { writeLines } from '../terminal.ts';

export interface FeaturesCommandOptions extends OpenInputOptions {
  readonly output?: string;
  readonly jsonl?: boolean;
  readonly type?: readonly string[];
  readonly text?: string;
  readonly reproducible?: boolean;
}

/** Runs the command; returns its exit code. */
export async function runFeatures(input: string, options: FeaturesCommandOptions): Promise<number> {
  const filter = compileFeatureFilter(options.type ?? [], options.text);
  await withInput(input, options, async (opened) => {
    if (options.output !== undefined) await writeFreeze(opened, options.output, options.reproducible === true);
    else await writeLines(listFeatures(opened, filter), options.jsonl === true ? featureRowJson : formatRow);
  });
  return 0;
}

/** `scope  place  feature`, and where in the place it was seen if that is elsewhere. */
function formatRow({ scope, place, address, feature }: FeatureRow): string {
  const where =
    place.type === 'no address' ? (address.type === 'no address' ? '' : addressText(address)) : addressText(place);
  const elsewhere =
    place.type !== 'no address' && addressKey(address) !== addressKey(place) ? ` @ ${addressText(address)}` : '';
  return `${scope.padEnd(11)}  ${where === '' ? '' : `${where}  `}${escapeText(formatFeature(feature))}${elsewhere}`;
}

/** Writes beside the target and renames, so that an interrupted run leaves no half a file; into a device or pipe as it is. */
async function writeFreeze(opened: Program | Trace, path: string, reproducible: boolean): Promise<void> {
  const made = { extractor: { name: opened.extractor, version: reproducible ? '' : `capax ${CAPAX_VERSION}` } };
  const chunks = freezeInput(opened, made);
  const isOrdinary = await stat(path).then(
    (stats) => stats.isFile(),
    () => true,
  );
  const partial = isOrdinary ? `${path}.partial` : path;
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
  }
}
