// Text as C programmers quote it -> the bytes that were meant -> UTF-8. strace and ltrace write `\n`, octal `\177` and, with -x or
// -xx, hexadecimal `\x7f`.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const BACKSLASH = 0x5c;
const LETTERS: ReadonlyMap<number, number> = new Map(
  Object.entries({ a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '\\': BACKSLASH, '"': 0x22, "'": 0x27 }).map(
    ([letter, byte]) => [letter.charCodeAt(0), byte],
  ),
);

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Decodes what stands between quotes. Bytes that are not UTF-8 become U+FFFD; an unknown escape keeps its backslash. */
export function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes = encoder.encode(text);
  let length = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at++] as number;
    if (byte !== BACKSLASH) {
      bytes[length++] = byte;
      continue;
    }
    const letter = bytes[at] ?? BACKSLASH;
    const plain = LETTERS.get(letter);
    const high = letter === 0x78 ? hexDigit(bytes[at + 1]) : -1;
    if (plain !== undefined) {
      bytes[length++] = plain;
      at++;
    } else if (letter >= 0x30 && letter <= 0x37) {
      let value = 0;
      for (const end = at + 3; at < end; at++) {
        const digit = (bytes[at] ?? 0) - 0x30;
        if (digit < 0 || digit > 7) break;
        value = value * 8 + digit;
      }
      bytes[length++] = value & 0xff;
    } else if (high >= 0) {
      const low = hexDigit(bytes[at + 2]);
      bytes[length++] = low < 0 ? high : high * 16 + low;
      at += low < 0 ? 2 : 3;
    } else {
      bytes[length++] = BACKSLASH;
    }
  }
  return decoder.decode(bytes.subarray(0, length));
}
