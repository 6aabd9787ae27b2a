// Finds which byte patterns of rules a bytes feature starts with, without comparing it to every pattern.

/** Hex digits by which patterns are grouped: four bytes. Shorter patterns are few and are compared one by one. */
const GROUP = 8;

export class BytePrefixes {
  readonly #groups = new Map<string, { leaf: number; prefix: string }[]>();
  readonly #short: { leaf: number; prefix: string }[] = [];

  /** `prefix` is lower-case hex. */
  constructor(patterns: readonly { readonly leaf: number; readonly prefix: string }[]) {
    for (const pattern of patterns) {
      if (pattern.prefix.length < GROUP) {
        this.#short.push(pattern);
        continue;
      }
      const head = pattern.prefix.slice(0, GROUP);
      const group = this.#groups.get(head);
      if (group === undefined) this.#groups.set(head, [pattern]);
      else group.push(pattern);
    }
  }

  /** Leaves of all patterns that `hex` starts with, ascending. */
  find(hex: string): readonly number[] {
    const candidates = [...this.#short, ...(this.#groups.get(hex.slice(0, GROUP)) ?? [])];
    return candidates
      .filter(({ prefix }) => hex.startsWith(prefix))
      .map(({ leaf }) => leaf)
      .sort((a, b) => a - b);
  }
}
