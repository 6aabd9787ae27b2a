// VMRay analysis archives (zip with logs/summary_v2.json and logs/flog.xml). Read: recognise.ts, archive.ts (the files),
// summary.ts, flog.ts (processes, threads, calls), read.ts (phase 1), describe.ts (display text).

import type { Input } from '../input.ts';
import { VMRAY_CODES } from './codes.ts';
import { isVmrayArchive, recogniseVmray } from './recognise.ts';

/** VMRay analysis archives as an input. */
export const vmrayInput: Input = {
  format: 'vmray',
  flavour: 'dynamic',
  codes: VMRAY_CODES,
  summary: 'VMRay analysis archive (zip with summary_v2.json and flog.xml), or flog.xml alone',
  recognise: recogniseVmray,
  recogniseArchive: isVmrayArchive,
  open: async (source, options) => (await import('./open.ts')).openVmray(source, options),
};
