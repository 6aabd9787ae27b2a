// Codes of the diagnostics about recorded instructions, whatever the format; docs/errors.md explains each.

export const EXECUTED_CODES = [
  'executed-unknown',
  'executed-left-out',
  'executed-sampled',
  'executed-elsewhere',
] as const;

export type ExecutedCodeDiagnostic = (typeof EXECUTED_CODES)[number];
