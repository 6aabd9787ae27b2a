// A document of Triage as a trace. Apart from index.ts, so that reading is loaded only when there is such a document.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { traceOfCalls } from '../shared/calls/trace-of-calls.ts';
import { openJsonReport } from '../shared/facts/json-report.ts';
import { traceOfFacts } from '../shared/facts/trace-of-facts.ts';
import { kernelCalls, readKernelLog } from './kernel-log.ts';
import { readReport } from './read-report.ts';
import { recogniseShape } from './recognise.ts';
import { KERNEL_LOG, REPORTS } from './sandbox.ts';

const HEAD_BYTES = 65_536;

/** The trace. Its `read` throws CapaxError where nothing can be analysed. */
export async function openTriage(source: ByteSource, options: OpenOptions): Promise<Trace> {
  if (recogniseShape(await readHead(source, HEAD_BYTES)) !== 'kernel log') {
    return openJsonReport(source, options, REPORTS, readReport);
  }
  const log = {
    format: KERNEL_LOG.format,
    extractor: KERNEL_LOG.extractor,
    producer: KERNEL_LOG.producer,
    calls: (from: number) => kernelCalls(source, from),
  };
  return traceOfFacts({
    sandbox: KERNEL_LOG,
    where: source.name,
    told: options.diagnostics,
    read: (facts) => readKernelLog(source, facts),
    calls: (diagnostics: Diagnostics) => traceOfCalls(log, { semantics: options.semantics, diagnostics }),
  });
}
