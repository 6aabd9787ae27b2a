// V8 cuts strings without copying: a piece of 13 characters or more keeps the whole text that it was cut from in memory. Readers
// cut values out of chunks of many kilobytes, so what they keep for long has to be copied.

/** Shorter pieces are always copies. */
const SHORTEST_SLICE = 13;

/** The same text in memory of its own. */
export function copyText(text: string): string {
  return text.length < SHORTEST_SLICE ? text : ` ${text}`.slice(1);
}
