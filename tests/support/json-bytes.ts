// JSON texts for the streaming readers: as bytes, cut in every way, seen through a cursor.

import { JsonCursor } from '../../src/bytes/json-cursor.ts';
import { PADDING } from '../../src/bytes/json-window.ts';

export function toBytes(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? new TextEncoder().encode(text) : text;
}

/** A cursor at the start of a whole text; with `final: false` more may follow. */
export function cursorOver(text: string | Uint8Array, final = true): JsonCursor {
  const bytes = toBytes(text);
  const padded = new Uint8Array(bytes.length + PADDING);
  padded.set(bytes);
  const cursor = new JsonCursor();
  cursor.load(padded, bytes.length);
  cursor.final = final;
  return cursor;
}

/** Bytes in chunks of one size. */
export function* cut(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}
