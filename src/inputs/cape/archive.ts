// CAPE hands out zipped reports (`.../json/zip/` has reports/report.json; with `store_compressed` there is report.json.zip).

import { type ByteSource, readHead } from '../../bytes/source.ts';
import { openZip } from '../../bytes/zip.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import type { CapeCode } from './codes.ts';
import { isZip } from './recognise.ts';

/** Names to prefer, best first; the lite report has no calls, but reading it tells the user so. */
const PREFERRED = [/(?:^|\/)report\.json$/i, /(?:^|[/_])report\.json$/i, /(?:^|\/)lite\.json$/i];
const JSON_NAME = /\.json$/i;

/**
 * The bytes of the report itself: the source, or where that is a zip archive its member. Throws CapaxError as `openZip`, and
 * `input-unsupported` if no member can be told to be the report.
 */
export async function openReport(
  source: ByteSource,
  passwords: readonly string[],
  diagnostics: Diagnostics<CapeCode>,
): Promise<ByteSource> {
  if (!isZip(await readHead(source, 4))) return source;
  const entries = await openZip(source, { passwords, diagnostics });
  for (const name of PREFERRED) {
    const entry = entries.find((candidate) => name.test(candidate.name));
    if (entry !== undefined) return entry.source;
  }
  const [only, ...others] = entries.filter(({ name }) => JSON_NAME.test(name));
  if (only !== undefined && others.length === 0) return only.source;
  throw new CapaxError('input-unsupported', 'The archive holds no CAPE report', {
    where: source.name,
    hint:
      only === undefined ? 'Give report.json itself.' : 'It holds several JSON files: unpack it and name the report.',
  });
}
