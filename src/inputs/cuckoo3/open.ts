// What Cuckoo 3 says of a task as a trace. Apart from index.ts, so that reading is loaded only when there is such a report.

import { jsonPaths } from '../../bytes/json-paths.ts';
import { readJson } from '../../bytes/json-stream.ts';
import { type ByteSource, readHead } from '../../bytes/source.ts';
import type { BehaviorKind } from '../../features/behaviors.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { type FactSandbox, traceOfFacts } from '../shared/facts/trace-of-facts.ts';
import { EVENT_BEHAVIORS, readEventLog } from './event-log.ts';
import { PostReport } from './read-post.ts';
import { shapeOf } from './recognise.ts';

const HEAD_BYTES = 65_536;

const POST_BEHAVIORS: readonly BehaviorKind[] = [
  'process/create',
  'process/inject',
  'network/connect',
  'network/dns',
  'network/http',
];

/** The trace. Its `read` throws CapaxError where nothing can be analysed; everything smaller becomes a diagnostic. */
export function openCuckoo3(source: ByteSource, options: OpenOptions): Trace {
  const behaviors = [...new Set([...POST_BEHAVIORS, ...EVENT_BEHAVIORS])];
  const sandbox: FactSandbox = { format: 'cuckoo3', extractor: 'Cuckoo3Extractor', producer: 'Cuckoo 3', behaviors };
  return traceOfFacts({
    sandbox,
    where: source.name,
    told: options.diagnostics,
    async read(facts, diagnostics) {
      const shape = shapeOf(await readHead(source, HEAD_BYTES));
      facts.missing.push({
        part: 'target (analysis.json)',
        consequence: 'the hashes of the sample are unknown, and rules that ask for its format or arch cannot match',
      });
      if (shape === 'events') return readEventLog(source, facts, diagnostics);
      facts.missing.push({
        part: 'event logs',
        consequence:
          'rules about files, registry keys and mutexes cannot match; give file.json, registry.json, mutant.json',
      });
      const report = new PostReport(facts);
      const { empty, complete } = await readJson(source, jsonPaths(report.parts), { diagnostics });
      return { empty, complete, isReport: report.finish() };
    },
  });
}
