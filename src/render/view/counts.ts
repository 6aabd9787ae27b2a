// Numbers of things in words.

/** `1 thread`, `5,796 calls`. */
export function countOf(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${groupDigits(count)} ${count === 1 ? noun : plural}`;
}

/** `5,796`. Written out because the first use of the runtime's own formatting costs 10 ms. */
export function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** ` (3 matches)`, or nothing for a single one. */
export function matchCountText(count: number): string {
  return count === 1 ? '' : ` (${count} matches)`;
}
