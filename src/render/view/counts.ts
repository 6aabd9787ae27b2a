// Numbers of matches in words.

/** ` (3 matches)`, or nothing for a single one. */
export function matchCountText(count: number): string {
  return count === 1 ? '' : ` (${count} matches)`;
}
