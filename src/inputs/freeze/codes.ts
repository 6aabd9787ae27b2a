// Codes of the diagnostics of this input; docs/errors.md explains each.

export const FREEZE_CODES = [
  'freeze-entry-invalid',
  'freeze-address-repeated',
  'freeze-feature-moved',
  'freeze-call-moved',
  'freeze-thread-moved',
] as const;

export type FreezeCode = (typeof FREEZE_CODES)[number];
