// Numbers of things in words.

/** `1 thread`, `5,796 calls`. */
export function countOf(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`;
}

/** ` (3 matches)`, or nothing for a single one. */
export function matchCountText(count: number): string {
  return count === 1 ? '' : ` (${count} matches)`;
}
