// Codes of the diagnostics of this input; docs/errors.md explains each.

import { type FactCode, factCodes } from '../shared/facts/codes.ts';

export type SysmonCode = FactCode<'sysmon'> | 'sysmon-foreign-event' | 'sysmon-truncated';

export const SYSMON_CODES: readonly SysmonCode[] = [...factCodes('sysmon'), 'sysmon-foreign-event', 'sysmon-truncated'];
