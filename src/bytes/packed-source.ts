// What packed files of every kind have in common. Reports are large and copies of them are often cut short, so what can be unpacked of a
// damaged file is delivered and the damage recorded.

import type { Diagnostics } from '../diagnostics.ts';
import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { PackedCode } from './codes.ts';
import { type ByteSource, skipBytes } from './source.ts';

/** The ways to pack a file that are undone wherever an input is read. */
export type Packing = 'gzip' | 'zstd';

/**
 * Said once unpacking ends at damage, with how many bytes were delivered before and what was found. Throws CapaxError `input-corrupt` if there
 * were none.
 */
export type TellDamage = (delivered: number, cause: unknown) => void;

/** A source of what `unpack` delivers. It is re-readable and not seekable. Damage is recorded once, however often it is read. */
export function packedSource(
  source: ByteSource,
  packing: Packing,
  unpack: (source: ByteSource, tell: TellDamage) => AsyncIterable<Uint8Array>,
  diagnostics: Diagnostics<PackedCode> | undefined,
): ByteSource {
  let isTold = false;
  const tell: TellDamage = (delivered, cause) => {
    if (delivered === 0) {
      throw new CapaxError('input-corrupt', `The file begins as ${packing} but cannot be unpacked`, {
        where: source.name,
        hint: 'Download or copy it again.',
        cause,
      });
    }
    const place = `${source.name}, after ${delivered} unpacked bytes`;
    if (!isTold) diagnostics?.add('error', `${packing}-damaged`, `the ${packing} file is damaged or breaks off`, place);
    isTold = true;
  };
  return {
    name: source.name,
    seekable: false,
    open: (from = 0) => skipBytes(unpack(source, tell), from),
  };
}

/** Throws CapaxError `input-limit` beyond the ratio in LIMITS. */
export function checkRatio(unpacked: number, packed: number, where: string): void {
  if (unpacked <= LIMITS.ratioFreeBytes || unpacked <= packed * LIMITS.expansionRatio) return;
  throw new CapaxError('input-limit', `The file unpacks to more than ${LIMITS.expansionRatio} times its size`, {
    where,
    hint: 'Such a file is made to exhaust the machine; do not trust where it comes from.',
  });
}
