// The checksum of signatures: CRC-16 with the reflected polynomial 0x8408, complemented, its two bytes swapped (spec:
// static-native.md, 4.4).

const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x8408 : value >>> 1;
  return value;
});

/** The checksum of `bytes[start, end)`; 0 for no bytes. */
export function crc16(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return 0;
  let crc = 0xffff;
  for (let at = start; at < end; at++) {
    crc = (crc >>> 8) ^ (TABLE[(crc ^ (bytes[at] as number)) & 0xff] as number);
  }
  crc = ~crc & 0xffff;
  return ((crc & 0xff) << 8) | (crc >>> 8);
}
