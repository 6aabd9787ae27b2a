// The files of a VMRay analysis that capax reads: the summary, the function log and the sample. They come in one zip archive;
// the function log alone is accepted too, for its calls.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import { openZip } from '../../bytes/zip.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { oldSummaryError } from './summary.ts';

export interface VmrayFiles {
  readonly flog: ByteSource;
  /** Absent where only the function log was given. */
  readonly summary: ByteSource | undefined;
  /** The sample's bytes, if the archive holds them. `sha256` as the summary writes it. */
  findSample(sha256: string): ByteSource | undefined;
}

const SUMMARY = 'logs/summary_v2.json';
const OLD_SUMMARY = 'logs/summary.json';
const FLOG = 'logs/flog.xml';

const ZIP_MAGIC = 'PK\u0003\u0004';
/** Names of an archive's files as they stand in the local headers; the directory is at the end and not seen by detection. */
const ARCHIVE_NAMES = [SUMMARY, OLD_SUMMARY, FLOG, 'logs/glog.xml', 'internal/static_analyses/'];

/** What the first bytes say that the input is. */
export type VmrayShape = 'archive' | 'zip' | 'flog' | 'summary' | 'old summary' | 'other';

/** Looks at the beginning of an input. */
export function recogniseShape(head: Uint8Array): VmrayShape {
  const text = new TextDecoder().decode(head);
  if (text.startsWith(ZIP_MAGIC)) return ARCHIVE_NAMES.some((name) => text.includes(name)) ? 'archive' : 'zip';
  if (/^[^<]*(?:<\?[^>]*>[^<]*)?<analysis\s[^>]*log_version=/.test(text)) return 'flog';
  if (!/^\s*\{/.test(text)) return 'other';
  if (/"analysis_metadata"\s*:/.test(text) && /"_type"\s*:\s*"summary"/.test(text)) return 'summary';
  return /"(?:vm_and_analyzer_details|analysis_details)"\s*:/.test(text) ? 'old summary' : 'other';
}

/** Bytes of the beginning that are looked at. */
const HEAD_BYTES = 65_536;

/**
 * Finds the files in an archive (names are compared without case), or takes `source` as the function log. Throws
 * `report-unsupported-version` for the old summary format, `input-unsupported` where the function log is missing.
 */
export async function openVmrayFiles(
  source: ByteSource,
  passwords: readonly string[],
  diagnostics: Diagnostics,
): Promise<VmrayFiles> {
  const shape = recogniseShape(await readHead(source, HEAD_BYTES));
  if (shape === 'flog') return { flog: source, summary: undefined, findSample: () => undefined };
  if (shape === 'old summary') throw oldSummaryError(source.name);
  if (shape === 'summary') throw missingFlogError(source.name, 'A VMRay summary holds no function calls.');
  const files = new Map<string, ByteSource>();
  for (const { name, source: file } of await openZip(source, { passwords, diagnostics })) {
    const key = name.replaceAll('\\', '/').toLowerCase();
    if (!files.has(key)) files.set(key, file);
  }
  const flog = files.get(FLOG);
  const summary = files.get(SUMMARY);
  if (summary === undefined && files.has(OLD_SUMMARY)) throw oldSummaryError(source.name);
  if (flog === undefined) {
    const message = summary === undefined ? 'This is not a VMRay archive.' : 'The VMRay archive holds no function log.';
    throw missingFlogError(source.name, message);
  }
  return {
    flog,
    summary,
    findSample: (sha256) => {
      const id = sha256.toLowerCase();
      return files.get(`internal/static_analyses/${id}/objects/files/${id}`);
    },
  };
}

function missingFlogError(where: string, message: string): CapaxError {
  return new CapaxError('input-unsupported', message, {
    where,
    hint: 'Export the whole analysis archive from VMRay; it must hold logs/summary_v2.json and logs/flog.xml.',
  });
}
