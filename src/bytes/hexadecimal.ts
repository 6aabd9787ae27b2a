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

/** Value of each hexadecimal digit of either case by its byte; -1 for all other bytes. */
export const DIGIT_VALUES: Int8Array = (() => {
  const values = new Int8Array(256).fill(-1);
  for (let value = 0; value < 16; value++) {
    const digit = DIGITS[value] as number;
    values[digit] = value;
    if (value >= 10) values[digit - 0x20] = value;
  }
  return values;
})();
