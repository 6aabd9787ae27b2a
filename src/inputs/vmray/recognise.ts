// What an input is, by its first bytes: a VMRay archive, one of the files in it, or something else. Apart from reading, which is
// loaded only for what is recognised.

import type { Probe } from '../input.ts';

/** Names of the files in an archive. */
export const SUMMARY = 'logs/summary_v2.json';
export const OLD_SUMMARY = 'logs/summary.json';
export const FLOG = 'logs/flog.xml';
export const FLOG_TEXT = 'logs/flog.txt';

const ZIP_MAGIC = 'PK\u0003\u0004';
/** Names of an archive's files as they stand in the local headers; the directory is at the end and not seen by detection. */
const ARCHIVE_NAMES = [SUMMARY, OLD_SUMMARY, FLOG, FLOG_TEXT, 'logs/glog.xml', 'internal/static_analyses/'];

/** The comments at the head of a flog.txt are within so many characters. */
const COMMENT_LENGTH = 4096;

/** What the first bytes say that the input is. */
export type VmrayShape = 'archive' | 'flog' | 'flog text' | 'summary' | 'old summary' | 'other';

/** Whether the comments that a text begins with name it a function log. */
function isFlogText(text: string): boolean {
  const comments = /^\s*#[^<{]*/.exec(text)?.[0] ?? '';
  return /^#[ \t]*Flog Txt Version\b/im.test(comments.slice(0, COMMENT_LENGTH));
}

/** Looks at the beginning of an input. */
export function recogniseShape(head: Uint8Array): VmrayShape {
  const text = new TextDecoder().decode(head);
  if (text.startsWith(ZIP_MAGIC)) return ARCHIVE_NAMES.some((name) => text.includes(name)) ? 'archive' : 'other';
  if (/^[^<]*(?:<\?[^>]*>[^<]*)?<analysis\s[^>]*log_version=/.test(text)) return 'flog';
  if (isFlogText(text)) return 'flog text';
  if (!/^\s*\{/.test(text)) return 'other';
  if (/"analysis_metadata"\s*:/.test(text) && /"_type"\s*:\s*"summary"/.test(text)) return 'summary';
  return /"(?:vm_and_analyzer_details|analysis_details)"\s*:/.test(text) ? 'old summary' : 'other';
}

/** Whether these are the names in a VMRay archive. */
export function isVmrayArchive(names: readonly string[]): boolean {
  const known = names.map((name) => name.replaceAll('\\', '/').toLowerCase());
  return ARCHIVE_NAMES.some((name) => known.some((candidate) => candidate.startsWith(name)));
}

/** How sure a VMRay analysis is recognised: 0, 1 or 2. */
export function recogniseVmray({ head }: Probe): 0 | 1 | 2 {
  switch (recogniseShape(head)) {
    case 'other':
      return 0;
    default:
      return 2;
  }
}
