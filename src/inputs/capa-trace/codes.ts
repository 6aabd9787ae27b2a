// Codes of the diagnostics of this input; docs/errors.md explains each.

export const CAPA_TRACE_CODES = [
  'capatrace-truncated',
  'capatrace-record-malformed',
  'capatrace-gap',
  'capatrace-beginning-missing',
  'capatrace-not-followed',
  'capatrace-too-many-threads',
  'capatrace-too-many-open-calls',
] as const;

export type CapaTraceCode = (typeof CAPA_TRACE_CODES)[number];
