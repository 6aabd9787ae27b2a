// Text of a raw spelling in a line.

/** Longer texts are decoded by the platform. */
const SHORT_TEXT = 64;
const BACKSLASH = 0x5c;
const decoder = new TextDecoder('utf-8');

/** Text of a JSON string's inside, which is ASCII and well escaped. */
export function decodeSpelling(bytes: Uint8Array, start: number, end: number): string {
  const inside = bytes.subarray(start, end);
  const text = inside.length <= SHORT_TEXT ? String.fromCharCode(...inside) : decoder.decode(inside);
  return inside.includes(BACKSLASH) ? (JSON.parse(`"${text}"`) as string) : text;
}
