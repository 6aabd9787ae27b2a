// Numbers of things in words, in messages and views.

/** `1 thread`, `5,796 calls`. */
export function countOf(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${groupDigits(count)} ${count === 1 ? noun : plural}`;
}

/** `5,796`. Written out because the first use of the runtime's own formatting costs 10 ms. */
export function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
