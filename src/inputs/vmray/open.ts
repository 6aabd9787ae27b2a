// A VMRay analysis as a trace. Apart from index.ts, so that reading is loaded only when there is such an input.

import type { ByteSource } from '../../bytes/source.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { missingFlogError, openVmrayFiles } from './archive.ts';
import { describeVmrayCalls } from './describe.ts';
import { readVmray } from './read.ts';

/** Finds the files; they are read when the trace is. Throws as `openVmrayFiles` does. */
export async function openVmray(source: ByteSource, options: OpenOptions): Promise<Trace> {
  const { semantics, diagnostics, password, budget } = options;
  const files = await openVmrayFiles(source, password === undefined ? [] : [password], diagnostics, budget);
  if (files.flog === undefined) {
    // The reference knows no rules that need no calls.
    if (!semantics['named-values']) throw missingFlogError(source.name, 'A VMRay summary holds no function calls.');
    return (await import('./open-summary.ts')).openVmraySummary(files.summary, options);
  }
  return {
    flavour: 'dynamic',
    format: 'vmray',
    extractor: 'VMRayExtractor',
    async read(sink) {
      const summary = await readVmray(files, sink, semantics);
      const told = [...diagnostics.list(), ...summary.health.diagnostics];
      return { ...summary, health: { ...summary.health, diagnostics: told } };
    },
    describeCalls: (at, receive) => describeVmrayCalls(files, semantics, at, receive),
  };
}
