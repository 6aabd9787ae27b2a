// Phase 1 of a VMRay trace: one pass over the function log, after the summary and before the sample's bytes.

import type { JsonCode, XmlCode } from '../../bytes/codes.ts';
import { copyText } from '../../bytes/copy-text.ts';
import { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { NO_ADDRESS } from '../../features/address.ts';
import type { MissingPart } from '../../features/health.ts';
import type { TraceProcess, TraceSink, TraceSummary } from '../../features/trace.ts';
import type { Semantics } from '../../semantics.ts';
import type { VmrayFiles } from './archive.ts';
import { CallPusher } from './call-pusher.ts';
import type { VmrayCode } from './codes.ts';
import { globalFeatures, sampleStrings, summaryBehaviors, summaryFeatures } from './file-features.ts';
import { MonitoredProcesses } from './monitored.ts';
import { openFlog } from './open-flog.ts';
import { MonitoredRegions } from './regions.ts';
import { type Complain, EMPTY_SUMMARY, readSummary, type VmraySummary } from './summary.ts';

function listMissing(files: VmrayFiles, summary: VmraySummary, hasSample: boolean): MissingPart[] {
  const missing: MissingPart[] = [];
  const add = (part: string, consequence: string): void => {
    missing.push({ part, consequence });
  };
  if (files.summary === undefined || summary === EMPTY_SUMMARY) {
    add('logs/summary_v2.json', 'hashes, os, arch, imports, exports, sections and file-scope strings are unknown');
    return missing;
  }
  if (summary.static === undefined) {
    add(
      'static_data of the sample',
      'import, export and section rules and rules about strings of the sample cannot match',
    );
  } else if (!hasSample) {
    add('the sample itself', 'file-scope string rules do not see the strings of the sample');
  }
  if (summary.processes.length === 0) add('processes', 'only processes that the function log announces are known');
  return missing;
}

/** Threads that are listed, and the calls that they made. */
function countListed(processes: readonly TraceProcess[], pusher: CallPusher): { threads: number; calls: number } {
  let threads = 0;
  let calls = 0;
  for (const process of processes) {
    for (const { thread } of process.threads) {
      threads++;
      calls += pusher.countOf(thread);
    }
  }
  return { threads, calls };
}

/** Codes of complaints by each of which a call is lost. */
const LOSSES: ReadonlySet<VmrayCode> = new Set([
  'vmray-call-malformed',
  'vmray-too-many-threads',
  'vmray-line-malformed',
]);

function describeUnlisted(calls: number, isKept: boolean): string {
  const [belong, they] = calls === 1 ? ['1 call belongs', 'it is'] : [`${calls} calls belong`, 'they are'];
  const then = isKept ? "kept under VMRay's own numbers" : 'left out';
  return `${belong} to threads or processes that are not listed; ${they} ${then}`;
}

/**
 * Reads an analysis once into `sink`. Throws CapaxError: `input-empty`, `input-corrupt`, `report-unsupported-version` and
 * `report-no-processes` where nothing is left to analyse; everything else that is wrong becomes a diagnostic.
 */
export async function readVmray(files: VmrayFiles, sink: TraceSink, semantics: Semantics): Promise<TraceSummary> {
  const diagnostics = new Diagnostics<VmrayCode | XmlCode | JsonCode>();
  let skipped = 0;
  let place = (): string => files.summary?.name ?? files.flog.name;
  let lost = 0;
  const complain: Complain = (code, message) => {
    skipped++;
    if (LOSSES.has(code)) lost++;
    diagnostics.add('warning', code, message, place());
  };
  const summary = await readSummary(files.summary, complain, diagnostics);
  const monitored = new MonitoredProcesses(summary, complain);
  const pusher = new CallPusher(sink, semantics, complain);
  const regions = pusher.wantsCallers ? new MonitoredRegions() : undefined;
  let version = '';
  const log = openFlog(files, {
    wants: () => (sink.details === undefined ? 'inputs' : 'all'),
    call: (call) => pusher.push(call),
    version: (text) => {
      version = copyText(text);
    },
    monitor: (kind, record) => monitored.add(kind, record),
    ...(regions === undefined ? {} : { region: (kind, record) => regions.add(kind, record) }),
    complain,
  });
  place = () => `${files.flog.name}, call ${log.progress.calls}`;
  await log.read(diagnostics);
  const listed = countListed(monitored.list(pusher.callers), pusher);
  if (listed.calls < pusher.calls) {
    const keep = semantics['vmray-unlisted-calls'];
    if (keep) monitored.addUnlisted(pusher.callers);
    diagnostics.add('warning', 'vmray-calls-unlisted', describeUnlisted(pusher.calls - listed.calls, keep));
  }
  const processes = monitored.list(pusher.callers, regions);
  const { threads, calls } = countListed(processes, pusher);
  const file = summaryFeatures(summary);
  if (processes.length === 0 && file.length === 0) {
    throw new CapaxError('report-no-processes', 'The analysis monitored no process.', {
      ...{ where: files.flog.name, sample: summary.hashes },
      hint: 'Check in VMRay that the sample ran, and export the archive of that analysis.',
    });
  }
  const sample = summary.static === undefined ? undefined : files.findSample(summary.sampleId);
  if (sample !== undefined) {
    place = () => sample.name;
    for (const string of await sampleStrings(sample, complain)) file.push(string);
  }
  if (sink.details?.behaviors === true) for (const behavior of summaryBehaviors(summary)) file.push(behavior);
  const imageBase = summary.static?.imageBase;
  return {
    hashes: summary.hashes,
    baseAddress: imageBase === undefined ? NO_ADDRESS : { type: 'absolute', value: imageBase },
    globals: globalFeatures(summary, monitored.filenames),
    file,
    processes,
    lost: { calls: lost + pusher.calls - calls, processes: [] },
    health: {
      producer: 'VMRay',
      ...(version === '' ? {} : { producerVersion: version }),
      ...(summary.sampleType === '' ? {} : { target: summary.sampleType }),
      flavour: 'dynamic',
      processes: processes.length,
      threads,
      calls,
      skippedRecords: skipped,
      missing: listMissing(files, summary, sample !== undefined),
      diagnostics: diagnostics.list(),
    },
  };
}
