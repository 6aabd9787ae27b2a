// Byte strings that look like x86 instructions: random ones, and those that begin as instructions of one kind do.

/** Kinds of beginnings. `raw` is random altogether. */
export const STRING_KINDS = ['raw', '0f', '0f38', '0f3a', '3dnow', 'vex2', 'vex3', 'evex', 'xop'] as const;
export type StringKind = (typeof STRING_KINDS)[number];

/** Bytes of each string; no instruction is longer. */
export const STRING_BYTES = 24;

const PREFIXES = [0x66, 0xf2, 0xf3, 0x67, 0xf0, 0x64, 0x2e, 0x48, 0x41, 0x4f, 0x45];

/** A small generator of numbers, the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Fills an array with strings of one kind, one behind the other. */
export function fillWithStrings(bytes: Uint8Array, kind: StringKind, bits: 32 | 64, random: () => number): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = random();
  for (let at = 0; at + STRING_BYTES <= bytes.length; at += STRING_BYTES) begin(bytes, at, kind, bits, random);
}

function begin(bytes: Uint8Array, start: number, kind: StringKind, bits: 32 | 64, random: () => number): void {
  let at = start;
  // These take no other prefixes; a few are tried all the same.
  const isPrefixed = kind.startsWith('0f') || kind === 'raw' || kind === '3dnow' || random() % 8 === 0;
  const prefixes = isPrefixed ? random() % 4 : 0;
  for (let i = 0; i < prefixes; i++)
    if (random() % 2 === 0) bytes[at++] = PREFIXES[random() % PREFIXES.length] as number;
  const put = (values: readonly number[]): void => bytes.set(values, at);
  if (kind === '0f') put([0x0f]);
  else if (kind === '0f38') put([0x0f, 0x38]);
  else if (kind === '0f3a') put([0x0f, 0x3a]);
  else if (kind === '3dnow') put([0x0f, 0x0f]);
  else if (kind !== 'raw') beginExtended(bytes, at, kind, bits, random);
}

/** Fields are made what they must be more often than not: random ones are nearly always invalid. */
function beginExtended(bytes: Uint8Array, at: number, kind: StringKind, bits: 32 | 64, random: () => number): void {
  const change = (offset: number, keep: number, set: number): void => {
    bytes[at + offset] = ((bytes[at + offset] as number) & keep) | set;
  };
  if (bits === 32 && kind !== 'xop') change(1, 0xff, 0xc0);
  const likely = (): boolean => random() % 4 !== 0;
  if (kind === 'vex2') {
    bytes[at] = 0xc5;
    if (likely()) change(1, 0xff, 0x78);
  } else if (kind === 'vex3' || kind === 'xop') {
    bytes[at] = kind === 'xop' ? 0x8f : 0xc4;
    change(1, 0xe0, kind === 'xop' ? 8 + (random() % 3) : likely() ? 1 + (random() % 3) : random() % 32);
    if (likely()) change(2, 0xff, 0x78);
  } else {
    bytes[at] = 0x62;
    change(1, 0xf0, likely() ? ([1, 2, 3, 5, 6][random() % 5] as number) : random() % 16);
    change(2, 0xff, 4);
    if (likely()) change(1, 0xff, 0x10);
    if (likely()) change(2, 0xff, 0x78);
    if (likely()) change(3, 0xff, 8);
    if (likely()) change(3, 0x6f, 0);
    if (likely()) change(3, 0xf8, 0);
  }
}
