// What a CAPE report lacks, and what can therefore not match.

import type { Diagnostics } from '../../diagnostics.ts';
import type { MissingPart, TraceHealth } from '../../features/health.ts';
import type { CapeCode } from './codes.ts';
import type { ReportReader } from './report-reader.ts';

type Described = Pick<TraceHealth, 'producer' | 'producerVersion' | 'target' | 'missing' | 'diagnostics'>;

/** The parts of the report's health that do not come from counting. */
export function describeHealth(report: ReportReader, hasPe: boolean, diagnostics: Diagnostics<CapeCode>): Described {
  const version = report.text('info.version');
  const target = report.text('target.category') ?? report.text('info.category');
  return {
    producer: 'CAPE',
    ...(version === undefined ? {} : { producerVersion: version }),
    ...(target === undefined ? {} : { target }),
    missing: listMissing(report, hasPe),
    diagnostics: diagnostics.list(),
  };
}

function listMissing(report: ReportReader, hasPe: boolean): MissingPart[] {
  const missing: MissingPart[] = [];
  const add = (part: string, consequence: string): void => {
    missing.push({ part, consequence });
  };
  if (!report.has('target.file')) {
    add('target.file', 'the hashes of the sample are unknown; os is taken from the guest');
  }
  if (!hasPe) {
    add('static.pe, target.file.pe', 'import, export and section rules cannot match, nor rules that ask for an arch');
  }
  if (report.strings.items === undefined)
    add('strings', 'file-scope string rules do not see the strings of the sample');
  if (!report.has('behavior.summary')) {
    add('behavior.summary', 'file-scope string rules do not see files, registry keys, mutexes, commands and services');
  } else {
    for (const [name, { items }] of report.summary) {
      if (items === undefined) add(`behavior.summary.${name}`, `file-scope string rules do not see ${name}`);
    }
  }
  const records = report.processes.records ?? [];
  const addForProcesses = (member: string, count: number, consequence: string): void => {
    if (count > 0) add(`behavior.processes[].${member} (${count} of ${records.length})`, consequence);
  };
  const count = (lacks: (record: (typeof records)[number]) => boolean): number => records.filter(lacks).length;
  addForProcesses(
    'environ',
    count(({ environment }) => environment === undefined),
    'process-scope string rules do not see the environment and the command line',
  );
  addForProcesses(
    'threads',
    count(({ listed }) => listed === undefined),
    'threads are listed in the order of their first calls',
  );
  addForProcesses(
    'calls',
    count(({ hasCalls }) => !hasCalls),
    'call, span and thread rules do not see what these processes did',
  );
  return missing;
}
