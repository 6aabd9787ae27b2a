// The files of a VMRay analysis that capax reads: the summary, the function log and the sample. They come in one zip archive;
// the function log alone is accepted too, as XML or as text, for its calls.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import { type Budget, sourceWithin } from '../../bytes/watched-source.ts';
import { openZip } from '../../bytes/zip.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import type { VmrayCode } from './codes.ts';
import { analysisFolder, FLOG, FLOG_TEXT, OLD_SUMMARY, plainName, recogniseShape, SUMMARY } from './recognise.ts';
import { oldSummaryError } from './summary.ts';

export interface VmrayFiles {
  readonly flog: ByteSource;
  /** Which of its two forms the function log has. */
  readonly form: 'xml' | 'text';
  /** Absent where only the function log was given. */
  readonly summary: ByteSource | undefined;
  /** The sample's bytes, if the archive holds them. `sha256` as the summary writes it. */
  findSample(sha256: string): ByteSource | undefined;
}

/** An analysis without its function log: there are no calls, but what the summary says was done. */
export interface LoneSummary {
  readonly flog: undefined;
  readonly summary: ByteSource;
}

/** Bytes of the beginning that are looked at. */
const HEAD_BYTES = 65_536;

/**
 * Finds the files in an archive (names are compared without case), or takes `source` as the function log or the summary. Throws
 * `report-unsupported-version` for the old summary format, `input-unsupported` where both are missing.
 */
export async function openVmrayFiles(
  source: ByteSource,
  passwords: readonly string[],
  diagnostics: Diagnostics<VmrayCode>,
  budget?: Budget,
): Promise<VmrayFiles | LoneSummary> {
  const shape = recogniseShape(await readHead(source, HEAD_BYTES));
  if (shape === 'flog' || shape === 'flog text') {
    const form = shape === 'flog' ? 'xml' : 'text';
    return { flog: source, form, summary: undefined, findSample: () => undefined };
  }
  if (shape === 'old summary') throw oldSummaryError(source.name);
  if (shape === 'summary') return { flog: undefined, summary: source };
  const files = new Map<string, ByteSource>();
  const entries = await openZip(source, { passwords, diagnostics });
  const folder = analysisFolder(entries.map(({ name }) => name));
  for (const { name, source: file } of entries) {
    const key = plainName(name).slice(folder.length);
    if (!files.has(key)) files.set(key, sourceWithin(file, budget));
  }
  const form = files.has(FLOG) ? 'xml' : 'text';
  const flog = files.get(form === 'xml' ? FLOG : FLOG_TEXT);
  const summary = files.get(SUMMARY);
  if (summary === undefined && files.has(OLD_SUMMARY)) throw oldSummaryError(source.name);
  if (flog === undefined) {
    if (summary !== undefined) return { flog: undefined, summary };
    throw missingFlogError(source.name, 'This is not a VMRay archive.');
  }
  return {
    flog,
    form,
    summary,
    findSample: (sha256) => {
      const id = sha256.toLowerCase();
      return files.get(`internal/static_analyses/${id}/objects/files/${id}`);
    },
  };
}

/** The error for an analysis whose calls are needed and missing. */
export function missingFlogError(where: string, message: string): CapaxError {
  return new CapaxError('input-unsupported', message, {
    where,
    hint: 'Export the whole analysis archive from VMRay; it must hold logs/summary_v2.json and logs/flog.xml. The function log alone (flog.txt) will do too.',
  });
}
