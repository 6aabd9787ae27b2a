// A VMRay analysis of which there is the summary alone: no calls, but processes and what was done, as other sandboxes without calls
// tell it.

import type { ByteSource } from '../../bytes/source.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import type { ProcessFacts, RunFacts } from '../shared/facts/run-facts.ts';
import { type FactSandbox, traceOfFacts } from '../shared/facts/trace-of-facts.ts';
import { globalFeatures, summaryFeatures } from './file-features.ts';
import { EMPTY_SUMMARY, readSummary, type SummaryProcess, type VmraySummary } from './summary.ts';
import { SUMMARY_BEHAVIORS } from './summary-deeds.ts';

const SANDBOX: FactSandbox = {
  format: 'vmray',
  extractor: 'VMRayExtractor',
  producer: 'VMRay summary',
  behaviors: SUMMARY_BEHAVIORS,
};

/** The trace. Its `read` throws CapaxError where nothing can be analysed. */
export function openVmraySummary(source: ByteSource, { diagnostics: told }: OpenOptions): Trace {
  let summary = EMPTY_SUMMARY;
  const trace = traceOfFacts({
    sandbox: SANDBOX,
    where: source.name,
    told,
    async read(facts, diagnostics) {
      const complain = (code: string, message: string): void => {
        facts.skipped++;
        diagnostics.add('warning', code, message, source.name);
      };
      summary = await readSummary(source, complain, diagnostics);
      fill(facts, summary);
      const complete = !diagnostics.list().some(({ severity }) => severity === 'error');
      return { empty: false, complete, isReport: summary !== EMPTY_SUMMARY };
    },
  });
  return {
    ...trace,
    async read(sink) {
      const read = await trace.read(sink);
      const imageBase = summary.static?.imageBase;
      const program = summaryFeatures({ ...summary, strings: [] });
      return {
        ...read,
        ...(imageBase === undefined ? {} : { baseAddress: { type: 'absolute', value: imageBase } as const }),
        file: [...program, ...read.file],
      };
    },
  };
}

function fill(facts: RunFacts, summary: VmraySummary): void {
  const { hashes, sampleType, processes, strings, deeds } = summary;
  facts.hashes = hashes;
  if (sampleType !== '') facts.target = sampleType;
  facts.globals = globalFeatures(
    summary,
    processes.map(({ filename }) => filename),
  );
  for (const process of processes) facts.addProcess(factsOf(process));
  for (const text of strings) facts.addText(text);
  for (const { kind, object } of deeds) facts.addBehavior(kind, object);
}

function factsOf(process: SummaryProcess): ProcessFacts {
  const { monitorId, originId = 0, pid, ppid, imageName, filename, commandLine, reason } = process;
  return {
    pid,
    ppid,
    name: imageName,
    image: filename,
    commandLine,
    isSample: reason === 'analysis_target',
    // VMRay's own numbers are not used again.
    key: String(monitorId),
    parentKey: String(originId),
  };
}
