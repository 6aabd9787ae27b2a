// What a CAPE report lacks, and what can therefore not match.

import type { MissingPart } from '../../features/health.ts';
import { MissingParts } from '../shared/report/missing-parts.ts';
import type { ReportReader } from './report-reader.ts';

/** `known`: what is known of the sample; its analysis may be missing. */
export function missingParts(
  report: ReportReader,
  known: { readonly pe: boolean; readonly arch: boolean },
): readonly MissingPart[] {
  const missing = new MissingParts();
  missing.addSample(report.facts);
  if (!known.pe) {
    const consequence = 'import, export and section rules cannot match';
    missing.add('static.pe, target.file.pe', `${consequence}${known.arch ? '' : ', nor rules that ask for an arch'}`);
  }
  missing.addStrings(report.strings);
  missing.addSummary(report.facts);
  if (report.facts.has('behavior.summary')) {
    for (const [name, { items }] of report.summary) {
      if (items === undefined) missing.add(`behavior.summary.${name}`, `file-scope string rules do not see ${name}`);
    }
  }
  const records = report.processes.records ?? [];
  missing.addMembers(
    'environ',
    records,
    ({ environment }) => environment === undefined,
    'process-scope string rules do not see the environment and the command line',
  );
  missing.addMembers(
    'threads',
    records,
    ({ listed }) => listed === undefined,
    'threads are listed in the order of their first calls',
  );
  missing.addCalls(records);
  return missing.list;
}
