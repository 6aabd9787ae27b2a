// Codes of the diagnostics of this input; docs/errors.md explains each.

export const CAPA_TRACE_CODES = [
  'capa-trace-truncated',
  'capa-trace-record-malformed',
  'capa-trace-gap',
  'capa-trace-beginning-missing',
  'capa-trace-too-many-threads',
  'capa-trace-too-many-open-calls',
] as const;

export type CapaTraceCode = (typeof CAPA_TRACE_CODES)[number];
