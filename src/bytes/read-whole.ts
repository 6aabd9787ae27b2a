// A text that has to be held in one piece, read so that it is never held twice.

interface WholeOptions {
  /** Zeros behind the bytes; default none. */
  readonly padding?: number;
  /** Pieces of a text up to this length are kept instead of asked for again; they must stay as they are. Default none. */
  readonly keptBytes?: number;
  /** Told how long the text is so far; may throw. */
  readonly onLength?: (length: number) => void;
}

/** All bytes of what `open` gives, which is called again for them once their number is known: growing would copy them. */
export async function readWhole(
  open: () => AsyncIterable<Uint8Array>,
  { padding = 0, keptBytes = 0, onLength }: WholeOptions,
): Promise<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of open()) {
    length += chunk.length;
    onLength?.(length);
    if (length <= keptBytes) chunks.push(chunk);
    else chunks = [];
  }
  const whole = new Uint8Array(length + padding);
  let at = 0;
  for await (const chunk of length <= keptBytes ? chunks : open()) {
    whole.set(chunk.subarray(0, length - at), at);
    at += chunk.length;
    if (at >= length) break;
  }
  return whole;
}
