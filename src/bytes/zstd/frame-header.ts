// How frames begin (RFC 8878, 3.1.1.1), which of them are refused, and what is passed over (3.1.2).

import { LIMITS } from '../../limits.ts';
import { damaged, FrameRefused } from './damage.ts';

export interface FrameHeader {
  /** How far back matches reach, at most. */
  readonly windowBytes: number;
  /** Bytes of the unpacked frame, where it says so. */
  readonly contentBytes: number | undefined;
  readonly hasChecksum: boolean;
}

/** Bytes of the magic number. */
export const MAGIC_BYTES = 4;

/** Bytes of the number that says how long a frame that is passed over is. */
export const SKIPPED_SIZE_BYTES = 4;

/** Bytes of a header by its first one, which is not counted. */
export function headerLength(descriptor: number): number {
  const isSingle = (descriptor & 32) !== 0;
  return (isSingle ? 0 : 1) + dictionaryBytes(descriptor) + contentSizeBytes(descriptor, isSingle);
}

function dictionaryBytes(descriptor: number): number {
  return [0, 1, 2, 4][descriptor & 3] as number;
}

function contentSizeBytes(descriptor: number, isSingle: boolean): number {
  const flag = descriptor >> 6;
  return flag === 0 ? (isSingle ? 1 : 0) : 1 << flag;
}

/**
 * Reads the header behind its first byte. Refuses a window that needs too much memory, and a frame that only a dictionary makes readable,
 * which would otherwise become wrong bytes.
 */
export function readFrameHeader(descriptor: number, rest: Uint8Array): FrameHeader {
  if ((descriptor & 8) !== 0) damaged('a frame uses what is reserved');
  const isSingle = (descriptor & 32) !== 0;
  let at = isSingle ? 0 : 1;
  if (littleEndian(rest, at, dictionaryBytes(descriptor)) !== 0) {
    const hint = 'Unpack it with that dictionary (zstd -d -D).';
    throw new FrameRefused('input-unsupported', 'The zstd file was packed with a dictionary', hint);
  }
  at += dictionaryBytes(descriptor);
  const width = contentSizeBytes(descriptor, isSingle);
  // Two bytes begin to count where one ends.
  const contentBytes = width === 0 ? undefined : littleEndian(rest, at, width) + (width === 2 ? 256 : 0);
  const windowBytes = isSingle ? (contentBytes ?? 0) : windowOf(rest[0] as number);
  if (windowBytes > LIMITS.zstdWindowBytes) {
    const message = `The zstd file needs a window of more than ${LIMITS.zstdWindowBytes} bytes`;
    throw new FrameRefused('input-limit', message, 'Unpack it first (zstd -d --long=31).');
  }
  return { windowBytes, contentBytes, hasChecksum: (descriptor & 4) !== 0 };
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** Sizes above 2^53 lose their last digits; they are refused long before. */
function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] as number);
  return value;
}

/** Length of what is passed over. */
export function skippedLength(size: Uint8Array): number {
  return littleEndian(size, 0, SKIPPED_SIZE_BYTES);
}
