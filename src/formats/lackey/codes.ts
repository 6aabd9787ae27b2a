// Codes of the diagnostics of lackey logs.

export const LACKEY_CODES = ['lackey-truncated', 'lackey-line-foreign', 'lackey-address', 'lackey-too-many'] as const;

export type LackeyCode = (typeof LACKEY_CODES)[number];
