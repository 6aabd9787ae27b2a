// Codes of the diagnostics of this input; docs/errors.md explains each.

import { type ReportCode, reportCodes } from '../shared/report/codes.ts';

export type Cuckoo2Code = ReportCode<'cuckoo2'>;

export const CUCKOO2_CODES: readonly Cuckoo2Code[] = reportCodes('cuckoo2');
