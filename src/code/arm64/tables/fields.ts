// Fields of instructions: how their bits are gathered from a word.

/** Runs of bits of fields that are not in one piece: `shift, mask, place` of each, and a zero mask at the end. */
const PIECES: Int32Array = new Int32Array(6000);
const places = new Map<string, number>();
let usedPieces = 0;

/** A field as two numbers: its shift and its mask, or the complement of a place in `PIECES` and how many bits it has. */
export function compileField(positions: readonly number[]): [number, number] {
  const [first = 0] = positions;
  const last = positions.at(-1) ?? 0;
  const { length } = positions;
  const isOnePiece = positions.every((position, i) => position === first - i);
  if (isOnePiece) return length === 0 ? [0, 0] : [last, 2 ** length - 1];
  const key = positions.join();
  const known = places.get(key);
  if (known !== undefined) return [~known, length];
  const at = usedPieces;
  places.set(key, at);
  if (at + 3 * (length + 1) > PIECES.length) throw new Error('too many fields');
  for (let i = 0; i < length; ) {
    let end = i + 1;
    while (end < length && positions[end] === (positions[end - 1] as number) - 1) end++;
    PIECES[usedPieces++] = positions[end - 1] as number;
    PIECES[usedPieces++] = 2 ** (end - i) - 1;
    PIECES[usedPieces++] = length - end;
    i = end;
  }
  usedPieces += 3;
  return [~at, length];
}

/** The value of a field in more than one piece. */
export function gather(word: number, at: number): number {
  let value = 0;
  for (let piece = at; PIECES[piece + 1] !== 0; piece += 3) {
    value |= ((word >>> (PIECES[piece] as number)) & (PIECES[piece + 1] as number)) << (PIECES[piece + 2] as number);
  }
  return value;
}
