// A ProcMon log, in any of its three shapes, as a trace of facts.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import type { BehaviorKind } from '../../features/behaviors.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { type FactOutcome, traceOfFacts } from '../shared/facts/trace-of-facts.ts';
import { readProcmonCsv } from './csv.ts';
import { readPml } from './pml.ts';
import { ProcmonReader } from './reader.ts';
import { type ProcmonShape, shapeOf } from './recognise.ts';
import { readProcmonXml } from './xml.ts';

const HEAD_BYTES = 4096;

const BEHAVIORS: readonly BehaviorKind[] = [
  'file/read',
  'file/write',
  'file/create',
  'file/delete',
  'file/move',
  'registry/read',
  'registry/set',
  'registry/delete',
  'registry/create',
  'process/create',
  'network/connect',
  'network/listen',
  'module/load',
  'pipe/create',
];

/** The trace. Its `read` throws CapaxError where nothing can be analysed; everything smaller becomes a diagnostic. */
export function openProcmon(source: ByteSource, options: OpenOptions): Trace {
  return traceOfFacts({
    sandbox: { format: 'procmon', extractor: 'ProcmonExtractor', producer: 'ProcMon', behaviors: BEHAVIORS },
    where: source.name,
    told: options.diagnostics,
    async read(facts, diagnostics): Promise<FactOutcome> {
      const head = await readHead(source, HEAD_BYTES);
      if (head.length === 0) return { empty: true, complete: true, isReport: false };
      const reader = new ProcmonReader(facts);
      facts.globals = [{ type: 'os', value: 'windows' }];
      facts.missing.push(
        { part: 'hashes of the sample', consequence: 'the log cannot be matched with a file by its hash' },
        { part: 'which process is the sample', consequence: 'what other programs of the machine did matches too' },
      );
      const read: Record<ProcmonShape, () => Promise<boolean>> = {
        csv: () => readProcmonCsv(source, reader, diagnostics),
        xml: () => readProcmonXml(source, reader, diagnostics),
        pml: () => readPml(source, reader, diagnostics, options.budget),
      };
      const shape = shapeOf(head);
      const isReport = shape !== undefined && (await read[shape]());
      const complete = !diagnostics.list().some(({ severity }) => severity === 'error');
      return { empty: false, complete, isReport };
    },
  });
}
