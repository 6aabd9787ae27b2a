// Bytes as hexadecimal digits.

/** Two lower-case digits a byte. */
export function toHexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
