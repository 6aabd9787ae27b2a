// Zstandard (RFC 8878) as a byte source over a byte source. Written here because the library for it that there is, fzstd 0.1.1, lets 24 bytes
// keep it busy for ten seconds (it executes matches that no block has room for), moves the whole window at every block, and does not look at
// checksums, dictionaries and ends of streams.

import { CapaxError } from '../../errors.ts';
import { checkRatio, type TellDamage } from '../packed-source.ts';
import type { ByteSource } from '../source.ts';
import { FrameRefused, ZstdDamage } from './damage.ts';
import { Frames } from './frames.ts';
import { PackedBytes } from './packed-bytes.ts';

/**
 * Unpacks the source up to its end or to damage. Throws CapaxError: what `tell` throws, `input-limit` beyond the ratio in LIMITS, and what
 * refuses a frame if nothing was delivered before. Failures of the source pass through.
 */
export async function* unpackZstd(source: ByteSource, tell: TellDamage): AsyncGenerator<Uint8Array, void, void> {
  const packed = new PackedBytes(source.open());
  const frames = new Frames(packed);
  let delivered = 0;
  try {
    for await (const piece of frames.run()) {
      delivered += piece.length;
      checkRatio(delivered, packed.length, source.name);
      yield piece;
    }
  } catch (error) {
    if (!(error instanceof ZstdDamage)) throw error;
    const { rest } = frames;
    delivered += rest.length;
    if (rest.length > 0) yield rest;
    if (delivered === 0 && error instanceof FrameRefused) {
      throw new CapaxError(error.code, error.message, { where: source.name, hint: error.hint });
    }
    tell(delivered, error);
  } finally {
    await packed.close();
  }
}
