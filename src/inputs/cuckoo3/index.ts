// What Cuckoo 3 says of a task: its post.json, and its logs of events. Its monitor sits in the kernel and records no calls. Read:
// recognise.ts (which of the two), read-post.ts, event-log.ts, open.ts.

import type { Input } from '../input.ts';
import { CUCKOO3_CODES } from './codes.ts';
import { recogniseCuckoo3 } from './recognise.ts';

/** Cuckoo 3 reports as an input. */
export const cuckoo3Input: Input = {
  format: 'cuckoo3',
  flavour: 'dynamic',
  codes: CUCKOO3_CODES,
  summary: 'Cuckoo 3 report (post.json, event logs): facts, no calls',
  recognise: recogniseCuckoo3,
  open: async (source, options) => (await import('./open.ts')).openCuckoo3(source, options),
};
