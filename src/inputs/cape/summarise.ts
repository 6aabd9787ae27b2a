// What a CAPE report says besides its calls -> the summary of the trace, or the error that says why nothing can be done with it
// (spec dynamic.md sections 2.4 and 2.6).

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { JsonOutcome } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { NO_ADDRESS } from '../../features/address.ts';
import { countOf, groupDigits } from '../../features/count-text.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { TraceSummary } from '../../features/trace.ts';
import type { Semantics } from '../../semantics.ts';
import { checkReport } from '../shared/report/check-report.ts';
import { sampleGlobals } from '../shared/report/file-type.ts';
import { lostCalls, processText } from '../shared/report/lost-calls.ts';
import { type PeMembers, peBaseAddress, peFeatures } from '../shared/report/pe-features.ts';
import type { CapeCode } from './codes.ts';
import { listProcesses, usablePid } from './list-processes.ts';
import { memoryOf } from './mapped-memory.ts';
import { missingParts } from './missing-parts.ts';
import type { ProcessRecord } from './process-record.ts';
import type { ReportReader } from './report-reader.ts';

/** Versions of the report format that are known to be read rightly. */
const VERSIONS = ['2.2-CAPE', '2.4-CAPE', '2.5-CAPE'];

/** Why the reference refuses a report without a PE analysis. */
const NO_PE = {
  message: 'The report has no analysis of a PE file',
  hint: 'capa refuses such reports; without --compat they are analysed.',
};

/** Throws CapaxError where there is nothing to analyse; everything smaller is recorded. */
export function summarise(
  report: ReportReader,
  outcome: JsonOutcome,
  semantics: Semantics,
  diagnostics: Diagnostics<CapeCode>,
  where: string,
): TraceSummary {
  const { facts } = report;
  const pe = findPe(report, semantics);
  const records = checkReport({
    sandbox: 'CAPE',
    lite: 'lite.json',
    where,
    outcome,
    hashes: facts.hashes,
    isReport: !facts.isEmpty,
    records: report.processes.records,
    refusal: pe !== undefined || semantics['accept-reports-without-pe'] ? undefined : NO_PE,
  });
  const version = facts.text('info.version');
  if (version === undefined || !VERSIONS.includes(version)) {
    diagnostics.add('note', 'cape-version', `reports of version ${version ?? 'unknown'} have not been tested`);
  }
  const { processes, calls, skipped } = listProcesses(records, semantics, diagnostics, memoryOf(report, pe));
  if (processes.length === 0) {
    throw new CapaxError('report-no-processes', 'No process of the report has a usable process_id', {
      ...{ where, sample: facts.hashes },
      hint: 'Download the report again from CAPE.',
    });
  }
  const { foldedRecords, foldedCalls } = report.calls;
  if (foldedRecords > 0) {
    const records = countOf(foldedRecords, 'record');
    const message = `${records} ${foldedRecords === 1 ? 'stands' : 'stand'} for ${groupDigits(foldedCalls)} equal calls in a row`;
    diagnostics.add('note', 'cape-calls-repeated', message);
  }
  const lost = lostCalls(report.processes, (record) => usablePid(record) !== undefined, nameProcess);
  const globals = sampleGlobals(
    {
      type: facts.text('target.file.type') ?? '',
      ...(pe === undefined ? {} : { isProgram: true }),
      platform: facts.text('info.machine.platform'),
      looksLikeWindows: report.calls.looksLikeWindows,
      askGuest: semantics['guest-os'],
    },
    'cape',
    diagnostics,
  );
  return {
    hashes: facts.hashes,
    baseAddress: pe === undefined ? NO_ADDRESS : peBaseAddress(pe),
    globals,
    file: [
      ...(pe === undefined ? [] : peFeatures(pe, 'cape', diagnostics)),
      ...listStrings(report),
      ...report.behaviors,
    ],
    processes,
    lost,
    ...(report.kept === undefined ? {} : { kept: report.kept.list(bitsByPid(records)) }),
    health: {
      producer: 'CAPE',
      ...(version === undefined ? {} : { producerVersion: version }),
      ...(facts.target === undefined ? {} : { target: facts.target }),
      flavour: 'dynamic',
      processes: processes.length,
      threads: processes.reduce((count, { threads }) => count + threads.length, 0),
      calls,
      skippedRecords: skipped + report.processes.skipped + lost.calls,
      missing: missingParts(report, {
        pe: pe !== undefined,
        arch: globals.some(({ type }) => type === 'arch'),
      }),
      diagnostics: diagnostics.list(),
    },
  };
}

/** Bits of the code of processes, where their environments state them. */
function bitsByPid(records: readonly ProcessRecord[]): (pid: number) => 32 | 64 | undefined {
  const found = new IntegerMap<32 | 64>();
  for (const record of records) {
    const pid = usablePid(record);
    const [bits] = /^(?:32|64)/.exec(record.environment?.get('Bitness') ?? '') ?? [];
    if (pid !== undefined && bits !== undefined) found.set(pid, bits === '32' ? 32 : 64);
  }
  return (pid) => found.get(pid);
}

function nameProcess({ name, pid }: ProcessRecord): string {
  return processText(name, pid);
}

/** The PE block that counts. In the reference's eyes `static` hides the block of the file, even if it has none itself. */
function findPe(report: ReportReader, semantics: Semantics): PeMembers | undefined {
  const hidden = report.facts.has('static') && !semantics['accept-reports-without-pe'];
  const block = (hidden ? ['static.pe'] : ['static.pe', 'target.file.pe']).find((path) => report.facts.has(path));
  return block === undefined ? undefined : (member) => report.facts.value(`${block}.${member}`);
}

function listStrings(report: ReportReader): LocatedFeature[] {
  const lists = [report.strings, ...report.summary.values()];
  return lists.flatMap(({ items }) =>
    (items ?? []).map((value): LocatedFeature => ({ feature: { type: 'string', value }, address: NO_ADDRESS })),
  );
}
