// Sizes that the format fixes.

/** Unpacked bytes of one block; packed ones have no more. */
export const MOST_BLOCK_BYTES = 131_072;

/** Bytes behind a block that may be read, though they mean nothing. */
export const PADDING = 8;
