// The paths of many literals from a common root, numbered breadth first: the children of a row are neighbours, in the order of their
// units, and what is nearer to the root has smaller numbers.

/** A folded, not empty literal and the number of what it stands for. Several literals may share a number. */
export interface NumberedLiteral {
  readonly text: string;
  readonly number: number;
}

export interface LiteralTrie {
  /** Number of rows; row 0 is the root. */
  readonly rows: number;
  /** By row: its first child. The last one stands before the first child of the next row. One more entry than rows. */
  readonly firstChild: Int32Array;
  /** By row: the UTF-16 unit that leads to it. */
  readonly unit: Uint16Array;
  /** By row: literals that end there, as a list in `numbers` (pairs of number and next pair); -1 for none. */
  readonly lists: Int32Array;
  readonly numbers: readonly number[];
}

/** Cost: a sort, and one look at each unit of the literals. */
export function plantLiterals(literals: readonly NumberedLiteral[]): LiteralTrie {
  const sorted = literals.slice().sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const room = sorted.reduce((sum, { text }) => sum + text.length, 1);
  const firstChild = new Int32Array(room + 1);
  const unit = new Uint16Array(room);
  const lists = new Int32Array(room).fill(-1);
  const numbers: number[] = [];
  // The literals of a row begin alike, so they are neighbours: from `start` to the end of the last child.
  const start = new Int32Array(room);
  const end = new Int32Array(room);
  const depth = new Int32Array(room);
  const textAt = (at: number): string => (sorted[at] as NumberedLiteral).text;
  end[0] = sorted.length;
  let rows = 1;
  for (let row = 0; row < rows; row++) {
    firstChild[row] = rows;
    const length = depth[row] as number;
    const last = end[row] as number;
    let at = start[row] as number;
    for (; at < last && textAt(at).length === length; at++) {
      lists[row] = numbers.push((sorted[at] as NumberedLiteral).number, lists[row] as number) - 2;
    }
    while (at < last) {
      const child = rows++;
      unit[child] = textAt(at).charCodeAt(length);
      start[child] = at;
      depth[child] = length + 1;
      do at++;
      while (at < last && textAt(at).charCodeAt(length) === unit[child]);
      end[child] = at;
    }
  }
  firstChild[rows] = rows;
  return { rows, firstChild, unit, lists, numbers };
}
