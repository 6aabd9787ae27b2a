// VMRay analysis archives (zip with logs/summary_v2.json and logs/flog.xml). Read: archive.ts (the files), summary.ts, flog.ts
// (processes, threads, calls), read.ts (phase 1), describe.ts (display text).

import type { ByteSource } from '../../bytes/source.ts';
import type { Trace } from '../../features/trace.ts';
import type { Input, OpenOptions, Probe } from '../input.ts';
import { openVmrayFiles, recogniseShape } from './archive.ts';
import { describeVmrayCalls } from './describe.ts';
import { readVmray } from './read.ts';

function recognise({ head }: Probe): 0 | 1 | 2 {
  switch (recogniseShape(head)) {
    case 'other':
      return 0;
    // Where the names are not among the first bytes only the directory at the end tells.
    case 'zip':
      return 1;
    default:
      return 2;
  }
}

async function open(source: ByteSource, options: OpenOptions): Promise<Trace> {
  const { semantics, diagnostics, password } = options;
  const files = await openVmrayFiles(source, password === undefined ? [] : [password], diagnostics);
  return {
    flavour: 'dynamic',
    format: 'vmray',
    extractor: 'VMRayExtractor',
    async read(sink) {
      const summary = await readVmray(files, sink, semantics);
      const told = [...diagnostics.list(), ...summary.health.diagnostics];
      return { ...summary, health: { ...summary.health, diagnostics: told } };
    },
    describeCalls: (at, receive) => describeVmrayCalls(files, at, receive),
  };
}

/** VMRay analysis archives as an input. */
export const vmrayInput: Input = {
  format: 'vmray',
  flavour: 'dynamic',
  summary: 'VMRay analysis archive (zip with summary_v2.json and flog.xml), or flog.xml alone',
  recognise,
  open,
};
