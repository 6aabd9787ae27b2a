// What a CAPE report says besides its calls -> the summary of the trace, or the error that says why nothing can be done with it
// (spec dynamic.md sections 2.4 and 2.6).

import type { JsonOutcome } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { NO_ADDRESS } from '../../features/address.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { SampleHashes } from '../../features/sample.ts';
import type { TraceSummary } from '../../features/trace.ts';
import type { Semantics } from '../../semantics.ts';
import { guestGlobals, programGlobals } from '../shared/report/file-type.ts';
import { type PeMembers, peBaseAddress, peFeatures } from '../shared/report/pe-features.ts';
import type { CapeCode } from './codes.ts';
import { describeHealth } from './health.ts';
import { listProcesses } from './list-processes.ts';
import { KNOWN_PARTS, type ReportReader } from './report-reader.ts';

/** Versions of the report format that are known to be read rightly. */
const VERSIONS = ['2.2-CAPE', '2.4-CAPE', '2.5-CAPE'];
/** The `file` tool's words for programs. */
const PROGRAM = /\b(?:PE32|ELF)\b/;

/** Throws CapaxError where there is nothing to analyse; everything smaller is recorded. */
export function summarise(
  report: ReportReader,
  outcome: JsonOutcome,
  semantics: Semantics,
  diagnostics: Diagnostics<CapeCode>,
  where: string,
): TraceSummary {
  const pe = findPe(report, semantics);
  checkUsable(report, outcome, pe !== undefined || semantics['accept-reports-without-pe'], where);
  const version = report.fact('info.version');
  if (typeof version !== 'string' || !VERSIONS.includes(version)) {
    diagnostics.add('note', 'cape-version', `reports of version ${version ?? 'unknown'} have not been tested`);
  }
  const { processes, calls, skipped } = listProcesses(report.processes.records ?? [], semantics, diagnostics);
  if (processes.length === 0) {
    throw new CapaxError('report-no-processes', 'No process of the report has a usable process_id', {
      where,
      hint: 'Download the report again from CAPE.',
    });
  }
  const type = report.text('target.file.type') ?? '';
  return {
    hashes: readHashes(report),
    baseAddress: pe === undefined ? NO_ADDRESS : peBaseAddress(pe),
    globals:
      pe !== undefined || PROGRAM.test(type)
        ? programGlobals(type, 'cape', diagnostics)
        : guestGlobals(report.text('info.machine.platform'), report.calls.looksLikeWindows),
    file: [...(pe === undefined ? [] : peFeatures(pe, 'cape', diagnostics)), ...listStrings(report)],
    processes,
    health: {
      ...describeHealth(report, pe !== undefined, diagnostics),
      flavour: 'dynamic',
      processes: processes.length,
      threads: processes.reduce((count, { threads }) => count + threads.length, 0),
      calls,
      skippedRecords: skipped + report.processes.skipped + report.calls.skipped,
    },
  };
}

/** The PE block that counts. In the reference's eyes `static` hides the block of the file, even if it has none itself. */
function findPe(report: ReportReader, semantics: Semantics): PeMembers | undefined {
  const hidden = report.has('static') && !semantics['accept-reports-without-pe'];
  const block = (hidden ? ['static.pe'] : ['static.pe', 'target.file.pe']).find((path) => report.has(path));
  return block === undefined ? undefined : (member) => report.fact(`${block}.${member}`);
}

function checkUsable(report: ReportReader, outcome: JsonOutcome, acceptable: boolean, where: string): void {
  const records = report.processes.records;
  if (outcome.empty) {
    throw new CapaxError('input-empty', 'The report is empty', { where, hint: 'Download it again.' });
  }
  if (!outcome.complete && (!acceptable || records === undefined || records.length === 0)) {
    throw new CapaxError(
      'input-corrupt',
      'The report breaks off or is damaged before anything that could be analysed',
      {
        where,
        hint: 'Download it again.',
      },
    );
  }
  if (records === undefined && !KNOWN_PARTS.some((part) => report.has(part))) {
    throw new CapaxError('input-unsupported', 'The JSON document is not a CAPE report', {
      where,
      hint: 'Give the report.json of a CAPE analysis.',
    });
  }
  if (!acceptable) {
    throw new CapaxError('input-unsupported', 'The report has no analysis of a PE file', {
      where,
      hint: 'capa refuses such reports; without --compat they are analysed.',
    });
  }
  if (records !== undefined && records.length === 0) {
    throw new CapaxError('report-no-processes', 'CAPE did not record any process', {
      where,
      hint: 'The sample did not start in the sandbox: look at the analysis log in CAPE and run it again.',
    });
  }
  if (records === undefined || (outcome.complete && !records.some(({ hasCalls }) => hasCalls))) {
    throw new CapaxError('report-no-calls', 'The report holds no API calls', {
      where,
      hint: 'A lite report (lite.json) never does: fetch the full one, report.json, from CAPE.',
    });
  }
}

function readHashes(report: ReportReader): SampleHashes {
  const read = (name: string): string => report.text(`target.file.${name}`)?.toLowerCase() ?? '';
  return { md5: read('md5'), sha1: read('sha1'), sha256: read('sha256') };
}

function listStrings(report: ReportReader): LocatedFeature[] {
  const lists = [report.strings, ...report.summary.values()];
  return lists.flatMap(({ items }) =>
    (items ?? []).map((value): LocatedFeature => ({ feature: { type: 'string', value }, address: NO_ADDRESS })),
  );
}
