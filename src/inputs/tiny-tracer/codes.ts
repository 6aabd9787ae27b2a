// Codes of the diagnostics of this input; docs/errors.md explains each.

export const TAG_CODES = [
  'tinytracer-truncated',
  'tinytracer-line-foreign',
  'tinytracer-line-malformed',
  'tinytracer-arguments-apart',
  'tinytracer-section-changes',
  'tinytracer-events',
] as const;

export type TagCode = (typeof TAG_CODES)[number];
