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

/** The name of an archive's file as it is compared. */
export function plainName(name: string): string {
  return name.replaceAll('\\', '/').toLowerCase();
}

/**
 * What stands before the names of an analysis that was unpacked and packed again with its folder: `a/` where `a/logs/flog.xml` is.
 * Empty where there is no such folder, or anything beside it.
 */
export function analysisFolder(names: readonly string[]): string {
  const known = names.map(plainName);
  const folders = [SUMMARY, FLOG].map((file) => {
    const [path, ...others] = known.filter((name) => name.endsWith(`/${file}`));
    return path === undefined || others.length > 0 ? '' : path.slice(0, -file.length);
  });
  return folders.find((folder) => folder !== '' && known.every((name) => name.startsWith(folder))) ?? '';
}

/** Whether these are the names in a VMRay archive. */
export function isVmrayArchive(names: readonly string[]): boolean {
  const folder = analysisFolder(names);
  return names.map(plainName).some((name) => ARCHIVE_NAMES.some((known) => name.startsWith(folder + known)));
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
