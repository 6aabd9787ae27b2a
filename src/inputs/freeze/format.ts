// The freeze format: a file into which the reference saves everything that it extracted from a sample, as JSON inside a zlib
// stream (spec core.md section 8). Here are the constants that reading and writing share.

/** First bytes of a freeze file, `capa0000`. The rest is a zlib stream. */
export const FREEZE_MAGIC: Uint8Array = new TextEncoder().encode('capa0000');

/** The version of the JSON inside; no other is read or written. */
export const FREEZE_VERSION = 3;

/** Whether these are the first bytes of a freeze file. */
export function isFreeze(head: Uint8Array): boolean {
  return FREEZE_MAGIC.every((byte, i) => head[i] === byte);
}
