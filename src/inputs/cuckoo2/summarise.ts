// What a Cuckoo 2 report says besides its calls -> the summary of the trace, or the error that says why nothing can be done with
// it.

import type { JsonOutcome } from '../../bytes/json-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { NO_ADDRESS, type ProcessAddress } from '../../features/address.ts';
import type { MissingPart } from '../../features/health.ts';
import type { LocatedFeature } from '../../features/located.ts';
import type { TraceProcess, TraceSummary } from '../../features/trace.ts';
import { checkReport } from '../shared/report/check-report.ts';
import { sampleGlobals } from '../shared/report/file-type.ts';
import { toId } from '../shared/report/integers.ts';
import { lostCalls, processText } from '../shared/report/lost-calls.ts';
import { MissingParts } from '../shared/report/missing-parts.ts';
import { peFeatures } from '../shared/report/pe-features.ts';
import type { Cuckoo2Code } from './codes.ts';
import type { ProcessRecord } from './process-record.ts';
import { PE_LISTS, type ReportReader } from './report-reader.ts';

/** Throws CapaxError where there is nothing to analyse; everything smaller is recorded. */
export function summarise(
  report: ReportReader,
  outcome: JsonOutcome,
  diagnostics: Diagnostics<Cuckoo2Code>,
  where: string,
): TraceSummary {
  const { facts } = report;
  const records = checkReport({
    ...{ sandbox: 'Cuckoo 2', where, outcome, hashes: facts.hashes },
    isReport: !facts.isEmpty,
    records: report.processes.records,
  });
  const processes = records.flatMap((record) => listProcess(record, diagnostics) ?? []);
  if (processes.length === 0) {
    throw new CapaxError('report-no-processes', 'No process of the report has a usable pid', {
      ...{ where, sample: facts.hashes },
      hint: 'Download the report again, or check that it is one of Cuckoo 2.',
    });
  }
  const lost = lostCalls(report.processes, isUsable, ({ members }) =>
    processText(members.get('process_name'), members.get('pid')),
  );
  const calls = records.reduce((count, record) => count + (isUsable(record) ? record.calls : 0), 0);
  const version = facts.text('info.version');
  return {
    hashes: facts.hashes,
    baseAddress: NO_ADDRESS,
    globals: sampleGlobals(
      {
        type: facts.text('target.file.type') ?? '',
        platform: facts.text('info.platform'),
        looksLikeWindows: false,
        askGuest: true,
      },
      'cuckoo2',
      diagnostics,
    ),
    file: listFileFeatures(report, diagnostics),
    processes,
    lost,
    health: {
      producer: 'Cuckoo',
      ...(version === undefined ? {} : { producerVersion: version }),
      ...(facts.target === undefined ? {} : { target: facts.target }),
      flavour: 'dynamic',
      processes: processes.length,
      threads: processes.reduce((count, { threads }) => count + threads.length, 0),
      calls,
      skippedRecords: records.length - processes.length + report.processes.skipped + lost.calls,
      missing: missingParts(report, records),
      diagnostics: diagnostics.list(),
    },
  };
}

function isUsable({ members }: ProcessRecord): boolean {
  return isPid(toId(members.get('pid')));
}

function isPid(id: number | undefined): id is number {
  return id !== undefined && id > 0;
}

function listProcess(record: ProcessRecord, diagnostics: Diagnostics<Cuckoo2Code>): TraceProcess | undefined {
  const complain = (severity: 'error' | 'warning', message: string): void =>
    diagnostics.add(severity, 'cuckoo2-process-malformed', message, `byte ${record.at}`);
  const pid = toId(record.members.get('pid'));
  if (!isPid(pid)) {
    complain('error', 'a process without a usable pid is left out, with its calls');
    return undefined;
  }
  const ppid = toId(record.members.get('ppid'));
  if (ppid === undefined && record.members.get('ppid') !== null)
    complain('warning', 'a process has no usable ppid; 0 is used');
  const address: ProcessAddress = { type: 'process', value: [ppid ?? 0, pid] };
  const texts = [record.text('process_path'), record.text('command_line')].filter((text) => text !== '');
  const tracked = record.members.get('track');
  return {
    address,
    name: record.text('process_name'),
    features: texts.map((value) => ({ feature: { type: 'string', value }, address })),
    threads: Array.from(record.identify([pid]), ([tid, thread]) => ({ thread, tid, features: [] })),
    // Cuckoo watches some processes of the system too, and marks those that the sample has started or changed.
    ...(typeof tracked === 'boolean' ? { fromSample: tracked } : {}),
  };
}

function listFileFeatures(report: ReportReader, diagnostics: Diagnostics<Cuckoo2Code>): LocatedFeature[] {
  const texts = [...(report.strings.items ?? []), ...report.summary.texts];
  return [
    ...peFeatures((member) => report.facts.value(`static.pe_${member}`), 'cuckoo2', diagnostics),
    ...texts.map((value): LocatedFeature => ({ feature: { type: 'string', value }, address: NO_ADDRESS })),
    ...report.summary.behaviors,
  ];
}

function missingParts(report: ReportReader, records: readonly ProcessRecord[]): readonly MissingPart[] {
  const missing = new MissingParts();
  missing.addSample(report.facts);
  if (PE_LISTS.every((path) => report.facts.value(path) === undefined)) {
    missing.add(PE_LISTS.join(', '), 'import, export and section rules cannot match');
  }
  missing.addStrings(report.strings);
  missing.addSummary(report.facts);
  missing.addCalls(records);
  return missing.list;
}
