// How a zip archive begins. Apart from zip.ts, which loads a library.

/** Whether these are the first bytes of a zip archive. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}
