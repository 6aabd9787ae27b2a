// A report of ANY.RUN as a trace. Apart from index.ts, so that reading is loaded only when there is such a report.

import type { ByteSource } from '../../bytes/source.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { openJsonReport } from '../shared/facts/json-report.ts';
import type { FactSandbox } from '../shared/facts/trace-of-facts.ts';
import { readReport } from './read-report.ts';

const SANDBOX: FactSandbox = {
  format: 'anyrun',
  extractor: 'AnyRunExtractor',
  producer: 'ANY.RUN',
  behaviors: [
    'file/write',
    'registry/set',
    'registry/delete',
    'registry/read',
    'process/create',
    'process/inject',
    'module/load',
    'network/connect',
    'network/dns',
    'network/http',
  ],
};

/** The trace. Its `read` throws CapaxError where nothing can be analysed. */
export function openAnyrun(source: ByteSource, options: OpenOptions): Trace {
  return openJsonReport(source, options, SANDBOX, readReport);
}
