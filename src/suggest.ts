// "Did you mean ...?": which known word somebody may have meant who wrote an unknown one. Used for everything that people write and
// that has a known vocabulary: keys, values and names in rules, and commands.

/** Longer words are no slips of the pen, and comparing them would cost. */
const LONGEST = 80;
const MOST_EDITS = 3;

/**
 * The candidate that takes the fewest edits (a letter more, less, another one, or two neighbours swapped); of equals the first.
 * Letter case is no edit. Undefined if all are further away than a third of the word, or three edits.
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  const written = word.toLowerCase();
  let nearest: string | undefined;
  let bound = Math.min(MOST_EDITS, Math.ceil(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bound) continue;
    const edits = countEdits(written, candidate.toLowerCase());
    if (edits >= bound) continue;
    bound = edits;
    nearest = candidate;
    if (edits === 0) break;
  }
  return nearest;
}

/** The sentence for a hint, or undefined where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const nearest = nearestWord(word, candidates);
  return nearest === undefined ? undefined : `Did you mean "${nearest}"?`;
}

/** The hint for an unknown word of a small vocabulary: what may have been meant, and all that is possible. */
export function describeChoices(word: string | undefined, choices: readonly string[]): string {
  const meant = word === undefined ? undefined : didYouMean(word, choices);
  return `${meant === undefined ? '' : `${meant} `}Use one of: ${choices.join(', ')}.`;
}

/** Edits that make `b` of `a`, where no letter is touched twice (optimal string alignment). */
function countEdits(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      }
      row.push(edits);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
