// Lists that are in order of time each, merged into one: a heap of the lists by what comes next of each.

/** Numbers `start` to `end` (exclusive), whose times do not fall. */
export interface TimedList {
  readonly start: number;
  readonly end: number;
}

interface Head {
  next: number;
  readonly end: number;
  readonly start: number;
}

/** All numbers of the lists by `timeOf`; those of the same time in the order of the lists. */
export function* mergeByTime(
  lists: readonly TimedList[],
  timeOf: (number: number) => number,
): Generator<number, void, void> {
  const heap: Head[] = lists.filter(({ start, end }) => start < end).map((list) => ({ ...list, next: list.start }));
  const isBefore = (a: Head, b: Head): boolean => {
    const [left, right] = [timeOf(a.next), timeOf(b.next)];
    return left < right || (left === right && a.start < b.start);
  };
  for (let i = heap.length >> 1; i >= 0; i--) sink(heap, i, isBefore);
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    yield first.next++;
    if (first.next === first.end) {
      const last = heap.pop() as Head;
      if (last === first) return;
      heap[0] = last;
    }
    sink(heap, 0, isBefore);
  }
}

/** Moves the head at `i` down to where it belongs. */
function sink(heap: Head[], i: number, isBefore: (a: Head, b: Head) => boolean): void {
  const moved = heap[i];
  if (moved === undefined) return;
  for (let at = i; ; ) {
    let child = 2 * at + 1;
    const [left, right] = [heap[child], heap[child + 1]];
    if (left === undefined) return;
    if (right !== undefined && isBefore(right, left)) child++;
    const least = heap[child] as Head;
    if (!isBefore(least, moved)) return;
    heap[at] = least;
    heap[child] = moved;
    at = child;
  }
}
