// Codes of the diagnostics of this input; docs/errors.md explains each.

import { type ReportCode, reportCodes } from '../shared/report/codes.ts';

const OWN = [
  'cape-version',
  'cape-process-id-recycled',
  'cape-threads-repeated',
  'cape-thread-unlisted',
  'cape-calls-repeated',
] as const;

export type CapeCode = ReportCode<'cape'> | (typeof OWN)[number];

export const CAPE_CODES: readonly CapeCode[] = [...reportCodes('cape'), ...OWN];
