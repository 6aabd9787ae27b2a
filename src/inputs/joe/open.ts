// A report of Joe Sandbox as a trace. Apart from index.ts, so that reading is loaded only when there is such a report.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import { readXml } from '../../bytes/xml-stream.ts';
import { BEHAVIOR_KINDS, type BehaviorKind } from '../../features/behaviors.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { openJsonReport } from '../shared/facts/json-report.ts';
import { type FactSandbox, traceOfFacts } from '../shared/facts/trace-of-facts.ts';
import { XmlRecords } from '../shared/facts/xml-records.ts';
import { ACTIVITIES } from './activities.ts';
import { readElements, readReport } from './read-report.ts';
import { isJoeXml } from './recognise.ts';

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

/** Bytes of the beginning that are looked at. */
const HEAD_BYTES = 65_536;

/** The trace. Its `read` throws CapaxError where nothing can be analysed. */
export async function openJoe(source: ByteSource, options: OpenOptions): Promise<Trace> {
  if (!isJoeXml(await readHead(source, HEAD_BYTES))) return openJsonReport(source, options, SANDBOX, readReport);
  return traceOfFacts({
    sandbox: SANDBOX,
    where: source.name,
    told: options.diagnostics,
    async read(facts, diagnostics) {
      const { report, finish } = readElements(facts);
      await readXml(source, new XmlRecords(report), diagnostics);
      const complete = !diagnostics.list().some(({ severity }) => severity === 'error');
      return { empty: false, complete, isReport: finish() };
    },
  });
}
