// Behaviours of VirusTotal as a trace. Apart from index.ts, so that reading is loaded only when there are some.

import type { ByteSource } from '../../bytes/source.ts';
import { BEHAVIOR_KINDS } from '../../features/behaviors.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { openJsonReport } from '../shared/facts/json-report.ts';
import type { FactSandbox } from '../shared/facts/trace-of-facts.ts';
import { ATTRIBUTES } from './attributes.ts';
import { readBehaviors } from './read-behaviors.ts';

const SHOWN = new Set([...ATTRIBUTES.values()].flatMap(({ kinds = [] }) => kinds));

const SANDBOX: FactSandbox = {
  format: 'virustotal',
  extractor: 'VirusTotalExtractor',
  producer: 'VirusTotal',
  behaviors: BEHAVIOR_KINDS.filter((kind) => SHOWN.has(kind)),
};

/** The trace. Its `read` throws CapaxError where nothing can be analysed. */
export function openVirustotal(source: ByteSource, options: OpenOptions): Trace {
  return openJsonReport(source, options, SANDBOX, readBehaviors);
}
