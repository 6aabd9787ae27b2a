// Digests by which files are known.

import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHexadecimal } from './hexadecimal.ts';

/** The SHA-256 of the bytes in lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return toHexadecimal(sha256(bytes));
}

/** The digests that are told of a sample, in lower-case hexadecimal. */
export function hashBytes(bytes: Uint8Array): { readonly md5: string; readonly sha1: string; readonly sha256: string } {
  return { md5: toHexadecimal(md5(bytes)), sha1: toHexadecimal(sha1(bytes)), sha256: sha256Of(bytes) };
}
