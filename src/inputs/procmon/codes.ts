// Codes of the diagnostics of this input; docs/errors.md explains each.

import { type FactCode, factCodes } from '../shared/facts/codes.ts';

export type ProcmonCode = FactCode<'procmon'> | 'procmon-pml-damaged';

export const PROCMON_CODES: readonly ProcmonCode[] = [...factCodes('procmon'), 'procmon-pml-damaged'];
