// Codes of the diagnostics of this input; docs/errors.md explains each.

import { type FactCode, factCodes } from '../shared/facts/codes.ts';

export type Cuckoo3Code = FactCode<'cuckoo3'> | 'cuckoo3-truncated';

export const CUCKOO3_CODES: readonly Cuckoo3Code[] = [...factCodes('cuckoo3'), 'cuckoo3-truncated'];
