// A DRAKVUF log as a trace. Apart from index.ts, so that reading is loaded only when there is such a log.

import type { ByteSource } from '../../bytes/source.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { describeDrakvufCalls } from './describe.ts';
import { readDrakvuf } from './read.ts';

/** Opens a log; it is read when the trace is. */
export async function openDrakvuf(source: ByteSource, { semantics, diagnostics }: OpenOptions): Promise<Trace> {
  return {
    flavour: 'dynamic',
    format: 'drakvuf',
    extractor: 'DrakvufExtractor',
    async read(sink) {
      const summary = await readDrakvuf(source, sink, semantics);
      const told = [...diagnostics.list(), ...summary.health.diagnostics];
      return { ...summary, health: { ...summary.health, diagnostics: told } };
    },
    describeCalls: (at, receive) => describeDrakvufCalls(source, at, receive, semantics),
  };
}
