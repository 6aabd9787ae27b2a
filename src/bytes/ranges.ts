// Ranges that may overlap, and who of them holds where. Hostile files declare tens of thousands that lie in each other.

export interface Range {
  readonly start: number;
  /** The first place behind it. */
  readonly end: number;
}

/** A piece of the range with that index. */
export interface RangePiece extends Range {
  readonly index: number;
}

/** Cuts ranges into pieces that do not overlap, ascending; where some overlap, the first one given holds. */
export function withoutOverlaps(ranges: readonly Range[]): RangePiece[] {
  const order = ranges.map((_, index) => index).filter((index) => lengthOf(ranges, index) > 0);
  order.sort((a, b) => (ranges[a] as Range).start - (ranges[b] as Range).start || a - b);
  const borders = order.flatMap((index) => [startOf(ranges, index), endOf(ranges, index)]).sort((a, b) => a - b);
  const open = new LeastFirst();
  const pieces: RangePiece[] = [];
  let next = 0;
  for (let i = 0; i + 1 < borders.length; i++) {
    const start = borders[i] as number;
    const end = borders[i + 1] as number;
    if (start === end) continue;
    while (next < order.length && startOf(ranges, order[next] as number) <= start) open.push(order[next++] as number);
    while (open.least !== undefined && endOf(ranges, open.least) <= start) open.pop();
    const index = open.least;
    if (index === undefined) continue;
    const last = pieces.at(-1);
    if (last?.index === index && last.end === start) pieces[pieces.length - 1] = { ...last, end };
    else pieces.push({ start, end, index });
  }
  return pieces;
}

function startOf(ranges: readonly Range[], index: number): number {
  return (ranges[index] as Range).start;
}

function endOf(ranges: readonly Range[], index: number): number {
  return (ranges[index] as Range).end;
}

function lengthOf(ranges: readonly Range[], index: number): number {
  return endOf(ranges, index) - startOf(ranges, index);
}

/** Numbers of which the least is at hand: a binary heap. */
class LeastFirst {
  readonly #heap: number[] = [];

  get least(): number | undefined {
    return this.#heap[0];
  }

  push(value: number): void {
    const heap = this.#heap;
    let at = heap.push(value) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if ((heap[above] as number) <= value) break;
      heap[at] = heap[above] as number;
      at = above;
    }
    heap[at] = value;
  }

  pop(): void {
    const heap = this.#heap;
    const value = heap.pop();
    if (value === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && (heap[below + 1] as number) < (heap[below] as number)) below++;
      if ((heap[below] as number) >= value) break;
      heap[at] = heap[below] as number;
      at = below;
    }
    heap[at] = value;
  }
}
