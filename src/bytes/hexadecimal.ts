// Bytes as hexadecimal digits. Written as bytes and decoded at once: joining digits one by one makes a chain of texts, which takes ten times
// as long to build and to look up.

const DIGITS = new TextEncoder().encode('0123456789abcdef');
const decoder = new TextDecoder();

/** Two lower-case digits a byte. */
export function toHexadecimal(bytes: Uint8Array): string {
  const digits = new Uint8Array(2 * bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    digits[2 * i] = DIGITS[byte >> 4] as number;
    digits[2 * i + 1] = DIGITS[byte & 0xf] as number;
  }
  return decoder.decode(digits);
}
