// How a zstd file begins (RFC 8878, 3.1). Apart from the decoder, which is loaded when it is needed.

/** Whether a frame of Zstandard begins here. */
export function isZstdFrame(head: Uint8Array): boolean {
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
}

/** Whether a frame that is passed over begins here: writers keep notes of their own in such. */
export function isSkippedFrame(head: Uint8Array): boolean {
  return ((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
}

/** Whether these are the first bytes of a zstd file. */
export function isZstd(head: Uint8Array): boolean {
  return isZstdFrame(head) || isSkippedFrame(head);
}
