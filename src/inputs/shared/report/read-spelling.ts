// Strings of a report as entries of their features; they are looked up by their bytes as they stand there.

import { ABSENT } from '../../../bytes/intern-table.ts';
import type { JsonCursor } from '../../../bytes/json-cursor.ts';
import { JsonTextDecoder } from '../../../bytes/json-text.ts';
import type { ByteSpellings } from '../calls/spellings.ts';

/** Reads the string at the cursor and returns its entry. */
export function readSpelling(spellings: ByteSpellings, cursor: JsonCursor): number {
  cursor.readHashedString();
  const { view, bytes, textStart, textEnd, textHash } = cursor;
  const known = spellings.find(view, textStart, textEnd, textHash);
  return known === ABSENT ? spellings.enter(bytes, textStart, textEnd, textHash, cursor.text()) : known;
}

const BACKSLASH = 0x5c;
const decoder = new JsonTextDecoder();

/** The text that the bytes of such a string stand for. */
export function spelledText(bytes: Uint8Array): string {
  if (!bytes.includes(BACKSLASH)) return decoder.decode(bytes);
  return decoder.decodeEscaped(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
}
