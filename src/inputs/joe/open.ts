// A report of Joe Sandbox as a trace. Apart from index.ts, so that reading is loaded only when there is such a report.

import type { ByteSource } from '../../bytes/source.ts';
import { BEHAVIOR_KINDS, type BehaviorKind } from '../../features/behaviors.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { openJsonReport } from '../shared/facts/json-report.ts';
import type { FactSandbox } from '../shared/facts/trace-of-facts.ts';
import { ACTIVITIES } from './activities.ts';
import { readReport } from './read-report.ts';

const SHOWN: ReadonlySet<BehaviorKind> = new Set([
  ...Array.from(ACTIVITIES.values(), ({ kind }) => kind),
  'network/connect',
  'network/dns',
  'network/http',
]);

const SANDBOX: FactSandbox = {
  format: 'joe',
  extractor: 'JoeSandboxExtractor',
  producer: 'Joe Sandbox',
  behaviors: BEHAVIOR_KINDS.filter((kind) => SHOWN.has(kind)),
};

/** The trace. Its `read` throws CapaxError where nothing can be analysed. */
export function openJoe(source: ByteSource, options: OpenOptions): Trace {
  return openJsonReport(source, options, SANDBOX, readReport);
}
