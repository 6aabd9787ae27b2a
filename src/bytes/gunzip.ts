// Gzip (RFC 1952) as a byte source over a byte source. Reports are large and copies of them are often cut short, so what can be
// unpacked of a damaged file is delivered and the damage recorded. Here with the web-standard stream; src/node/gunzip.ts is
// faster where there is Node.

import type { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { GzipCode } from './codes.ts';
import { type ByteSource, skipBytes } from './source.ts';
import { type Inflate, pump } from './zlib.ts';

/**
 * Turns a gzip source into one that delivers the unpacked bytes. It is re-readable and not seekable. Damage is recorded once,
 * however often it is read.
 */
export type Gunzip = (source: ByteSource, diagnostics?: Diagnostics<GzipCode>) => ByteSource;

/** Whether these are the first bytes of a gzip file. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Makes a Gunzip from a decoder. Opening the source throws CapaxError: `input-corrupt` where not one byte can be unpacked,
 * `input-limit` beyond the ratio in LIMITS. Failures of the packed source pass through.
 */
export function makeGunzip(inflate: Inflate): Gunzip {
  return (source, diagnostics) => {
    let isTold = false;
    const tell = (place: string): void => {
      if (!isTold) diagnostics?.add('error', 'gzip-damaged', 'the gzip file is damaged or breaks off', place);
      isTold = true;
    };
    return {
      name: source.name,
      seekable: false,
      open: (from = 0) => skipBytes(unpack(source, inflate, tell), from),
    };
  };
}

async function* unpack(
  source: ByteSource,
  inflate: Inflate,
  tell: (place: string) => void,
): AsyncGenerator<Uint8Array, void, void> {
  let packed = 0;
  let unpacked = 0;
  let failure: { readonly reason: unknown } | undefined;
  const counted = async function* (): AsyncGenerator<Uint8Array, void, void> {
    try {
      for await (const chunk of source.open()) {
        packed += chunk.length;
        yield chunk;
      }
    } catch (reason) {
      failure = { reason };
      throw reason;
    }
  };
  try {
    for await (const chunk of inflate(counted())) {
      unpacked += chunk.length;
      if (unpacked > LIMITS.ratioFreeBytes && unpacked > packed * LIMITS.expansionRatio) {
        throw new CapaxError('input-limit', `The file unpacks to more than ${LIMITS.expansionRatio} times its size`, {
          where: source.name,
          hint: 'Such a file is made to exhaust the machine; do not trust where it comes from.',
        });
      }
      yield chunk;
    }
  } catch (error) {
    if (failure !== undefined) throw failure.reason;
    if (error instanceof CapaxError) throw error;
    if (unpacked === 0) {
      throw new CapaxError('input-corrupt', 'The file begins as gzip but cannot be unpacked', {
        where: source.name,
        hint: 'Download or copy it again.',
        cause: error,
      });
    }
    tell(`${source.name}, after ${unpacked} unpacked bytes`);
  }
}

/** Gunzip with the web-standard DecompressionStream. */
export const gunzipSource: Gunzip = makeGunzip((chunks) => pump(chunks, new DecompressionStream('gzip')));
