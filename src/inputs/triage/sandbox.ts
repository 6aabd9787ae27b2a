// What Triage shows.

import type { FactSandbox } from '../shared/facts/trace-of-facts.ts';

const NAMES = { format: 'triage', extractor: 'TriageExtractor', producer: 'Triage' } as const;

/** By its reports. */
export const REPORTS: FactSandbox = {
  ...NAMES,
  behaviors: ['file/write', 'module/load', 'process/create', 'network/connect', 'network/dns', 'network/http'],
};

/** By the log of its kernel monitor, which has some calls, too. */
export const KERNEL_LOG: FactSandbox = {
  ...NAMES,
  behaviors: [
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
    'process/terminate',
    'mutex/create',
    'network/connect',
  ],
};
