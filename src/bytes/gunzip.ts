// Gzip (RFC 1952) as a byte source over a byte source. Here with the web-standard stream; src/node/gunzip.ts is faster where there is Node.

import type { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import type { PackedCode } from './codes.ts';
import { checkRatio, packedSource, type TellDamage } from './packed-source.ts';
import type { ByteSource } from './source.ts';
import { type Inflate, pump } from './zlib.ts';

/**
 * Turns a gzip source into one that delivers the unpacked bytes. It is re-readable and not seekable. Damage is recorded once,
 * however often it is read.
 */
export type Gunzip = (source: ByteSource, diagnostics?: Diagnostics<PackedCode>) => ByteSource;

/** Whether these are the first bytes of a gzip file. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Makes a Gunzip from a decoder. Opening the source throws CapaxError: `input-corrupt` where not one byte can be unpacked,
 * `input-limit` beyond the ratio in LIMITS. Failures of the packed source pass through.
 */
export function makeGunzip(inflate: Inflate): Gunzip {
  return (source, diagnostics) =>
    packedSource(source, 'gzip', (packed, tell) => unpack(packed, inflate, tell), diagnostics);
}

/** Into which pieces the packed bytes are cut behind `from`. */
interface Cut {
  readonly from: number;
  readonly size: number;
}

/** Packed bytes that a decoder may have been given while it is still busy with others. */
const AHEAD = 65_536;

/**
 * A decoder loses what it has unpacked of the piece in which the damage is. Finer and finer pieces leave nothing to lose. The finest twice,
 * and each from a little before the place that seems to be the damage: on a busy machine a decoder in another thread may be some pieces
 * behind, and then loses what it should not.
 */
const FINER_PIECES = [4096, 64, 1, 1] as const;
const BACK = 64;

async function* unpack(source: ByteSource, inflate: Inflate, tell: TellDamage): AsyncGenerator<Uint8Array, void, void> {
  let pass = new Pass(source, inflate);
  yield* pass.run();
  if (pass.damage === undefined) return;
  let delivered = pass.unpacked;
  // Where only the end is missing everything that came has been unpacked.
  const finer = isEarlyEnd(pass.damage) ? [] : FINER_PIECES;
  for (const size of finer) {
    const from = Math.max(0, pass.suspect - BACK);
    pass = new Pass(source, inflate);
    for await (const chunk of pass.run({ from, size })) {
      const news = pass.unpacked - delivered;
      if (news <= 0) continue;
      delivered += news;
      yield news < chunk.length ? chunk.subarray(chunk.length - news) : chunk;
    }
  }
  tell(delivered, pass.damage);
}

/** Whether zlib says that it wants more. */
function isEarlyEnd(damage: unknown): boolean {
  return (damage as { code?: unknown } | null)?.code === 'Z_BUF_ERROR';
}

/** One way through the packed bytes, up to their end or to damage. */
class Pass {
  unpacked = 0;
  /** What the decoder said. */
  damage: unknown;
  readonly #source: ByteSource;
  readonly #inflate: Inflate;
  #packed = 0;
  #ahead = 0;
  /** Where the last piece that was given to the decoder begins, and the one before. */
  #last = 0;
  #before = 0;

  constructor(source: ByteSource, inflate: Inflate) {
    this.#source = source;
    this.#inflate = inflate;
  }

  /** A position in the packed bytes before which there is no damage: the decoder may be one piece behind, or more where nobody takes care. */
  get suspect(): number {
    return Math.max(0, Math.min(this.#before, this.#packed - this.#ahead));
  }

  /** Failures of the source pass through. */
  async *run(cut?: Cut): AsyncGenerator<Uint8Array, void, void> {
    let failure: { readonly reason: unknown } | undefined;
    this.#ahead = cut === undefined ? AHEAD : 0;
    const given = async function* (this: Pass): AsyncGenerator<Uint8Array, void, void> {
      try {
        for await (const chunk of this.#source.open()) yield* this.#cut(chunk, cut);
      } catch (reason) {
        failure = { reason };
        throw reason;
      }
    };
    try {
      for await (const chunk of this.#inflate(given.call(this), cut !== undefined)) {
        this.unpacked += chunk.length;
        checkRatio(this.unpacked, this.#packed, this.#source.name);
        yield chunk;
      }
    } catch (error) {
      if (failure !== undefined) throw failure.reason;
      if (error instanceof CapaxError) throw error;
      this.damage = error;
    }
  }

  *#cut(chunk: Uint8Array, cut: Cut | undefined): Iterable<Uint8Array> {
    if (cut === undefined) {
      this.#count(chunk.length);
      yield chunk;
      return;
    }
    for (let at = 0; at < chunk.length; ) {
      const before = cut.from - this.#packed;
      const piece = chunk.subarray(at, at + (before > 0 ? before : cut.size));
      at += piece.length;
      this.#count(piece.length);
      yield piece;
    }
  }

  #count(length: number): void {
    this.#before = this.#last;
    this.#last = this.#packed;
    this.#packed += length;
  }
}

/** Gunzip with the web-standard DecompressionStream. */
export const gunzipSource: Gunzip = makeGunzip((chunks, isCareful) =>
  pump(chunks, new DecompressionStream('gzip'), isCareful),
);
