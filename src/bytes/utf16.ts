// Text in UTF-16, as Windows PowerShell writes it with `>`, as a source of UTF-8, which everything else reads.

import { type ByteSource, skipBytes } from './source.ts';

export type Utf16 = 'utf-16le' | 'utf-16be';

/** Characters without a byte order mark that must look like text. */
const LOOKED_AT = 8;
const MIN_LOOKED_AT = 2;

function isTextByte(byte: number | undefined): boolean {
  return byte === 0x09 || byte === 0x0a || byte === 0x0d || (byte !== undefined && byte >= 0x20 && byte < 0x7f);
}

/** Whether these are the first bytes of a text in UTF-16: a byte order mark, or ASCII with every other byte zero. */
export function findUtf16(head: Uint8Array): Utf16 | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const count = Math.min(LOOKED_AT, head.length >> 1);
  if (count < MIN_LOOKED_AT) return undefined;
  const isAscii = (low: 0 | 1): boolean => {
    for (let at = 0; at < 2 * count; at += 2) if (head[at + 1 - low] !== 0 || !isTextByte(head[at + low])) return false;
    return true;
  };
  if (isAscii(0)) return 'utf-16le';
  return isAscii(1) ? 'utf-16be' : undefined;
}

/** The text in UTF-8, without a byte order mark. Half characters become U+FFFD. It is not seekable. */
export function utf16Source(source: ByteSource, encoding: Utf16): ByteSource {
  return { name: source.name, seekable: false, open: (from = 0) => skipBytes(decode(source, encoding), from) };
}

async function* decode(source: ByteSource, encoding: Utf16): AsyncGenerator<Uint8Array, void, void> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  for await (const chunk of source.open()) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield encoder.encode(text);
  }
  const rest = decoder.decode();
  if (rest !== '') yield encoder.encode(rest);
}
