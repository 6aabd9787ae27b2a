// Whether a report of a sandbox of Cuckoo's family can be analysed at all.

import type { JsonOutcome } from '../../../bytes/json-stream.ts';
import { CapaxError } from '../../../errors.ts';
import type { SampleHashes } from '../../../features/sample.ts';
import type { ProcessEntry } from './process-list.ts';

/** What was read, and the words for what is wrong with it. */
export interface ReadReport<Entry extends ProcessEntry> {
  /** The sandbox, e.g. `CAPE`. */
  readonly sandbox: string;
  readonly where: string;
  readonly outcome: JsonOutcome;
  /** Whose run it is. */
  readonly hashes: SampleHashes;
  /** Whether the document has any part of a report. */
  readonly isReport: boolean;
  /** Undefined where there is no list of processes. */
  readonly records: readonly Entry[] | undefined;
  /** Name of the short report that the sandbox makes too, which has no list of processes. */
  readonly lite?: string;
  /** Why it is refused although it is a report; undefined if it is not. */
  readonly refusal?: { readonly message: string; readonly hint: string } | undefined;
}

/** The process records. Throws CapaxError where there is nothing to analyse; whether calls are usable is not judged here. */
export function checkReport<Entry extends ProcessEntry>(report: ReadReport<Entry>): readonly Entry[] {
  const { sandbox, where, outcome, hashes, records, isReport, lite, refusal } = report;
  if (outcome.empty) {
    throw new CapaxError('input-empty', 'The report is empty', { where, hint: 'Download it again.' });
  }
  if (!outcome.complete && (refusal !== undefined || records === undefined || records.length === 0)) {
    const message = 'The report breaks off or is damaged before anything that could be analysed';
    throw new CapaxError('input-corrupt', message, { where, hint: 'Download it again.' });
  }
  if (records === undefined && !isReport) {
    throw new CapaxError('input-unsupported', `The JSON document is not a ${sandbox} report`, {
      where,
      hint: `Give the report.json of a ${sandbox} analysis.`,
    });
  }
  if (refusal !== undefined) {
    throw new CapaxError('input-unsupported', refusal.message, { where, hint: refusal.hint });
  }
  if (records === undefined ? lite === undefined : records.length === 0) {
    throw new CapaxError('report-no-processes', `${sandbox} did not record any process`, {
      ...{ where, sample: hashes },
      hint: 'The sample did not start in the sandbox: look at the analysis log and run it again.',
    });
  }
  if (records === undefined || (outcome.complete && !records.some(({ hasCalls }) => hasCalls))) {
    const asWell = lite === undefined ? '' : ` A lite report (${lite}) never holds any.`;
    throw new CapaxError('report-no-calls', 'The report holds no API calls', {
      ...{ where, sample: hashes },
      hint: `Give the full report.json of a ${sandbox} analysis.${asWell}`,
    });
  }
  return records;
}
