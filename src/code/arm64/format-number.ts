// Numbers in texts of instructions.

/** As it is below ten, in hexadecimal from there. */
export function hex(value: number | bigint): string {
  if (value < 0) return `-${hex(-value)}`;
  return value < 10 ? value.toString() : `0x${value.toString(16)}`;
}

/** A negative number of 64 bits in two halves. */
export function signedHex(high: number, low: number): string {
  const value = (BigInt(high) << 32n) | BigInt(low);
  return hex(BigInt.asIntN(64, value));
}
