// Codes of diagnostics of Triage's documents; docs/errors.md explains each.

import { type FactCode, factCodes } from '../shared/facts/codes.ts';

type TriageCode = FactCode<'triage'> | 'triage-too-many-threads';

export const TRIAGE_CODES: readonly TriageCode[] = [...factCodes('triage'), 'triage-too-many-threads'];
