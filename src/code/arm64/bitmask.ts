// Immediates of logical instructions: a run of ones, rotated, in an element that is repeated.

export interface Halves {
  low: number;
  high: number;
}

const found: Halves = { low: 0, high: 0 };

/** The value of such an immediate, in a record that the next call fills again; undefined where the fields mean none. */
export function bitmaskImmediate(n: number, rotation: number, ones: number, bits: number): Halves | undefined {
  if (bits === 32 && n === 1) return undefined;
  const sizeBits = n === 1 ? 64 : 1 << (31 - Math.clz32(~ones & 63));
  if (sizeBits < 2) return undefined;
  const size = sizeBits;
  const count = (ones & (size - 1)) + 1;
  if (count === size) return undefined;
  const right = rotation & (size - 1);
  if (size === 64) return rotated64(count, right);
  const element = size === 32 ? 0xffff_ffff : 2 ** size - 1;
  const run = 2 ** count - 1;
  let value = right === 0 ? run : (((run >>> right) | (run << (size - right))) & element) >>> 0;
  for (let have = size; have < 32; have *= 2) value = (value | (value << have)) >>> 0;
  found.low = value;
  found.high = bits === 64 ? value : 0;
  return found;
}

function rotated64(count: number, right: number): Halves {
  const low = count >= 32 ? 0xffff_ffff : 2 ** count - 1;
  const high = count > 32 ? 2 ** (count - 32) - 1 : 0;
  const swapped = right >= 32;
  const [a, b] = swapped ? [high, low] : [low, high];
  const by = right & 31;
  found.low = by === 0 ? a : ((a >>> by) | (b << (32 - by))) >>> 0;
  found.high = by === 0 ? b : ((b >>> by) | (a << (32 - by))) >>> 0;
  return found;
}
