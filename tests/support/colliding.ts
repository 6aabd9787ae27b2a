// Values that are made to fall into one place of a hash table: what somebody would write into a report to make reading it slow.

/** Texts with equal FNV-1a hashes over UTF-16 units, from the state `seed`. */
export function collidingTexts(count: number, seed: number): string[] {
  const prime = 0x01000193;
  const target = Math.imul(0x12345678, inverse(prime));
  const texts: string[] = [];
  for (let n = 0; texts.length < count; n++) {
    const beginning = `x${n.toString(16)}`;
    let state = Math.imul(0x811c9dc5 ^ seed, prime);
    for (let i = 0; i < beginning.length; i++) state = Math.imul(state ^ beginning.charCodeAt(i), prime);
    for (let unit = 0x80; unit < 0xd800; unit++) {
      const next = Math.imul(state ^ unit, prime);
      if (next >>> 16 !== target >>> 16) continue;
      const last = (next ^ target) & 0xffff;
      if (last < 0x80 || last >= 0xd800) continue;
      texts.push(beginning + String.fromCharCode(unit, last));
      break;
    }
  }
  return texts;
}

/** Inverse of an odd number modulo 2^32. */
function inverse(odd: number): number {
  let found = odd;
  for (let i = 0; i < 5; i++) found = Math.imul(found, 2 - Math.imul(odd, found));
  return found;
}

/** Integers that V8's hash puts into one of 2^`bits` buckets of a `Map`. */
export function collidingIntegers(count: number, bits: number): number[] {
  const found: number[] = [];
  for (let key = 1; found.length < count; key++) {
    let hash = ~key + (key << 15);
    hash ^= hash >>> 12;
    hash = (hash + (hash << 2)) | 0;
    hash ^= hash >>> 4;
    hash = Math.imul(hash, 2057);
    hash ^= hash >>> 16;
    if ((hash & ((1 << bits) - 1)) === 0) found.push(key);
  }
  return found;
}

/** Families of integers that simple hashes put into few places. */
export const INTEGER_FAMILIES: Readonly<Record<string, (count: number) => number[]>> = {
  'in a row': (count) => Array.from({ length: count }, (_, n) => n),
  'multiples of 2^12': (count) => Array.from({ length: count }, (_, n) => n * 2 ** 12),
  'multiples of 2^16': (count) => Array.from({ length: count }, (_, n) => n * 2 ** 16),
  'multiples of 2^32': (count) => Array.from({ length: count }, (_, n) => n * 2 ** 32),
  negative: (count) => Array.from({ length: count }, (_, n) => -1 - n * 4097),
  'alike to V8': (count) => collidingIntegers(count, 9),
};
