// Packed inputs: by their first bytes, in whatever way they are packed. Another way is a line here, its magic number and its decoder.

import type { Diagnostics } from '../diagnostics.ts';
import type { PackedCode } from './codes.ts';
import { type Gunzip, gunzipSource, isGzip } from './gunzip.ts';
import { type Packing, packedSource } from './packed-source.ts';
import type { ByteSource } from './source.ts';
import { isZstd } from './zstd-magic.ts';

/**
 * Turns a packed source into one that delivers the unpacked bytes. It is re-readable and not seekable. Damage is recorded once, however often
 * it is read. Opening it throws CapaxError: `input-corrupt` where not one byte can be unpacked, `input-limit` where it takes more than LIMITS
 * allow, `input-unsupported` for zstd with a dictionary. Failures of the packed source pass through.
 */
export type Unpack = (source: ByteSource, packing: Packing, diagnostics?: Diagnostics<PackedCode>) => ByteSource;

/** Bytes that say how a file is packed. */
export const PACKING_HEAD_BYTES = 4;

/** How a file that begins so is packed, if it is. */
export function packingOf(head: Uint8Array): Packing | undefined {
  return isGzip(head) ? 'gzip' : isZstd(head) ? 'zstd' : undefined;
}

/** What unpacks all, gzip by a decoder of the host's. */
export function makeUnpack(gunzip: Gunzip): Unpack {
  return (source, packing, diagnostics) => {
    switch (packing) {
      case 'gzip':
        return gunzip(source, diagnostics);
      case 'zstd':
        return packedSource(source, packing, unpackZstdLater, diagnostics);
    }
  };
}

const unpackZstdLater: Parameters<typeof packedSource>[2] = async function* (source, tell) {
  const { unpackZstd } = await import('./zstd/unpack.ts');
  yield* unpackZstd(source, tell);
};

/** Unpacks with what every host has. */
export const unpackSource: Unpack = makeUnpack(gunzipSource);
