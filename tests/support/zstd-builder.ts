// Frames of Zstandard, written by hand from blocks that need no packing.

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

/** A block of the kind that has this number: 0 raw, 1 one byte many times, 2 compressed. `size` is what its header says. */
interface Block {
  readonly kind: number;
  readonly size: number;
  readonly bytes: Uint8Array;
}

export function rawBlock(bytes: Uint8Array): Block {
  return { kind: 0, size: bytes.length, bytes };
}

export function repeatedBlock(byte: number, size: number): Block {
  return { kind: 1, size, bytes: Uint8Array.of(byte) };
}

export function packedBlock(...bytes: number[]): Block {
  return { kind: 2, size: bytes.length, bytes: Uint8Array.from(bytes) };
}

/** A frame whose window is 2 to the power of `windowLog`; `header` instead writes what follows the magic number. */
export function zstdFrame(
  blocks: readonly Block[],
  { windowLog = 17, header = [0, (windowLog - 10) << 3] }: { windowLog?: number; header?: readonly number[] } = {},
): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(...MAGIC, ...header)];
  for (const [i, { kind, size, bytes }] of blocks.entries()) {
    const word = (size << 3) | (kind << 1) | (i === blocks.length - 1 ? 1 : 0);
    parts.push(Uint8Array.of(word, word >> 8, word >> 16), bytes);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** A frame that readers pass over. */
export function skippedFrame(bytes: Uint8Array, kind = 0): Uint8Array {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  return new Uint8Array(Buffer.concat([Uint8Array.of(0x50 + kind, 0x2a, 0x4d, 0x18), size, bytes]));
}

/** The bytes in frames of raw blocks, as a packer writes them that finds nothing to pack. */
export function zstdOf(bytes: Uint8Array): Uint8Array {
  const blocks: Block[] = [];
  for (let at = 0; at < bytes.length; at += 100_000) blocks.push(rawBlock(bytes.subarray(at, at + 100_000)));
  return zstdFrame(blocks.length === 0 ? [rawBlock(new Uint8Array())] : blocks);
}
