// `capax features INPUT`: what rules are matched against, for people and scripts, or saved as a freeze file.

import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { freezeInput } from '../../export/freeze/write.ts';
import { compileFeatureFilter, type FeatureRow, featureRowJson, listFeatures } from '../../export/list-features.ts';
import { addressKey } from '../../features/address.ts';
import { formatFeature } from '../../features/feature-text.ts';
import type { Subject } from '../../features/subject.ts';
import { detectInput } from '../../inputs/detect.ts';
import { openInput } from '../../inputs/open.ts';
import { openFile } from '../../node/file-source.ts';
import { gunzipSource, inflate } from '../../node/gunzip.ts';
import { removeOnSignal } from '../../node/remove-on-signal.ts';
import { openStandardInput } from '../../node/stream-source.ts';
import { escapeText } from '../../render/terminal/escape.ts';
import { addressText } from '../../render/view/addresses.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../../semantics.ts';
import { CAPAX_VERSION } from '../../version.ts';
import { writeOut } from '../terminal.ts';

export interface FeaturesCommandOptions {
  readonly output?: string;
  readonly jsonl?: boolean;
  readonly type?: readonly string[];
  readonly text?: string;
  readonly format: string;
  readonly password?: string;
  readonly compat?: boolean;
  readonly reproducible?: boolean;
}

/** Rows of one write to standard output. */
const ROWS_AT_ONCE = 500;

/** Runs the command; returns its exit code. */
export async function runFeatures(input: string, options: FeaturesCommandOptions): Promise<number> {
  const filter = compileFeatureFilter(options.type ?? [], options.text);
  const source = await (input === '-' ? openStandardInput() : openFile(input));
  try {
    const detected = await detectInput(source, { gunzip: gunzipSource, format: options.format });
    const opened = await openInput(detected, {
      diagnostics: new Diagnostics(),
      semantics: options.compat === true ? COMPAT_SEMANTICS : DEFAULT_SEMANTICS,
      gunzip: gunzipSource,
      inflate,
      ...(options.password === undefined ? {} : { password: options.password }),
    });
    if (options.output !== undefined) await writeFreeze(opened, options.output, options.reproducible === true);
    else await print(listFeatures(opened, filter), options.jsonl === true ? featureRowJson : formatRow);
    return 0;
  } finally {
    await source.close?.();
  }
}

async function print(rows: AsyncIterable<FeatureRow>, format: (row: FeatureRow) => string): Promise<void> {
  let text = '';
  let held = 0;
  for await (const row of rows) {
    text += `${format(row)}\n`;
    if (++held % ROWS_AT_ONCE !== 0) continue;
    await writeOut(text);
    text = '';
  }
  await writeOut(text);
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
async function writeFreeze(opened: Subject, path: string, reproducible: boolean): Promise<void> {
  const made = { extractor: { name: opened.extractor, version: reproducible ? '' : `capax ${CAPAX_VERSION}` } };
  const chunks = freezeInput(opened, made);
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
