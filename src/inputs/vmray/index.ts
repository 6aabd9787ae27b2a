// VMRay analysis archives (zip with logs/summary_v2.json and logs/flog.xml), and function logs alone. Read: recognise.ts, archive.ts
// (the files), summary.ts, records.ts (what a function log says), flog.ts and flog-text.ts (its two forms), read.ts (phase 1),
// describe.ts (display text).

import type { Input } from '../input.ts';
import { VMRAY_CODES } from './codes.ts';
import { isVmrayArchive, recogniseVmray } from './recognise.ts';

/** VMRay analysis archives as an input. */
export const vmrayInput: Input = {
  format: 'vmray',
  flavour: 'dynamic',
  codes: VMRAY_CODES,
  summary:
    'VMRay analysis archive (zip with summary_v2.json and flog.xml), or its function log alone (flog.xml, flog.txt)',
  recognise: recogniseVmray,
  recogniseArchive: isVmrayArchive,
  open: async (source, options) => (await import('./open.ts')).openVmray(source, options),
};
