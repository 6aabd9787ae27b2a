// Little-endian integers at places of a byte array, for readers of recordings with billions of records: plain index arithmetic, which is
// faster than a view where places are not aligned. Who calls has checked that the bytes are there. For everything else there is ByteView.

/** From here on, the upper half of an address makes it inexact as a number. */
const EXACT_HIGH = 0x200000;

/** Four bytes, as an unsigned integer. */
export function u32At(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  return (low | ((bytes[at + 3] as number) << 24)) >>> 0;
}

/** An address of two halves; where a number does not hold it exactly, its low 48 bits. */
export function addressOf(low: number, high: number): number {
  return (high < EXACT_HIGH ? high : high & 0xffff) * 0x100000000 + low;
}

/** An address of `width` bytes, 4 or 8. */
export function addressAt(bytes: Uint8Array, at: number, width: 4 | 8): number {
  return width === 4 ? u32At(bytes, at) : addressOf(u32At(bytes, at), u32At(bytes, at + 4));
}
