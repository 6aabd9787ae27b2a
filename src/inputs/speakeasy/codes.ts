// Codes of the diagnostics of this input; docs/errors.md explains each.

import { type FactCode, factCodes } from '../shared/facts/codes.ts';

type SpeakeasyCode = FactCode<'speakeasy'> | 'speakeasy-too-many-threads';

export const SPEAKEASY_CODES: readonly SpeakeasyCode[] = [...factCodes('speakeasy'), 'speakeasy-too-many-threads'];
