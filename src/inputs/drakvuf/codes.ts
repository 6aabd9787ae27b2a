// Codes of the diagnostics of this input; docs/errors.md explains each.

export const DRAKVUF_CODES = [
  'drakvuf-truncated',
  'drakvuf-line-malformed',
  'drakvuf-line-damaged',
  'drakvuf-line-repaired',
  'drakvuf-call-malformed',
  'drakvuf-argument-malformed',
  'drakvuf-import-malformed',
  'drakvuf-import-limit',
  'drakvuf-time-malformed',
  'drakvuf-too-many-threads',
] as const;

export type DrakvufCode = (typeof DRAKVUF_CODES)[number];
