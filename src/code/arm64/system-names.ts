// Names of system registers, barriers, prefetch operations and the like.

export function systemName(_kind: number, low: number): string {
  return `#${low}`;
}
