// Codes of the diagnostics of this input; docs/errors.md explains each.

export const QEMU_CODES = [
  'qemu-block-unlisted',
  'qemu-listing-full',
  'qemu-bytes-incomplete',
  'qemu-line-malformed',
  'qemu-truncated',
] as const;

export type QemuCode = (typeof QEMU_CODES)[number];
