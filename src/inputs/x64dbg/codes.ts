// Codes of the diagnostics of this input; docs/errors.md explains each.

export const X64DBG_CODES = [
  'x64dbg-truncated',
  'x64dbg-damaged',
  'x64dbg-thread-unannounced',
  'x64dbg-block-skipped',
] as const;

export type X64dbgCode = (typeof X64DBG_CODES)[number];
